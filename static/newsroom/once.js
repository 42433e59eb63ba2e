/* A step's form is sent once. Typing a time chooses it. */

;(() => {
  document.querySelectorAll("form[data-once]").forEach((form) => {
    let sent = false
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault()
      sent = true
    })
    form.querySelector("[name=visible_from]")?.addEventListener("input", (event) => {
      const choice = event.target.value ? "at" : "now"
      form.querySelector(`[name=when][value=${choice}]`).checked = true
    })
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) sent = false
    })
  })
})()
