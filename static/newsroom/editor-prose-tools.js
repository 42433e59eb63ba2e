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
  ["symbols", "special_character"],
  ["clear", "format_clear", (chain) => chain.unsetAllMarks(), null, true],
  ["undo", "undo", (chain) => chain.undo(), null, true],
  ["redo", "redo", (chain) => chain.redo(), null, true],
  ["search", "find_replace"],
  ["full", "fullscreen"],
]
const TABLE = [
  ["rowBefore", (chain) => chain.addRowBefore()],
  ["rowAfter", (chain) => chain.addRowAfter()],
  ["rowGone", (chain) => chain.deleteRow()],
  ["columnBefore", (chain) => chain.addColumnBefore()],
  ["columnAfter", (chain) => chain.addColumnAfter()],
  ["columnGone", (chain) => chain.deleteColumn()],
  ["header", (chain) => chain.toggleHeaderCell()],
  ["merge", (chain) => chain.mergeOrSplit()],
  ["tableGone", (chain) => chain.deleteTable()],
]

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

const CONTROL = /Mac|iP(hone|ad|od)/.test(navigator.platform) ? "⌘ " : "Ctrl+"
// Keys that the editor hears by itself.
const KEYS = { bold: "B", italic: "I", link: "K", undo: "Z", redo: "Y" }

export function toolbar(editor, { words, tools, label, symbols, choosePicture, search, fill }) {
  const bar = make("div", { className: "nr-prose-bar", role: "toolbar", ariaLabel: label })
  const buttons = []

  function button(name, icon, press) {
    const title = name in KEYS ? `${words[name]} (${CONTROL}${KEYS[name]})` : words[name]
    const made = make("button", { type: "button", title, ariaLabel: words[name] })
    // A table's tools are used too seldom for pictures of them to be known by heart.
    if (icon) made.append(make("span", { className: "material-symbols-outlined", ariaHidden: "true", textContent: icon }))
    else made.textContent = words[name]
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
    // What it is asked for stays in sight while the caret is here.
    const selection = document.getSelection()
    if (selection.rangeCount && editor.view.dom.contains(selection.anchorNode)) {
      CSS.highlights?.set("newsroom-asked", new Highlight(selection.getRangeAt(0).cloneRange()))
    }
    field.focus()
    field.select()
  }
  function shut() {
    ask.hidden = true
    CSS.highlights?.delete("newsroom-asked")
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

  // --- Signs that no keyboard has ---
  const signs = make("div", { className: "nr-prose-ask nr-prose-signs", role: "group", ariaLabel: words.symbols, hidden: true })
  for (const sign of symbols) {
    const made = make("button", { type: "button", textContent: sign, tabIndex: signs.children.length ? -1 : 0 })
    made.addEventListener("click", () => editor.chain().focus().insertContent({ type: "text", text: sign }).run())
    signs.append(made)
  }
  function showSigns(on) {
    signs.hidden = !on
    bar.querySelector("[data-tool=symbols]").setAttribute("aria-expanded", on)
    if (on) signs.querySelector("[tabindex='0']").focus()
    else editor.commands.focus()
  }
  signs.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    event.stopPropagation()
    showSigns(false)
  })
  signs.addEventListener("focusin", ({ target }) => {
    for (const each of signs.children) each.tabIndex = each === target ? 0 : -1
  })

  // --- Put together ---
  const own = {
    symbols: () => showSigns(signs.hidden),
    search,
    full: () => fill(),
  }
  const row = make("div", { className: "nr-prose-row" })
  if (tools !== "short") row.append(kind)
  for (const [name, icon, step, , short] of TOOLS) {
    if (tools === "short" && !short) continue
    row.append(button(name, icon, own[name] ?? act(step)))
    if (name === "italic") row.append(button("link", "link", askForLink))
    if (name === "numbers" && tools === "default") {
      row.append(button("picture", "add_photo_alternate", choosePicture))
    }
  }
  const ofTable = make("div", { className: "nr-prose-row", hidden: true })
  for (const [name, step] of TABLE) ofTable.append(button(name, "", act(step)))
  ofTable.append(button("caption", "", askForCaption))
  bar.append(row, ofTable, signs, ask)
  bar.querySelector("[data-tool=symbols]")?.setAttribute("aria-expanded", "false")

  const stops = () => [kind, ...buttons].filter((each) => each.offsetParent)
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation()
      editor.commands.focus()
      return
    }
    const here = signs.contains(event.target) ? Array.from(signs.children) : stops()
    const at = here.indexOf(event.target)
    const next = {
      ArrowRight: (at + 1) % here.length, ArrowLeft: (at - 1 + here.length) % here.length,
      Home: 0, End: here.length - 1,
    }[event.key]
    if (next === undefined || at < 0) return
    // Up and down choose in the list; to either side is the next tool.
    event.preventDefault()
    here[next].focus()
  })
  bar.addEventListener("focusin", (event) => {
    if (!stops().includes(event.target)) return
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
    for (const name of ["undo", "redo"]) {
      bar.querySelector(`[data-tool=${name}]`).setAttribute("aria-disabled", !editor.can()[name]())
    }
    ofTable.hidden = tools === "short" || !editor.isActive("table")
  }
  editor.on("transaction", show)
  show()
  return bar
}
