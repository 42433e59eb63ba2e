/* A step's form is sent once, and not into a network that is away: it stays as it is and says so.
   Its note is kept in the tab until the piece has moved on. Typing a time chooses it. */

;(() => {
  const away = document.getElementById("nr-offline")

  function keepNote(form) {
    const note = form.querySelector("textarea[name=note]")
    const version = form.querySelector("[name=version]")?.value
    if (!note || !version) return
    const key = `newsroom-note:${location.pathname}:${version}`
    try {
      note.value ||= sessionStorage.getItem(key) || ""
      note.addEventListener("input", () => sessionStorage.setItem(key, note.value))
    } catch {
      /* A tab that may keep nothing writes as before. */
    }
  }

  document.querySelectorAll("form[data-once]").forEach((form) => {
    let sent = false
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault()
      if (event.defaultPrevented) return
      if (!navigator.onLine && away) {
        event.preventDefault()
        const place = form.hidden ? document.querySelector("main, #content") : form
        place?.prepend(away)
        away.hidden = false
        away.scrollIntoView({ block: "center" })
        return
      }
      sent = true
    })
    // Never back to “now”: whoever corrects a time has for a moment none, and wants no other.
    form.querySelector("[name=visible_from]")?.addEventListener("input", () => {
      form.querySelector("[name=when][value=at]").checked = true
    })
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) sent = false
    })
    keepNote(form)
  })
  window.addEventListener("online", () => {
    if (away) away.hidden = true
  })

  // On a slow machine the browser itself may leave it out.
  if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus()
})()
