/* Signed out while writing: sign in again in place. The sign-in page opens in a small window of its
   own, whatever it asks for, and says through a channel that somebody is there; this page looks who
   it is, takes the new token for its form and goes on. Nothing is saved under another name. */

;(() => {
  const dialog = document.querySelector("[data-sign-in]")
  const form = document.querySelector("form[data-autosave]")
  if (!dialog || !form) return
  const other = dialog.querySelector("[data-other]")
  const otherText = other.textContent
  const blocked = dialog.querySelector("[data-blocked]")
  let waiting = []
  let small = null
  let watching
  let pause = 0
  let somebodyElse = false

  function setToken(token) {
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => {
      field.value = token
    })
  }

  /* "in", "out" or "other"; an exception when the server cannot be reached. */
  async function look() {
    const response = await fetch(dialog.dataset.session, {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(15000),
    })
    if (response.status === 401) return "out"
    if (!response.ok) throw new Error(String(response.status))
    const here = await response.json()
    if (String(here.user) !== form.dataset.person) {
      other.textContent = otherText.replace("NAME", here.name)
      return "other"
    }
    setToken(here.csrf)
    return "in"
  }

  async function lookAgain() {
    let state
    try {
      state = await look()
    } catch {
      return
    }
    somebodyElse = state === "other"
    other.hidden = !somebodyElse
    if (state !== "in" || !dialog.open) return
    dialog.close("in")
    small?.close()
    const told = waiting
    waiting = []
    told.forEach((resume) => resume(true))
  }

  /* Seldomer and seldomer where nobody comes back, and not at all in a tab that nobody looks at:
     the channel, the window's focus and the tab's return ask at once. */
  function keepLooking(first) {
    clearTimeout(watching)
    pause = first ?? Math.min(pause * 1.5, 120000)
    watching = setTimeout(async () => {
      if (!document.hidden) await lookAgain()
      if (dialog.open) keepLooking()
    }, pause)
  }

  function lookSoon() {
    if (!dialog.open || document.hidden) return
    lookAgain()
    keepLooking(4000)
  }

  /* Resolves to true once the right person is signed in, to false when they rather stay out. */
  function signIn() {
    return new Promise((resolve) => {
      waiting.push(resolve)
      if (dialog.open) return
      dialog.showModal()
      lookAgain()
      keepLooking(4000)
    })
  }

  dialog.querySelector("[data-open]").addEventListener("click", async () => {
    small = window.open("", "newsroom-sign-in", "popup,width=480,height=680")
    blocked.hidden = Boolean(small)
    if (somebodyElse) {
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value
      const leave = (value) =>
        fetch(dialog.dataset.logout, { method: "POST", headers: { "X-CSRFToken": value } })
      const here = await fetch(dialog.dataset.session)
      await leave(here.ok ? (await here.json()).csrf : token)
      somebodyElse = false
    }
    if (small) small.location = dialog.dataset.url
  })
  dialog.querySelector("[data-stay]").addEventListener("click", () => dialog.close("out"))
  dialog.addEventListener("close", () => {
    clearTimeout(watching)
    if (dialog.returnValue === "in") return
    const told = waiting
    waiting = []
    told.forEach((resume) => resume(false))
  })
  if (window.BroadcastChannel) {
    new BroadcastChannel("newsroom-session").addEventListener("message", lookAgain)
  }
  window.addEventListener("focus", lookSoon)
  document.addEventListener("visibilitychange", lookSoon)
  window.newsroom = { ...window.newsroom, session: { look, signIn, setToken } }
})()
