/* Boxes to tick, in the list and on the page that asks: all at once, a stretch with Shift, how
   many they are. Without scripts the boxes and buttons do the same, less comfortably. */

;(() => {
  const form = document.querySelector("form[data-bulk]")
  if (!form) return
  const boxes = [...form.querySelectorAll("[data-piece]")]
  const all = form.querySelector("[data-all]")
  const counts = form.querySelectorAll("[data-count]")
  const buttons = form.querySelectorAll("[data-go]")
  let last = null

  function show() {
    const ticked = boxes.filter((box) => box.checked).length
    form.classList.toggle("nr-some", ticked > 0)
    counts.forEach((place) => {
      place.textContent = (place.dataset.count || " #").replace("#", ticked)
    })
    buttons.forEach((button) => {
      button.disabled = ticked === 0
    })
    if (all) {
      all.checked = ticked === boxes.length
      all.indeterminate = ticked > 0 && ticked < boxes.length
    }
  }

  function stretch(from, to) {
    const [a, b] = [boxes.indexOf(from), boxes.indexOf(to)].sort((x, y) => x - y)
    boxes.slice(a, b + 1).forEach((box) => {
      box.checked = to.checked
    })
  }

  boxes.forEach((box) => {
    // A press of the space bar is a click too, and says whether Shift was held.
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last) stretch(last, box)
      last = box
      show()
    })
  })
  all?.addEventListener("change", () => {
    boxes.forEach((box) => {
      box.checked = all.checked
    })
    show()
  })
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !all || event.isComposing) return
    boxes.forEach((box) => {
      box.checked = false
    })
    show()
  })
  // The browser ticks them again when somebody comes back to the page.
  window.addEventListener("pageshow", show)
  show()
})()
