/* A form that came too late: sign in in a small window, and the same form is ready to be sent under
   the name that this page then shows. It is never sent by itself. */

;(() => {
  const panel = document.querySelector("[data-unsent]")
  if (!panel) return
  const form = panel.querySelector("[data-again]")
  const send = form.querySelector("[data-send]")
  const door = form.querySelector("[data-sign-in-again]")
  const here = panel.querySelector("[data-here]")
  let small = null
  let watching
  let sent = false

  async function look() {
    let told
    try {
      const answer = await fetch(panel.dataset.session, {
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(15000),
      })
      if (!answer.ok) return
      told = await answer.json()
    } catch {
      return
    }
    clearInterval(watching)
    small?.close()
    form.querySelector("[name=csrfmiddlewaretoken]").value = told.csrf
    here.textContent = here.dataset.text.replace("NAME", told.name)
    here.hidden = false
    door.hidden = true
    send.classList.add("nr-primary")
    send.focus()
  }

  door?.addEventListener("click", (event) => {
    small = window.open(door.href, "newsroom-sign-in", "popup,width=480,height=680")
    // Where no window may open, the link opens a tab of its own.
    if (small) event.preventDefault()
    clearInterval(watching)
    watching = setInterval(look, 4000)
  })
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault()
    sent = true
  })
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) sent = false
  })
  if (door && window.BroadcastChannel) {
    new BroadcastChannel("newsroom-session").addEventListener("message", look)
  }
})()
