/* The toolbar: buttons that say what they do, one stop for the Tab key, arrows between them. */

import { isAddress } from "./editor-prose-elements.js"

// Name, icon, what it does, when it is on, and whether a short text has it.
const TOOLS = [
  ["bold", "format_bold", (chain) => chain.toggleBold(), "bold", true],
  ["italic", "format_italic", (chain) => chain.toggleItalic(), "italic", true],
  ["subscript", "subscript", (chain) => chain.unsetSuperscript().toggleSubscript(), "subscript"],
  ["superscript", "superscript", (chain) => chain.unsetSubscript().toggleSuperscript(), "superscript"],
  ["quote", "format_quote", (chain) => chain.toggleBlockquote(), "blockquote"],
  ["bullets", "format_list_bulleted", (chain) => chain.toggleBulletList(), "bulletList"],
  ["numbers", "format_list_numbered", (chain) => chain.toggleOrderedList(), "orderedList"],
  ["line", "horizontal_rule", (chain) => chain.setHorizontalRule()],
  ["table", "table", (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: false }), "table"],
  ["clear", "format_clear", (chain) => chain.unsetAllMarks(), null, true],
  ["undo", "undo", (chain) => chain.undo(), null, true],
  ["redo", "redo", (chain) => chain.redo(), null, true],
]
const TABLE = [
  ["rowAfter", "add_row_below", (chain) => chain.addRowAfter()],
  ["rowGone", "variable_remove", (chain) => chain.deleteRow()],
  ["columnAfter", "add_column_right", (chain) => chain.addColumnAfter()],
  ["columnGone", "splitscreen_left", (chain) => chain.deleteColumn()],
  ["header", "toolbar", (chain) => chain.toggleHeaderCell()],
  ["merge", "cell_merge", (chain) => chain.mergeOrSplit()],
  ["tableGone", "delete", (chain) => chain.deleteTable()],
]

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

export function toolbar(editor, { words, tools, label, choosePicture }) {
  const bar = make("div", { className: "nr-prose-bar", role: "toolbar", ariaLabel: label })
  const buttons = []

  function button(name, icon, press) {
    const drawn = make("span", { className: "material-symbols-outlined", ariaHidden: "true", textContent: icon })
    const made = make("button", { type: "button", title: words[name], ariaLabel: words[name] }, drawn)
    made.dataset.tool = name
    made.addEventListener("click", press)
    buttons.push(made)
    return made
  }
  const act = (step) => () => step(editor.chain().focus()).run()

  // --- Kinds of paragraph ---
  const kind = make("select", { ariaLabel: words.kind, title: words.kind })
  for (const name of ["p", "h2", "h3"]) kind.append(new Option(words[name], name))
  kind.addEventListener("change", () => {
    const chain = editor.chain().focus()
    if (kind.value === "p") chain.setParagraph().run()
    else chain.setHeading({ level: Number(kind.value[1]) }).run()
  })

  // --- A line below the toolbar in which something is asked for ---
  const field = make("input", { type: "text", autocomplete: "off", spellcheck: false })
  const take = make("button", { type: "button", className: "nr-button nr-small" })
  const gone = make("button", { type: "button", className: "nr-button nr-small", textContent: words.unlink })
  const close = make("button", { type: "button", className: "nr-button nr-small", textContent: words.close })
  const wrong = make("p", { className: "nr-error", role: "alert", hidden: true })
  const ask = make("div", { className: "nr-prose-ask", hidden: true }, field, take, gone, close, wrong)
  let done = () => true

  function askFor(text, value, said, answer, mayGo) {
    field.ariaLabel = text
    field.placeholder = text
    field.value = value
    take.textContent = said
    gone.hidden = !mayGo
    wrong.hidden = true
    ask.hidden = false
    done = answer
    field.focus()
    field.select()
  }
  function shut() {
    ask.hidden = true
    editor.commands.focus()
  }
  function answered() {
    if (done(field.value.trim())) shut()
  }
  // None of it is part of the form: a press of Enter sends no piece.
  ask.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === field) {
      event.preventDefault()
      answered()
    }
    if (event.key === "Escape") {
      event.stopPropagation()
      shut()
    }
  })
  for (const name of ["input", "change"]) ask.addEventListener(name, (event) => event.stopPropagation())
  take.addEventListener("click", answered)
  close.addEventListener("click", shut)
  gone.addEventListener("click", () => {
    editor.chain().focus().extendMarkRange("link").unsetMark("link").run()
    shut()
  })

  function askForLink() {
    const { href = "" } = editor.getAttributes("link")
    askFor(words.address, href, words.take, (typed) => {
      const address = /^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(typed) ? `https://${typed}` : typed
      if (!isAddress(address)) {
        wrong.textContent = words.wrong
        wrong.hidden = false
        return false
      }
      const chain = editor.chain().focus().extendMarkRange("link")
      if (editor.state.selection.empty && !href) {
        chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href: address } }] }).run()
      } else {
        chain.setMark("link", { href: address }).run()
      }
      return true
    }, Boolean(href))
  }

  function askForCaption() {
    const { caption } = editor.getAttributes("table")
    const plain = new DOMParser().parseFromString(caption ?? "", "text/html").body.textContent
    askFor(words.caption, plain, words.setCaption, (typed) => {
      const text = make("span", { textContent: typed }).innerHTML
      editor.chain().focus().updateAttributes("table", { caption: text || null }).run()
      return true
    }, false)
  }

  // --- Put together ---
  const row = make("div", { className: "nr-prose-row" })
  if (tools !== "short") row.append(kind)
  for (const [name, icon, step, , short] of TOOLS) {
    if (tools === "short" && !short) continue
    row.append(button(name, icon, act(step)))
    if (name === "italic") row.append(button("link", "link", askForLink))
    if (name === "numbers" && tools === "default") {
      row.append(button("picture", "add_photo_alternate", choosePicture))
    }
  }
  const ofTable = make("div", { className: "nr-prose-row", hidden: true })
  for (const [name, icon, step] of TABLE) ofTable.append(button(name, icon, act(step)))
  ofTable.append(button("caption", "subtitles", askForCaption))
  bar.append(row, ofTable, ask)

  const stops = () => [kind, ...buttons].filter((each) => each.offsetParent)
  bar.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const here = stops()
    const at = here.indexOf(event.target)
    if (!way || at < 0 || event.target === kind) return
    event.preventDefault()
    here[(at + way + here.length) % here.length].focus()
  })
  bar.addEventListener("focusin", (event) => {
    for (const each of [kind, ...buttons]) each.tabIndex = each === event.target ? 0 : -1
  })
  buttons.forEach((each, at) => {
    each.tabIndex = at === 0 && tools === "short" ? 0 : -1
  })

  function show() {
    kind.value = editor.isActive("heading", { level: 2 })
      ? "h2"
      : editor.isActive("heading", { level: 3 }) ? "h3" : "p"
    for (const [name, , , active] of [...TOOLS, ["link", "", null, "link"]]) {
      if (!active) continue
      bar.querySelector(`[data-tool=${name}]`)?.setAttribute("aria-pressed", editor.isActive(active))
    }
    ofTable.hidden = tools === "short" || !editor.isActive("table")
  }
  editor.on("transaction", show)
  show()
  return bar
}
