/* The second copy of what somebody types, in this browser, for when the network is away. On every
   page of the newsroom: what an earlier page could not send is brought to the server, and signing
   out clears the copies of whoever signs out. A copy belongs to a person: nobody else's is shown
   or sent.

   Each copy stands twice. localStorage answers at once, but Chromium writes it to disk up to a
   minute later, and a browser that dies before has kept nothing; IndexedDB is on its way to the
   disk within the second. */

;(() => {
  const PREFIX = "newsroom-kept:"
  const MONTH = 30 * 24 * 3600 * 1000
  // Filled in once the page is there: this script stands in its head.
  let leaving = null
  let desk = ""

  /* A deed in the store that outlives the browser; null where there is none. */
  const opened = new Promise((resolve) => {
    try {
      const asked = indexedDB.open("newsroom-kept", 1)
      asked.onupgradeneeded = () => asked.result.createObjectStore("copies", { keyPath: "sitting" })
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => resolve(null)
      asked.onblocked = () => resolve(null)
    } catch {
      resolve(null)
    }
  })

  async function lasting(mode, deed) {
    const base = await opened
    if (!base) return null
    return new Promise((resolve) => {
      try {
        const work = base.transaction("copies", mode)
        const asked = deed(work.objectStore("copies"))
        work.oncomplete = () => resolve(asked.result)
        work.onabort = () => resolve(null)
      } catch {
        resolve(null)
      }
    })
  }

  /* What the browser took with it when it died comes back from the store that lasts. */
  async function recover() {
    for (const copy of (await lasting("readonly", (store) => store.getAll())) ?? []) {
      try {
        const here = JSON.parse(localStorage.getItem(PREFIX + copy.sitting))
        if (here && here.at >= copy.at) continue
        localStorage.setItem(PREFIX + copy.sitting, JSON.stringify(copy))
      } catch {
        return
      }
    }
  }

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
    lasting("readwrite", (store) => store.put(copy))
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
    return lasting("readwrite", (store) => store.delete(sitting))
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
    await recover()
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
    const theirs = copies().filter((copy) => !person || copy.person === person)
    // The page goes: a deletion that has not been made by then would not be made at all.
    const gone = Promise.all(theirs.map((copy) => drop(copy.sitting)))
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 1000))])
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
