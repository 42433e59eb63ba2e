/* The elements that a text is made of, as articles/text/markup.py keeps them. What is not here is
   left out of what is pasted. */

const HASH = /^[0-9a-f]{64}$/
const ADDRESS = /^(?:https?:\/\/[^/\\\s]|mailto:[^\s]|tel:[^\s]|\/(?![/\\]))/i

export function isAddress(text) {
  return ADDRESS.test(text)
}

/* A table has rows and nothing else in the editor. Its caption, and how many rows are its head,
   stand at it as attributes meanwhile. */
export const tables = {
  marked(html) {
    const page = new DOMParser().parseFromString(html, "text/html")
    for (const table of page.querySelectorAll("table")) {
      if (table.caption) {
        table.dataset.caption = table.caption.innerHTML
        table.caption.remove()
      }
      if (table.tHead) table.dataset.head = table.tHead.rows.length
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

  const Table = parts.Table.extend({
    addAttributes() {
      const kept = (name) => ({
        default: null,
        parseHTML: (element) => element.getAttribute(`data-${name}`),
        renderHTML: (attributes) =>
          attributes[name] ? { [`data-${name}`]: attributes[name] } : {},
      })
      return { ...this.parent?.(), caption: kept("caption"), head: kept("head") }
    },
  })
  const TableHeader = parts.TableHeader.extend({
    addAttributes() {
      return { ...this.parent?.(), scope: { default: null } }
    },
  })

  const inline = [
    parts.Document, parts.Paragraph, parts.Text, parts.HardBreak, parts.Bold, parts.Italic, Link,
    parts.History ?? parts.UndoRedo, parts.Dropcursor, parts.Gapcursor,
  ].filter(Boolean)
  // A short text keeps what it has, too: nothing is lost because a tool is not offered.
  const blocks = [
    parts.Heading.configure({ levels: [2, 3] }), parts.Blockquote, parts.BulletList,
    parts.OrderedList, parts.ListItem, parts.HorizontalRule, parts.Subscript, parts.Superscript,
    Table.configure({ resizable: false }), parts.TableRow, parts.TableCell, TableHeader, Picture,
  ]
  return [...inline, ...blocks]
}
