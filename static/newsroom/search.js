/* Find and replace in a text, alike in both editors: it asks editors.js, and knows none by its name.

   Found is what stands in one paragraph, item, cell or line, across bold type and links. The text
   itself is not touched by looking: places are marked by the browser's own highlights. */

;(() => {
  const BLOCK = "p, h2, h3, li, td, th, caption, blockquote"
  const NOT_TEXT = "figure, [data-cke-temp], [data-cke-hidden-sel]"
  const UNSEEN = /[\u200b\u2060\ufeff\u00ad]/

  /* The text as it is compared, and where each of its characters stands. */
  function readText(root, exact) {
    const walker = root.ownerDocument.createTreeWalker(
      root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
      (node) => node.nodeType === Node.TEXT_NODE || node.tagName === "BR"
        ? NodeFilter.FILTER_ACCEPT
        : node.matches(NOT_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP,
    )
    const places = []
    let text = ""
    let before = null
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const block = node.tagName === "BR" ? null : node.parentElement.closest(BLOCK)
      if (block !== before || !block) {
        text += "\n"
        places.push(null)
      }
      before = block
      for (let offset = 0; offset < (node.data?.length ?? 0); offset += 1) {
        const character = node.data[offset]
        if (UNSEEN.test(character)) continue
        text += likened(character, exact)
        places.push([node, offset])
      }
    }
    return { text, places }
  }

  function likened(character, exact) {
    if (character === "\u00a0") return " "
    const small = exact ? character : character.toLowerCase()
    return small.length === 1 ? small : character
  }

  function start(panel, editor, textarea) {
    const what = panel.querySelector("[data-what]")
    const by = panel.querySelector("[data-by]")
    const exact = panel.querySelector("[data-exact]")
    const said = panel.querySelector("[data-search-said]")
    const presses = panel.querySelectorAll("[data-way], [data-one], [data-every]")
    let read = { text: "", places: [] }
    let found = []
    let here = -1
    let waiting = null
    editor.hold(panel)

    /* --- Looking --- */

    function rangeOf(at) {
      const range = editor.root().ownerDocument.createRange()
      const [first, from] = read.places[at]
      const [last, to] = read.places[at + what.value.length - 1]
      range.setStart(first, from)
      range.setEnd(last, to + 1)
      return range
    }

    /* Where the caret, or what is marked, begins in the text that was read. */
    function caret() {
      const root = editor.root()
      const selection = root.ownerDocument.getSelection()
      if (!selection.rangeCount || !root.contains(selection.anchorNode)) return 0
      const { startContainer, startOffset } = selection.getRangeAt(0)
      const begin = startContainer.childNodes[startOffset] ?? startContainer
      const at = read.places.findIndex((place) => {
        if (!place) return false
        if (place[0] === startContainer) return place[1] >= startOffset
        return Boolean(begin.compareDocumentPosition(place[0]) & Node.DOCUMENT_POSITION_FOLLOWING)
      })
      return Math.max(at, 0)
    }

    /* Look anew; here is then the first place that begins at `from` or later. */
    function look(from) {
      clearTimeout(waiting)
      waiting = null
      if (panel.hidden || !editor.root()) return
      read = readText(editor.root(), exact.checked)
      const wanted = Array.from(what.value, (each) => likened(each, exact.checked)).join("")
      found = []
      for (let at = read.text.indexOf(wanted); wanted && at >= 0;) {
        found.push(at)
        at = read.text.indexOf(wanted, at + wanted.length)
      }
      here = found.findIndex((at) => at >= from)
      if (here < 0) here = found.length ? 0 : -1
      show()
    }

    function show() {
      const none = what.value ? panel.dataset.none : ""
      tell(found.length ? `${here + 1} / ${found.length}` : none)
      panel.classList.toggle("nr-found-none", Boolean(what.value) && !found.length)
      for (const button of presses) button.disabled = !found.length
      paint()
    }

    function tell(text) {
      if (said.textContent !== text) said.textContent = text
    }

    function paint() {
      const view = editor.root().ownerDocument.defaultView
      if (!view.Highlight) return
      const others = panel.hidden ? [] : found.filter((_at, number) => number !== here)
      view.CSS.highlights.set("newsroom-found", new view.Highlight(...others.map(rangeOf)))
      const mine = panel.hidden || here < 0 ? [] : [rangeOf(found[here])]
      view.CSS.highlights.set("newsroom-found-here", new view.Highlight(...mine))
    }

    /* Into the middle of what scrolls, and the page no further than it must. */
    function bring() {
      if (here < 0) return
      const range = rangeOf(found[here])
      const page = range.startContainer.ownerDocument
      let box = range.startContainer.parentElement
      while (box && box !== page.body && getComputedStyle(box).overflowY !== "auto") box = box.parentElement
      const isBox = box && box !== page.body
      const seen = isBox ? box.getBoundingClientRect() : { top: 0, bottom: page.defaultView.innerHeight }
      const { top, bottom } = range.getBoundingClientRect()
      if (top < seen.top + 20 || bottom > seen.bottom - 20) {
        const way = top - (seen.top + seen.bottom) / 2
        if (isBox) box.scrollBy(0, way)
        else page.defaultView.scrollBy(0, way)
      }
      panel.scrollIntoView({ block: "nearest" })
    }

    /* What was typed a moment ago may have moved every place. */
    function lookIfTyped() {
      if (waiting) look(here < 0 ? 0 : found[here])
    }

    function go(way) {
      lookIfTyped()
      if (!found.length) return
      here = (here + way + found.length) % found.length
      show()
      bring()
    }

    /* --- Replacing --- */

    function replaceOne() {
      lookIfTyped()
      if (here < 0) return
      const at = found[here]
      editor.replace([[rangeOf(at), by.value]])
      look(at + by.value.length)
      bring()
    }

    function replaceEvery() {
      lookIfTyped()
      const number = found.length
      if (!number) return
      editor.replace(found.map((at) => [rangeOf(at), by.value]))
      look(0)
      tell(panel.dataset.done.replace("NUMBER", number))
    }

    /* --- Opening and closing --- */

    function open() {
      const marked = String(editor.root().ownerDocument.getSelection()).trim()
      const isInText = editor.root().ownerDocument.activeElement?.contains(editor.root())
        || editor.root().contains(document.activeElement)
      if (marked && marked.length <= 60 && !marked.includes("\n") && isInText) what.value = marked
      panel.hidden = false
      read = readText(editor.root(), exact.checked)
      look(caret())
      what.focus()
      what.select()
      bring()
      // Whoever fits themselves into the window measures again.
      window.dispatchEvent(new Event("resize"))
    }

    /* Back in the text, with what was found marked. */
    function shut() {
      lookIfTyped()
      const range = here < 0 ? null : rangeOf(found[here])
      panel.hidden = true
      paint()
      window.dispatchEvent(new Event("resize"))
      if (range) editor.select(range)
      else editor.focus()
    }

    panel.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return
      if (event.key === "Escape") {
        event.preventDefault()
        event.stopPropagation()
        shut()
      }
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.matches("input[type=text]")) return
      // No press of Enter here sends the piece.
      event.preventDefault()
      if (event.target === by) replaceOne()
      else go(event.shiftKey ? -1 : 1)
    })
    // None of it is part of what is saved.
    for (const name of ["input", "change"]) {
      panel.addEventListener(name, (event) => {
        event.stopPropagation()
        if (event.target !== by && !event.isComposing) {
          look(here < 0 ? 0 : found[here])
          bring()
        }
      })
    }
    panel.addEventListener("compositionend", (event) => {
      if (event.target !== what) return
      look(here < 0 ? 0 : found[here])
      bring()
    })
    panel.addEventListener("click", (event) => {
      const button = event.target.closest("button")
      if (!button) return
      if (button.dataset.way) go(Number(button.dataset.way))
      else if ("one" in button.dataset) replaceOne()
      else if ("every" in button.dataset) replaceEvery()
      else shut()
    })
    textarea.addEventListener("newsroom:search", open)
    editor.onChange(() => {
      if (panel.hidden) return
      clearTimeout(waiting)
      waiting = setTimeout(() => look(here < 0 ? 0 : found[here]), 200)
    })
  }

  window.newsroom.editors.whenReady((editor, textarea) => {
    const panel = document.querySelector(`[data-search-of="${textarea.id}"]`)
    if (!panel) return
    document.querySelector(`[data-search-opens="${textarea.id}"]`).addEventListener("click", () => {
      textarea.dispatchEvent(new CustomEvent("newsroom:search"))
    })
    start(panel, editor, textarea)
  })
})()
