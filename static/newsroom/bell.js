/* The bell of an open page: asked once a minute, while somebody can see it. */

addEventListener("DOMContentLoaded", () => {
  const bell = document.querySelector(".nr-bell")
  if (!bell) return
  const badge = bell.querySelector("b")
  const EVERY = 60_000
  let asked = Date.now()

  const show = ({ unread, shown, words }) => {
    badge.textContent = shown
    badge.hidden = !unread
    bell.setAttribute("aria-label", words)
  }
  const ask = async () => {
    if (document.hidden || Date.now() - asked < EVERY - 1000) return
    asked = Date.now()
    try {
      const answer = await fetch(bell.dataset.ask, { headers: { Accept: "application/json" }, redirect: "error" })
      if (answer.ok) show(await answer.json())
    } catch {
      // No network, or signed out: the number stays as it was.
    }
  }
  setInterval(ask, EVERY)
  document.addEventListener("visibilitychange", ask)
})
