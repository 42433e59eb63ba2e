/* The review screen: panels beside the text, passages marked in it, words marked to comment on. */

;(() => {
  const root = document.querySelector("[data-review]")
  const desk = root?.querySelector("[data-show]")
  if (!desk) return
  const story = root.querySelector("[data-story]")
  const marker = root.querySelector("[data-mark]")
  const wide = window.matchMedia("(min-width: 64rem)")
  let side = desk.dataset.show

  /* --- Panels ----------------------------------------------------------------------------- */

  function open(name) {
    if (name !== "text") side = name
    desk.dataset.show = name
    const shown = wide.matches ? side : name
    desk.querySelectorAll("[data-panel]").forEach((part) => {
      part.hidden = part.dataset.panel !== shown && !(wide.matches && part.dataset.panel === "text")
    })
    desk.querySelectorAll("[data-tab]").forEach((tab) => {
      const here = tab.dataset.tab === shown
      tab.setAttribute("aria-selected", here)
      tab.tabIndex = here ? 0 : -1
      tab.hidden = wide.matches && tab.dataset.tab === "text"
    })
  }

  desk.querySelector("[role=tablist]").addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]")
    if (!tab || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    open(tab.dataset.tab)
    history.replaceState(null, "", tab.dataset.tab === "text" ? location.pathname : `?panel=${tab.dataset.tab}`)
  })
  desk.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const tabs = Array.from(desk.querySelectorAll("[data-tab]")).filter((tab) => !tab.hidden)
    const at = tabs.indexOf(document.activeElement)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    next.focus()
    next.click()
  })
  wide.addEventListener("change", () => open(wide.matches ? side : desk.dataset.show))

  /* --- Where things stand ----------------------------------------------------------------- */

  const unseen = new Set(story.dataset.unseen.split(" ").filter(Boolean).map(Number))

  function blocksOf() {
    const body = story.querySelector("[data-field=body]")
    return Array.from(body.children).filter((child) => child.tagName !== "HR")
  }

  /* The newsroom counts pictures that the page does not show; the page does not. */
  function blockElement(number) {
    let position = number
    unseen.forEach((each) => {
      if (each < number) position -= 1
    })
    return unseen.has(number) ? null : blocksOf()[position]
  }

  function blockNumber(element) {
    let number = blocksOf().indexOf(element)
    ;[...unseen].sort((a, b) => a - b).forEach((each) => {
      if (each <= number) number += 1
    })
    return number
  }

  function holder(field, block) {
    return field === "body" ? blockElement(block) : story.querySelector(`[data-field="${field}"]`)
  }

  /* Every character of an element but white space, with the node that it stands in. */
  function charactersOf(element) {
    const found = []
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      if (node.parentElement.closest(".nr-paragraph")) continue
      Array.from(node.data).reduce((offset, character) => {
        if (character.trim()) found.push({ node, offset, length: character.length, character })
        return offset + character.length
      }, 0)
    }
    return found
  }

  const bare = (text) => text.replace(/\s+/gu, "")

  function findIn(element, text, at) {
    const characters = charactersOf(element)
    const wanted = Array.from(bare(text))
    let best = null
    for (let start = 0; start + wanted.length <= characters.length; start += 1) {
      if (!wanted.every((character, place) => characters[start + place].character === character)) continue
      if (best === null || Math.abs(start - at) < Math.abs(best - at)) best = start
    }
    return best === null ? [] : characters.slice(best, best + wanted.length)
  }

  /* --- Passages that were commented on ---------------------------------------------------- */

  function clearMarks() {
    story.querySelectorAll("mark[data-for]").forEach((mark) => {
      const parent = mark.parentNode
      mark.replaceWith(...mark.childNodes)
      parent.normalize()
    })
    story.querySelectorAll("[data-pictured]").forEach((each) => delete each.dataset.pictured)
  }

  function markThread(thread) {
    const { field, block, at, text } = thread.dataset
    const element = field && holder(field, Number(block))
    if (!element) return
    const found = findIn(element, text, Number(at))
    // A whole paragraph has a rule at its side; only words among others are coloured.
    if (!found.length || found.length === charactersOf(element).length) {
      element.dataset.pictured = thread.dataset.thread
      return
    }
    const nodes = new Map()
    found.forEach(({ node, offset, length }) => {
      const span = nodes.get(node) ?? { from: offset, to: offset + length }
      span.to = offset + length
      nodes.set(node, span)
    })
    nodes.forEach((span, node) => {
      const range = document.createRange()
      range.setStart(node, span.from)
      range.setEnd(node, span.to)
      const mark = document.createElement("mark")
      mark.dataset.for = thread.dataset.thread
      range.surroundContents(mark)
    })
  }

  function markAll() {
    clearMarks()
    root.querySelectorAll("[data-thread][data-field]").forEach(markThread)
  }

  function partOf(thread) {
    const id = thread.dataset.thread
    return story.querySelector(`mark[data-for="${id}"], [data-pictured="${id}"]`) ??
      (thread.dataset.field && holder(thread.dataset.field, Number(thread.dataset.block)))
  }

  function flash(element) {
    element.classList.remove("nr-flash")
    void element.offsetWidth
    element.classList.add("nr-flash")
  }

  function showThread(id) {
    const thread = document.getElementById(`comment-${id}`)
    if (!thread) return
    open("comments")
    const done = thread.closest("details.nr-done")
    if (done) done.open = true
    thread.scrollIntoView({ block: "nearest", behavior: "smooth" })
    thread.focus({ preventScroll: true })
    flash(thread)
  }

  root.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-show-thread]")
    const mark = event.target.closest("mark[data-for], [data-pictured]")
    const goto = event.target.closest("[data-goto]")
    if (asked) {
      event.preventDefault()
      showThread(asked.dataset.showThread)
    } else if (goto) {
      const part = partOf(goto.closest("[data-thread]"))
      if (!part) return
      if (!wide.matches) open("text")
      part.scrollIntoView({ block: "center", behavior: "smooth" })
      flash(part)
    } else if (mark && document.getSelection().isCollapsed && !event.target.closest("button, a")) {
      showThread(mark.dataset.for ?? mark.dataset.pictured)
    }
  })

  /* --- Words marked to comment on --------------------------------------------------------- */

  function fieldAt(node) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node
    const field = element?.closest("[data-field]")
    return field && story.contains(field) ? field : null
  }

  /* What is marked, as far as it lies in the paragraph (or field) where it begins. */
  function marked() {
    const selection = document.getSelection()
    if (!selection.rangeCount || selection.isCollapsed) return null
    const range = selection.getRangeAt(0)
    const field = fieldAt(range.startContainer)
    if (!field) return null
    const isBody = field.dataset.field === "body"
    const element = isBody
      ? blocksOf().find((block) => block.contains(range.startContainer) || range.intersectsNode(block))
      : field
    if (!element) return null
    const inside = charactersOf(element).filter(({ node, offset, length }) => (
      range.comparePoint(node, offset) >= 0 && range.comparePoint(node, offset + length) <= 0
    ))
    if (!inside.length) return null
    const all = charactersOf(element)
    const first = all.findIndex(({ node, offset }) => node === inside[0].node && offset === inside[0].offset)
    return {
      place: isBody ? `body:${blockNumber(element)}` : field.dataset.field,
      quote: inside.map(({ character }) => character).join(""),
      shown: range.toString().trim().slice(0, 200),
      prefix: all.slice(Math.max(0, first - 20), first).map(({ character }) => character).join(""),
      box: range.getBoundingClientRect(),
    }
  }

  function form() {
    return root.querySelector("[data-say]")
  }

  function point({ place, quote = "", prefix = "", shown = "" }) {
    const say = form()
    say.elements.place.value = place
    say.elements.quote.value = quote
    say.elements.prefix.value = prefix
    say.querySelector("[data-quoted]").hidden = !quote
    say.querySelector("[data-quoted] q").textContent = shown || quote
    say.querySelector("[data-placed]").hidden = Boolean(quote)
    open("comments")
    say.elements.text.focus()
  }

  let pending = null
  function offer() {
    pending = form() ? marked() : null
    if (!marker) return
    marker.hidden = !pending
    if (!pending || !wide.matches) return
    marker.style.top = `${Math.max(8, pending.box.bottom + 8)}px`
    marker.style.left = `${Math.min(Math.max(8, pending.box.left), innerWidth - marker.offsetWidth - 8)}px`
  }

  let waiting
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting)
    waiting = setTimeout(offer, 150)
  })
  window.addEventListener("scroll", () => {
    if (marker && !marker.hidden) offer()
  }, { passive: true, capture: true })
  // Before the press takes the selection away.
  marker?.addEventListener("pointerdown", (event) => event.preventDefault())
  marker?.addEventListener("click", () => {
    const found = pending ?? marked()
    pending = null
    marker.hidden = true
    if (!found) return
    point(found)
    document.getSelection().removeAllRanges()
  })
  // Whoever marks words and goes straight to the box means those words.
  root.addEventListener("focusin", (event) => {
    if (!pending || !event.target.matches("[data-say] textarea")) return
    const found = pending
    pending = null
    point(found)
  })
  root.addEventListener("click", (event) => {
    if (!event.target.closest("[data-unquote]")) return
    point({ place: form().elements.place.value })
  })

  /* A whole paragraph or picture, without marking words. */
  const pattern = root.querySelector("template[data-paragraph]")
  if (pattern) {
    blocksOf().forEach((block) => {
      const button = pattern.content.firstElementChild.cloneNode(true)
      button.setAttribute("aria-label", button.dataset.label)
      button.title = button.dataset.label
      block.classList.add("nr-has-paragraph")
      block.append(button)
      button.addEventListener("click", (event) => {
        event.stopPropagation()
        point({ place: `body:${blockNumber(block)}` })
      })
    })
  }

  /* --- Begin ------------------------------------------------------------------------------ */

  function hint() {
    root.querySelectorAll("[data-hint]").forEach((each) => {
      each.hidden = false
    })
  }
  document.addEventListener("newsroom:comments", () => {
    hint()
    markAll()
  })
  hint()
  markAll()
  root.classList.add("nr-scripted")
  const asked = new URLSearchParams(location.search).get("panel")
  open(wide.matches || asked ? side : "text")
  const thread = /^#comment-(\d+)$/.exec(location.hash)
  if (thread) showThread(thread[1])
})()
