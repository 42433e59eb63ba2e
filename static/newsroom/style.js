/* House style while one types: what stands on the screen is checked a moment after the last
   change. A finding leads to its place, and its replacement is one press; what I ignore is my own
   affair and stays in this browser. */

;(() => {
  const panel = document.querySelector("[data-style]")
  const form = document.getElementById("article_form")
  if (!panel || !form) return
  const body = form.querySelector("[name=body]")
  const list = panel.querySelector("[data-style-rows]")
  const bar = panel.querySelector("[data-all]")
  const said = panel.querySelector("[data-style-said]")
  const shower = panel.querySelector("[data-show-ignored]")
  const store = `newsroom-ignored-${panel.dataset.piece || "new"}`
  const BLANK = /[\s\u200b\u2060\ufeff\u00ad]/
  let showing = false
  let running
  let last = ""

  function editor() {
    return window.newsroom.editors?.of(body)
  }

  /* --- What I ignore --- */

  function ignored() {
    try {
      return new Set(JSON.parse(localStorage.getItem(store) || "[]"))
    } catch {
      return new Set()
    }
  }

  function setIgnored(key, on) {
    const keys = ignored()
    if (on) keys.add(key)
    else keys.delete(key)
    try {
      localStorage.setItem(store, JSON.stringify([...keys].slice(-500)))
    } catch {
      // A full or forbidden store: it is ignored until the next check, no longer.
    }
  }

  function dress() {
    const keys = ignored()
    let hidden = 0
    let mends = 0
    list.querySelectorAll("[data-finding]").forEach((row) => {
      const off = keys.has(row.dataset.key) && row.querySelector("[data-ignore]") !== null
      hidden += off
      mends += !off && row.dataset.suggestion !== undefined
      row.classList.toggle("nr-ignored", off)
      row.querySelector("[data-ignore]")?.setAttribute("aria-pressed", String(off))
      row.querySelector("[data-acts]")?.removeAttribute("hidden")
    })
    list.querySelectorAll(".nr-findings").forEach((each) => {
      each.classList.toggle("nr-show-ignored", showing)
    })
    shower.hidden = hidden === 0
    shower.setAttribute("aria-pressed", String(showing))
    panel.querySelector("[data-replace-all]").hidden = mends === 0
    bar.hidden = false
  }

  /* --- The check --- */

  function typed() {
    const data = new FormData(form)
    if (editor()) data.set("body", editor().html())
    data.set("piece", panel.dataset.piece)
    return data
  }

  async function check() {
    const data = typed()
    const now = JSON.stringify([...data.entries()].filter(([, value]) => typeof value === "string"))
    if (now === last) return
    running?.abort()
    running = new AbortController()
    try {
      const answer = await fetch(panel.dataset.check, {
        method: "POST",
        body: data,
        credentials: "same-origin",
        signal: running.signal,
      })
      if (!answer.ok) throw new Error(String(answer.status))
      const told = await answer.json()
      last = now
      const within = list.contains(document.activeElement)
      list.innerHTML = told.html
      document.querySelectorAll("[data-style-counts]").forEach((each) => {
        each.innerHTML = told.counts
      })
      if (said.textContent === said.dataset.failed) said.textContent = ""
      dress()
      if (within) list.querySelector(".nr-finding:not(.nr-ignored) button")?.focus()
    } catch (problem) {
      if (problem.name !== "AbortError") said.textContent = said.dataset.failed
    }
  }

  let waiting
  function checkSoon(delay = 900) {
    clearTimeout(waiting)
    waiting = setTimeout(check, delay)
  }

  /* --- Places --- */

  /* Every character of the editor's text that is no blank, with its node and offset. */
  function characters() {
    const root = editor()?.root()
    if (!root) return null
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const places = []
    let text = ""
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("figure, [data-cke-temp], [data-cke-hidden-sel]")) continue
      for (let offset = 0; offset < node.data.length; offset += 1) {
        if (BLANK.test(node.data[offset])) continue
        text += node.data[offset]
        places.push([node, offset])
      }
    }
    return { text, places }
  }

  function inBody(row) {
    const wanted = row.dataset.bare
    const found = characters()
    if (!found || !wanted) return null
    let at = found.text.indexOf(wanted)
    for (let times = Number(row.dataset.nth); times > 0 && at >= 0; times -= 1) {
      at = found.text.indexOf(wanted, at + 1)
    }
    if (at < 0) return null
    const range = editor().root().ownerDocument.createRange()
    const [first, from] = found.places[at]
    const [end, to] = found.places[at + wanted.length - 1]
    range.setStart(first, from)
    range.setEnd(end, to + 1)
    return range
  }

  function fieldOf(row) {
    for (const [rows, key] of [["figures", "image"], ["clips", "recording"]]) {
      if (!row.dataset[key]) continue
      const found = [...form.querySelectorAll(`[data-rows=${rows}] [name$='-${key}']`)].find(
        (each) => each.value === row.dataset[key],
      )
      return found?.closest("[data-row]").querySelector(`[name$="-${row.dataset.name}"]`)
    }
    if (row.dataset.field === "credits") {
      return document.querySelector("[data-rows=credits] [data-add]")
    }
    return form.querySelector(`[name="${row.dataset.field}"]`)
  }

  /* Where the words stand in a field, or null. */
  function inField(field, row) {
    const text = row.dataset.text
    if (!text || typeof field.value !== "string") return null
    const before = field.value.split("\n").slice(0, Number(row.dataset.line))
    let at = before.reduce((sum, line) => sum + line.length + 1, 0) + Number(row.dataset.start)
    if (field.value.slice(at, at + text.length) !== text) at = field.value.indexOf(text)
    return at < 0 ? null : [at, at + text.length]
  }

  function jump(row) {
    said.textContent = ""
    if (row.dataset.field === "body") {
      const range = inBody(row)
      if (!range) {
        said.textContent = said.dataset.gone
        return
      }
      editor().select(range)
      editor().box().scrollIntoView({ block: "center" })
      range.startContainer.parentElement.scrollIntoView({ block: "center" })
      return
    }
    const field = fieldOf(row)
    if (!field) return
    const details = field.closest("details")
    if (details) details.open = true
    field.scrollIntoView({ block: "center" })
    field.focus()
    const span = inField(field, row)
    if (span) field.setSelectionRange(...span)
  }

  /* --- Replacements --- */

  function writeField(field, span, suggestion) {
    field.focus()
    field.setSelectionRange(...span)
    // A change that the browser counts as typed, and that Undo takes back.
    const done = suggestion
      ? document.execCommand("insertText", false, suggestion)
      : document.execCommand("delete")
    if (!done) {
      field.setRangeText(suggestion, ...span, "end")
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }

  /* From the end to the beginning, so that places before stay where they are. */
  function replace(rows) {
    const inText = rows
      .filter((row) => row.dataset.field === "body")
      .map((row) => [inBody(row), row.dataset.suggestion])
      .filter(([range]) => range)
    let done = inText.length
    if (inText.length) editor().replace(inText)
    rows
      .filter((row) => row.dataset.field !== "body")
      .reverse()
      .forEach((row) => {
        const field = fieldOf(row)
        const span = field && inField(field, row)
        if (!span) return
        writeField(field, span, row.dataset.suggestion)
        done += 1
      })
    said.textContent = done ? said.dataset.done : said.dataset.gone
    checkSoon(50)
  }

  function replaceable() {
    const rows = [...list.querySelectorAll("[data-suggestion]:not(.nr-ignored)")]
    let field = ""
    let end = 0
    // Of two that overlap the first one is made; the next check has the other.
    return rows.filter((row) => {
      const here = `${row.dataset.field} ${row.dataset.line}`
      const start = Number(row.dataset.start)
      if (here === field && start < end) return false
      field = here
      end = start + row.dataset.text.length
      return true
    })
  }

  panel.addEventListener("click", (event) => {
    const row = event.target.closest("[data-finding]")
    if (event.target.closest("[data-jump]")) jump(row)
    else if (event.target.closest("[data-replace]")) replace([row])
    else if (event.target.closest("[data-replace-all]")) replace(replaceable())
    else if (event.target.closest("[data-ignore]")) {
      setIgnored(row.dataset.key, !row.classList.contains("nr-ignored"))
      dress()
    } else if (event.target.closest("[data-show-ignored]")) {
      showing = !showing
      dress()
    }
  })

  for (const name of ["input", "change"]) {
    form.addEventListener(name, () => checkSoon())
  }
  window.jQuery?.(form).on("select2:select select2:unselect", () => checkSoon())
  window.newsroom.editors?.whenReady((ready) => {
    ready.onChange(() => checkSoon())
    if (panel.dataset.unsaved) checkSoon(50)
  })
  if (panel.dataset.unsaved && !window.newsroom.editors) checkSoon(50)
  dress()
})()
