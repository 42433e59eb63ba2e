/* The elements that a text is made of, as articles/text/markup.py keeps them. What is not here is
   left out of what is pasted. */

const HASH = /^[0-9a-f]{64}$/
const ADDRESS = /^(?:https?:\/\/[^/\\\s]|mailto:[^\s]|tel:[^\s]|\/(?![/\\]))/i

export function isAddress(text) {
  return ADDRESS.test(text)
}

/* Empty cells at the end of shorter rows, and no cell that reaches over another one or beyond the
   last row. */
function fillUp(table) {
  // Which columns of each row to come are taken by a cell from above.
  const taken = []
  const widths = []
  function reach(cell, name, most) {
    const claimed = cell[name]
    if (claimed <= most) return
    cell[name] = most
    cell.dataset[name.toLowerCase()] = `${claimed}/${most}`
  }
  for (const part of [table.tHead, ...table.tBodies].filter(Boolean)) {
    const rows = Array.from(part.rows)
    rows.forEach((row, number) => {
      const at = widths.length
      const here = (taken[at] ??= new Set())
      let column = 0
      for (const cell of row.cells) {
        while (here.has(column)) column += 1
        let free = 1
        while (free < cell.colSpan && !here.has(column + free)) free += 1
        reach(cell, "colSpan", free)
        reach(cell, "rowSpan", rows.length - number)
        for (let down = 0; down < cell.rowSpan; down += 1) {
          const below = (taken[at + down] ??= new Set())
          for (let across = 0; across < cell.colSpan; across += 1) below.add(column + across)
        }
      }
      widths.push(here.size)
    })
  }
  const widest = Math.max(0, ...widths)
  Array.from(table.rows).forEach((row, at) => {
    for (let missing = widest - widths[at]; missing > 0; missing -= 1) row.insertCell().dataset.filled = "1"
  })
}

/* A table has rows of one length and nothing else in the editor. Its caption, how many rows are its
   head, and how far a cell claimed to reach stand in attributes meanwhile; a cell that fills a row
   up is taken out again where nothing was written into it. */
export const tables = {
  marked(html) {
    const page = new DOMParser().parseFromString(html, "text/html")
    for (const table of page.querySelectorAll("table")) {
      if (table.caption) {
        table.dataset.caption = table.caption.innerHTML
        table.caption.remove()
      }
      if (table.tHead) table.dataset.head = table.tHead.rows.length
      fillUp(table)
    }
    return page.body.innerHTML
  },

  finished(html) {
    if (!html.includes("<table")) return html
    const page = new DOMParser().parseFromString(html, "text/html")
    for (const table of page.querySelectorAll("table")) {
      const head = Number(table.dataset.head) || 0
      const rows = Array.from(table.rows)
      if (head > 0 && head <= rows.length) table.createTHead().append(...rows.slice(0, head))
      if (table.dataset.caption) {
        // It came from a text that was clean, and goes to the sanitiser again.
        const caption = new DOMParser().parseFromString(table.dataset.caption, "text/html").body
        table.createCaption().append(...caption.childNodes)
      }
      table.querySelectorAll("[data-filled]").forEach((cell) => {
        if (cell.textContent || cell.colSpan > 1 || cell.rowSpan > 1) cell.removeAttribute("data-filled")
        else cell.remove()
      })
      for (const name of ["colspan", "rowspan"]) {
        for (const cell of table.querySelectorAll(`[data-${name}]`)) {
          const [claimed, seen] = cell.dataset[name].split("/")
          // Joined or parted since, it reaches as far as was seen.
          if ((cell.getAttribute(name) ?? "1") === seen) cell.setAttribute(name, claimed)
          cell.removeAttribute(`data-${name}`)
        }
      }
      table.querySelectorAll("colgroup").forEach((each) => each.remove())
      table.querySelectorAll("tbody").forEach((each) => each.rows.length || each.remove())
      for (const name of ["style", "data-head", "data-caption"]) table.removeAttribute(name)
    }
    return page.body.innerHTML
  },
}

export function elements(parts, config) {
  const { Node, Mark } = parts

  const Picture = Node.create({
    name: "newsroomFigure",
    group: "block",
    atom: true,
    draggable: true,
    selectable: true,
    addAttributes() {
      return {
        hash: {
          default: "",
          parseHTML: (element) => element.getAttribute("data-image"),
          renderHTML: ({ hash }) => ({ "data-image": hash }),
        },
      }
    },
    parseHTML() {
      return [{
        tag: "figure.newsroom-image",
        getAttrs: (element) => HASH.test(element.getAttribute("data-image") ?? "") && null,
      }]
    },
    renderHTML({ HTMLAttributes }) {
      return ["figure", { class: "newsroom-image", ...HTMLAttributes }]
    },
    addNodeView() {
      return ({ node }) => {
        const dom = document.createElement("figure")
        dom.className = "newsroom-image"
        dom.contentEditable = "false"
        const picture = document.createElement("img")
        picture.alt = config.words.missing
        picture.src = config.address.replace("HASH", node.attrs.hash)
        dom.append(picture)
        return { dom }
      }
    },
  })

  // Nothing but the address: no autolinks, nothing that opens while one writes.
  const Link = Mark.create({
    name: "link",
    inclusive: false,
    priority: 1000,
    addAttributes() {
      return { href: { default: "" } }
    },
    parseHTML() {
      return [{
        tag: "a[href]",
        getAttrs: (element) => isAddress(element.getAttribute("href") ?? "") && null,
      }]
    },
    renderHTML({ HTMLAttributes }) {
      return ["a", HTMLAttributes, 0]
    },
  })

  const kept = (name, own = name) => ({
    default: null,
    parseHTML: (element) => element.getAttribute(`data-${name}`),
    renderHTML: (attributes) => attributes[own] ? { [`data-${name}`]: attributes[own] } : {},
  })
  const Table = parts.Table.extend({
    addAttributes() {
      return { ...this.parent?.(), caption: kept("caption"), head: kept("head") }
    },
  })
  // Under names of their own: a cell has a colspan and a rowspan of its own.
  const ofCells = { filled: kept("filled"), across: kept("colspan", "across"), down: kept("rowspan", "down") }
  const TableCell = parts.TableCell.extend({
    addAttributes() {
      return { ...this.parent?.(), ...ofCells }
    },
  })
  const TableHeader = parts.TableHeader.extend({
    addAttributes() {
      return { ...this.parent?.(), ...ofCells, scope: { default: null } }
    },
  })
  // Headings of other ranks come from elsewhere, and become what a newspaper has.
  const Heading = parts.Heading.configure({ levels: [2, 3] }).extend({
    parseHTML: () => [1, 2, 3, 4, 5, 6].map((rank) => ({
      tag: `h${rank}`, attrs: { level: rank < 3 ? 2 : 3 },
    })),
  })

  const inline = [
    parts.Document, parts.Paragraph, parts.Text, parts.HardBreak, parts.Bold, parts.Italic, Link,
    parts.History ?? parts.UndoRedo, parts.Dropcursor, parts.Gapcursor,
  ].filter(Boolean)
  // A short text keeps what it has, too: nothing is lost because a tool is not offered.
  const blocks = [
    Heading, parts.Blockquote, parts.BulletList,
    parts.OrderedList, parts.ListItem, parts.HorizontalRule, parts.Subscript, parts.Superscript,
    Table.configure({ resizable: false }), parts.TableRow, TableCell, TableHeader, Picture,
  ]
  return [...inline, ...blocks]
}
