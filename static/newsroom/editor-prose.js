/* Tiptap as an editor of editors.js: it knows the elements that the sanitiser keeps and no others,
   under a toolbar of our own. Its parts come from django-prose-editor; what is ours is in
   editor-prose/: the elements that a newspaper needs, and the toolbar. */

import { elements, tables } from "./editor-prose-elements.js"
import { toolbar } from "./editor-prose-tools.js"

const HASH = /^[0-9a-f]{64}$/

function hashesIn(html) {
  return Array.from(html.matchAll(/data-image="([0-9a-f]{64})"/g), (match) => match[1])
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

/* What begins or ends with a list, a quotation or a table stands as blocks of its own: left open,
   its first item would flow into the paragraph that holds the caret. */
function closed({ content, openStart, openEnd }, Slice) {
  const isWhole = (node) => node?.isBlock && !node.isTextblock
  return new Slice(
    content,
    isWhole(content.firstChild) ? 0 : openStart,
    isWhole(content.lastChild) ? 0 : openEnd,
  )
}

function start(textarea, parts, config) {
  const { words } = config
  const box = make("div", { className: "nr-prose", lang: document.documentElement.lang })
  const place = make("div", { className: `nr-prose-text nr-prose-${config.tools}` })
  const said = make("p", { className: "nr-prose-said", role: "status" })
  textarea.before(box)
  box.append(place, said)

  let saying
  function say(text) {
    said.textContent = text
    clearTimeout(saying)
    saying = setTimeout(() => {
      said.textContent = ""
    }, 10000)
  }
  function tell(name, detail) {
    return textarea.dispatchEvent(
      new CustomEvent(name, { bubbles: true, cancelable: true, detail }),
    )
  }

  const label = document.querySelector(`label[for="${textarea.id}"]`)
  const editor = new parts.Editor({
    element: place,
    extensions: elements(parts, config),
    content: tables.marked(textarea.value),
    editable: !textarea.disabled,
    // What the browser would check and mark is Chinese.
    editorProps: {
      attributes: {
        role: "textbox", "aria-multiline": "true", spellcheck: "false",
        "aria-label": label?.textContent.trim() || words.text,
      },
      handlePaste(_view, event) {
        const html = event.clipboardData?.getData("text/html") ?? ""
        const files = Array.from(event.clipboardData?.files ?? [])
        const isForeign = /<img\b/i.test(html) && !html.includes("newsroom-image")
        if (isForeign || files.some((file) => file.type.startsWith("image/"))) say(words.pasted)
        apart()
        return false
      },
      transformPastedHTML: window.newsroom.pasted,
      transformPasted: (slice) => closed(slice, parts.pm.model.Slice),
    },
  })
  /* What comes next is a step of its own for Undo, however soon it comes. */
  function apart() {
    editor.view.dispatch(parts.pm.history.closeHistory(editor.state.tr))
  }
  const html = () => {
    const written = editor.getHTML()
    return written === "<p></p>" ? "" : tables.finished(written)
  }
  let first = html()
  let known = hashesIn(first).join()
  const changed = []

  editor.on("update", () => {
    textarea.value = html()
    const hashes = hashesIn(textarea.value)
    if (hashes.join() !== known) {
      known = hashes.join()
      tell("newsroom:pictures", { hashes })
    }
    for (const each of changed) each()
  })

  /* No picture cuts a sentence in two or takes the place of marked words. */
  function placePicture(hash) {
    if (!HASH.test(hash)) return
    const { $to } = editor.state.selection
    const atStart = $to.depth > 0 && $to.pos === $to.start(1) && $to.node(1).isTextblock
    const at = $to.depth === 0 ? $to.pos : atStart ? $to.before(1) : $to.after(1)
    editor.chain().focus().insertContentAt(at, { type: "newsroomFigure", attrs: { hash } }).run()
  }

  function choosePicture() {
    if (tell("newsroom:choose-picture", { insert: placePicture })) say(words.upload)
  }

  /* The whole window for the text; what can be done with the piece stays below it. */
  function fill(on = !box.classList.contains("nr-prose-full")) {
    box.classList.toggle("nr-prose-full", on)
    document.documentElement.classList.toggle("nr-filled", on)
    const below = document.querySelector(".nr-bar")?.offsetHeight ?? 0
    box.style.setProperty("--nr-below", `${below}px`)
    const button = bar.querySelector("[data-tool=full]")
    button?.setAttribute("aria-pressed", on)
    if (button) button.firstChild.textContent = on ? "fullscreen_exit" : "fullscreen"
    editor.commands.focus()
  }
  const search = () => tell("newsroom:search")
  const bar = toolbar(editor, { ...config, choosePicture, search, fill, label: words.tools })
  box.prepend(bar)
  /* The browser tells of a moved caret at its leisure; a key that comes before means what stands
     marked on the screen, not what stood marked a moment ago. */
  box.addEventListener("keydown", (event) => {
    if (!event.isComposing && event.target === editor.view.dom) {
      document.dispatchEvent(new Event("selectionchange"))
    }
  }, true)
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return
    if (event.key === "Escape" && box.classList.contains("nr-prose-full")) fill(false)
    // As in the first editor.
    if (event.key === "F10" && event.altKey) {
      event.preventDefault()
      const stop = bar.querySelector(".nr-prose-row [tabindex='0']") ?? bar.querySelector("select")
      stop.focus()
    }
    if (event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault()
      bar.querySelector("[data-tool=link]").click()
    }
  })
  label?.addEventListener("click", () => editor.commands.focus())
  textarea.form?.addEventListener("reset", () => {
    editor.commands.setContent(tables.marked(textarea.defaultValue))
    first = html()
  })

  const span = (range) => [
    editor.view.posAtDOM(range.startContainer, range.startOffset),
    editor.view.posAtDOM(range.endContainer, range.endOffset),
  ]
  window.newsroom.editors.ready(textarea, {
    html,
    setHtml(text) {
      apart()
      editor.commands.setContent(tables.marked(text), { emitUpdate: true })
      apart()
    },
    isDirty: () => html() !== first,
    root: () => editor.view.dom,
    box: () => box,
    // At once: the editor's own command waits for the next frame, and keys may come before it.
    focus: () => editor.view.focus(),
    caretAt(block) {
      editor.view.focus()
      editor.commands.setTextSelection(editor.view.posAtDOM(block, 0))
    },
    select(range) {
      const [from, to] = span(range)
      editor.view.focus()
      editor.commands.setTextSelection({ from, to })
    },
    replace(changes) {
      apart()
      const step = editor.state.tr
      for (const [range, text] of [...changes].reverse()) {
        const [from, to] = span(range)
        if (text) step.insertText(text, from, to)
        else step.delete(from, to)
      }
      editor.view.dispatch(step)
      apart()
    },
    placePicture,
    hold: (panel) => place.before(panel),
    onChange: (tell) => changed.push(tell),
    onBlur: (tell) => editor.on("blur", tell),
    // It stands in the page: every key reaches it.
    onKey: () => {},
  })
}

for (const textarea of document.querySelectorAll("textarea[data-prose]")) {
  const config = JSON.parse(textarea.dataset.prose)
  try {
    start(textarea, await import(config.module), config)
  } catch (problem) {
    // The text can be read, changed and saved as it is.
    textarea.classList.add("nr-plain")
    textarea.after(make("p", { className: "nr-error", role: "alert", textContent: config.words.failed }))
    throw problem
  }
}
