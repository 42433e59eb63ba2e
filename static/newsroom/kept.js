/* The second copy of what somebody types, in this browser, for when the network is away. On every
   page of the newsroom: what an earlier page could not send is brought to the server, and signing
   out clears the copies of whoever signs out. A copy belongs to a person: nobody else's is shown
   or sent. */

;(() => {
  const PREFIX = "newsroom-kept:"
  const MONTH = 30 * 24 * 3600 * 1000
  // Filled in once the page is there: this script stands in its head.
  let leaving = null
  let desk = ""

  function copies() {
    const found = []
    try {
      for (let place = 0; place < localStorage.length; place++) {
        const key = localStorage.key(place)
        if (!key.startsWith(PREFIX)) continue
        try {
          found.push(JSON.parse(localStorage.getItem(key)))
        } catch {
          localStorage.removeItem(key)
        }
      }
    } catch {
      return []
    }
    return found.filter((copy) => copy?.sitting)
  }

  /* Whether the browser keeps it. */
  function put(copy) {
    try {
      localStorage.setItem(PREFIX + copy.sitting, JSON.stringify(copy))
      return true
    } catch {
      return false
    }
  }

  function drop(sitting) {
    try {
      localStorage.removeItem(PREFIX + sitting)
    } catch {
      // Then nothing was kept either.
    }
  }

  async function ask(sittings) {
    const response = await fetch(`${desk}session/?sittings=${sittings.join(",")}`, {
      headers: { Accept: "application/json" },
    })
    if (!response.ok) throw new Error(String(response.status))
    return response.json()
  }

  function send(copy, token) {
    return fetch(`${desk}autosave/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({
        as: copy.person, article: copy.article, sitting: copy.sitting, version: copy.version,
        fields: copy.fields, at: copy.at, replaces: copy.replaces,
      }),
    })
  }

  /* Give the server what it does not have; forget what was saved. True when something arrived. */
  async function bringHome() {
    const all = copies()
    for (const copy of all) if (Date.now() - copy.at > MONTH) drop(copy.sitting)
    if (!desk || !all.length) return false
    const here = await ask(all.map((copy) => copy.sitting).slice(-50))
    let arrived = false
    for (const copy of all) {
      if (copy.person !== String(here.user)) continue
      const there = here.known[copy.sitting]
      if (there === null) drop(copy.sitting)
      if (there === null || there >= copy.at) continue
      const response = await send(copy, here.csrf)
      if (!response.ok) continue
      const answer = await response.json()
      if (answer.state === "closed") drop(copy.sitting)
      else arrived = true
    }
    return arrived
  }

  /* Signing out: first what is on its way, but no longer than three seconds. */
  let cleared = false
  async function signOut(event) {
    if (cleared) return
    event.preventDefault()
    const limit = new Promise((resolve) => setTimeout(resolve, 3000))
    let person = document.querySelector("form[data-autosave]")?.dataset.person
    const clear = async () => {
      person = String((await ask([])).user)
      await bringHome()
    }
    await Promise.race([clear().catch(() => null), limit])
    for (const copy of copies()) if (!person || copy.person === person) drop(copy.sitting)
    cleared = true
    leaving.requestSubmit()
  }

  const ready = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve()
    else document.addEventListener("DOMContentLoaded", resolve)
  })
  const home = ready.then(() => {
    leaving = document.getElementById("logout-form")
    desk = leaving ? leaving.action.replace(/logout\/$/, "articles/article/") : ""
    leaving?.addEventListener("submit", signOut)
    return bringHome().catch(() => false)
  })

  window.newsroom = { ...window.newsroom, kept: { put, drop, copies, home } }
})()
