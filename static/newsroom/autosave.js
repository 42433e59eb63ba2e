/* What is typed is kept: in this browser within a second, on the server a few seconds later, and
   when the page goes. A save first makes sure that the server is there and knows the person, so
   that no typed text travels into a sign-in page or a dead connection. */

;(() => {
  const form = document.querySelector("form[data-autosave]")
  const line = document.querySelector("[data-keeping]")
  if (!form || !line) return
  const { kept, session } = window.newsroom
  const NOT_TYPED = new Set(["csrfmiddlewaretoken", "version", "as", "sitting", "replaces"])
  const SOON = 4000
  const AGAIN = 10000
  // The browser lets go of a page's last words when they are longer.
  const LAST_WORDS = 60000
  const body = form.querySelector("[name=body]")
  let sitting = newName()
  let seen = ""
  let at = 0
  let sent = 0
  let busy = null
  let noticing
  let due
  let gone = false

  function newName() {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    const name = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
    form.elements.sitting.value = name
    return name
  }

  function loadedVersion() {
    return Number(form.elements.version?.value) || 0
  }

  function typedBody() {
    const editor = window.newsroom.editors?.of(body)
    // The editor writes HTML in its own way: untouched, the text is what it was.
    if (editor) return editor.isDirty() ? editor.html() : body.defaultValue
    return body.value
  }

  /* The small form of breaking news, as the edit screen would send the same piece. */
  function flash() {
    const { headline, text, section, byline } = form.elements
    const made = document.createElement("div")
    for (const line of text.value.split("\n")) {
      if (!line.trim()) continue
      const paragraph = document.createElement("p")
      paragraph.textContent = line.trim()
      made.append(paragraph)
    }
    return [
      ["headline", headline.value], ["body", made.innerHTML], ["section", section.value],
      ["origin", "own"], ["ai_label", "none"],
      ["credits-TOTAL_FORMS", "1"], ["credits-INITIAL_FORMS", "0"],
      ["credits-0-role", "reporter"], ["credits-0-name", byline.value], ["credits-0-ORDER", "1"],
      ["figures-TOTAL_FORMS", "0"], ["figures-INITIAL_FORMS", "0"],
    ]
  }

  function fields() {
    if ("flash" in form.dataset) return flash()
    const pairs = []
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || NOT_TYPED.has(name)) continue
      pairs.push([name, name === "body" ? typedBody() : value])
    }
    return pairs
  }

  // Nothing was typed while the form says this; a page that came back unsaved says so itself.
  const untouched = form.dataset.unsaved === "1" ? "" : JSON.stringify(fields())
  if (untouched) seen = untouched

  function say(state, values = {}) {
    const text = line.dataset[state].replace("TIME", values.time ?? "")
    line.hidden = false
    line.classList.toggle("nr-alarm-text", !["kept", "older"].includes(state))
    // What goes well is not read out every few seconds.
    line.setAttribute("aria-live", state === "kept" ? "off" : "polite")
    if (line.textContent !== text) line.textContent = text
  }

  function copy() {
    return {
      person: form.dataset.person, article: form.dataset.article || null, sitting,
      version: loadedVersion(), at, fields: JSON.parse(seen),
      replaces: form.elements.replaces.value,
    }
  }

  function atRest() {
    return seen === untouched
  }

  /* Look at the form; keep what is new here, and soon on the server. */
  function notice() {
    clearTimeout(noticing)
    noticing = null
    const now = JSON.stringify(fields())
    if (now === seen) return
    seen = now
    at = Math.max(Date.now(), at + 1)
    if (atRest()) kept.drop(sitting)
    else if (!kept.put(copy()) && !navigator.onLine) say("unsafe")
    due ??= setTimeout(send, SOON)
  }

  function noticeSoon() {
    noticing ??= setTimeout(notice, 700)
  }

  function post(last) {
    const asked = { as: form.dataset.person, article: form.dataset.article || null, sitting }
    const text = JSON.stringify(atRest() ? { ...asked, forget: true } : {
      ...asked, version: loadedVersion(), at,
      fields: JSON.parse(seen), replaces: form.elements.replaces.value,
    })
    const isLong = new Blob([text]).size > LAST_WORDS
    return fetch(form.dataset.autosave, {
      method: "POST",
      headers: {
        "Content-Type": "application/json", Accept: "application/json",
        "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      body: text,
      keepalive: last && !isLong,
      signal: last ? undefined : AbortSignal.timeout(20000),
    })
  }

  /* "safe", "offline", "out", "other" or "refused". One at a time. */
  function send() {
    busy ??= sendNow().finally(() => {
      busy = null
    })
    return busy
  }

  async function sendNow(retried = false) {
    clearTimeout(due)
    due = null
    if (at <= sent) return "safe"
    const moment = at
    let response
    try {
      response = await post(false)
    } catch {
      return later()
    }
    if (response.status === 401) {
      askToSignIn()
      return "out"
    }
    const answer = await response.json().catch(() => null)
    if (response.status === 409) {
      say("other")
      return "other"
    }
    if (response.status === 403 && !answer && !retried) {
      // The token of the page is of an older session, or the browser has forgotten all of it.
      let state
      try {
        state = await session.look()
      } catch {
        return later()
      }
      if (state === "in") return sendNow(true)
      if (state === "out") askToSignIn()
      else say("other")
      return state
    }
    if (response.status >= 500) return later(response.status === 507 ? answer?.error : "")
    if (!response.ok) {
      line.hidden = false
      line.classList.add("nr-alarm-text")
      line.textContent = answer?.error ?? response.statusText
      sent = moment
      return "refused"
    }
    if (answer.state === "closed") {
      kept.drop(sitting)
      sitting = newName()
      form.elements.replaces.value = ""
      kept.put(copy())
      return sendNow(retried)
    }
    sent = moment
    if (answer.state === "kept") say(answer.older ? "older" : "kept", { time: answer.at })
    else line.hidden = true
    if (at > sent) due ??= setTimeout(send, SOON)
    return "safe"
  }

  /* Once: whoever would rather stay and copy is not asked again before they save. */
  let asked = false
  async function askToSignIn() {
    say("out")
    if (asked) return
    asked = true
    if (!(await session.signIn())) return
    asked = false
    send()
  }

  function later(why = "") {
    const isKept = kept.put(copy())
    // That a save did not happen stays said until something gets through.
    if (!isKept || line.textContent !== line.dataset.notSaved) say(isKept ? "offline" : "unsafe")
    if (why) line.textContent = `${why} ${line.textContent}`
    due ??= setTimeout(send, AGAIN)
    return "offline"
  }

  /* The page may go: what is new is kept here, and sent if the browser still lets it. */
  function lastWords() {
    if (gone) return
    notice()
    if (at <= sent) return
    const moment = at
    post(true).then((response) => {
      if (response.ok) sent = Math.max(sent, moment)
    }).catch(() => null)
  }

  for (const name of ["input", "change"]) form.addEventListener(name, noticeSoon)
  window.jQuery?.(form).on("select2:select select2:unselect change", noticeSoon)
  window.newsroom.editors?.whenReady((editor) => {
    editor.onChange(noticeSoon)
    editor.onBlur(() => {
      notice()
      send()
    })
  })
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") lastWords()
  })
  window.addEventListener("blur", () => {
    notice()
    if (at > sent) send()
  })
  window.addEventListener("pagehide", lastWords)
  window.addEventListener("online", () => {
    if (at > sent) send()
  })
  window.addEventListener("offline", () => {
    if (!atRest()) say(kept.put(copy()) ? "offline" : "unsafe")
  })
  window.addEventListener("newsroom:signed-out", () => {
    notice()
    if (at > sent || !atRest()) askToSignIn()
  })

  /* --- Saving ------------------------------------------------------------------------------- */

  async function isSafe() {
    notice()
    if (busy) await busy
    let state
    if (at > sent) state = await send()
    else {
      try {
        state = await session.look()
      } catch {
        state = "offline"
      }
    }
    if (state === "out" || state === "other") {
      say(state)
      if (!(await session.signIn())) return false
      return isSafe()
    }
    if (state === "offline") say("notSaved")
    return state !== "offline"
  }

  let asking = false
  window.addEventListener(
    "submit",
    async (event) => {
      if (event.target !== form || gone) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (asking) return
      asking = true
      const button = event.submitter
      const safe = await isSafe().finally(() => {
        asking = false
      })
      if (!safe) return
      gone = true
      form.requestSubmit(button)
    },
    true,
  )
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) gone = false
  })

  /* --- Coming back -------------------------------------------------------------------------- */

  /* What this browser kept has reached the server only now: offer it, too. */
  const offers = document.querySelector("[data-offers]")
  kept.home.then(async (arrived) => {
    if (!arrived || !offers) return
    try {
      const response = await fetch(`${offers.dataset.url}&without=${sitting}`)
      if (response.ok) offers.innerHTML = await response.text()
    } catch {
      /* The network has gone again: the desk has it, and offers it when the page is opened next. */
    }
  })

  if (!untouched) notice()
  window.newsroom.sitting = () => sitting
})()
