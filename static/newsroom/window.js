/* Change the frame's width without loading the page anew. Without scripts the links do it. */

;(() => {
  const stage = document.querySelector("[data-stage]")
  if (!stage) return
  const frame = stage.querySelector("iframe")
  const buttons = Array.from(document.querySelectorAll("[data-width]"))

  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-width]")
    if (!chosen || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    frame.className = `nw-${chosen.dataset.width}`
    for (const button of buttons) {
      button.classList.toggle("nr-primary", button === chosen)
      if (button === chosen) button.setAttribute("aria-current", "true")
      else button.removeAttribute("aria-current")
    }
    history.replaceState(null, "", chosen.href)
  })

  /* The site's own pages cannot be shown in a frame: links of the page open beside it. */
  const watched = new WeakSet()
  const watch = () => {
    const page = frame.contentDocument
    if (!page || page.URL === "about:blank" || watched.has(page)) return
    watched.add(page)
    page.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]")
      if (!link || link.getAttribute("href").startsWith("#")) return
      event.preventDefault()
      window.open(link.href, "_blank", "noopener")
    })
    page.addEventListener("submit", (event) => event.preventDefault())
  }
  frame.addEventListener("load", watch)
  watch() // The frame may have been there before this script.
})()
