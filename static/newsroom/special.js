/* A topic's table of contents: groups and pieces in one list. Nothing leaves the page until it is
   saved; leaving it with something unsaved is asked about. */

;(() => {
  const form = document.getElementById("article_form")
  const box = document.querySelector("[data-rows=entries]")
  if (!form || !box) return
  const { addRow, rowsOf, setRemoved } = window.newsroom
  const list = box.querySelector("[data-list]")
  const dialog = document.querySelector("[data-pieces-dialog]")
  const search = dialog.querySelector("input[type=search]")
  const found = dialog.querySelector("[data-pieces-found]")
  // The group that pieces are added to; none: the last one.
  let target = null

  const field = (row, name) => row.querySelector(`[name$='-${name}']`)
  const reveal = (part) => {
    part.querySelectorAll("[data-scripted]").forEach((element) => {
      element.hidden = false
    })
  }
  reveal(box)

  function made(kind) {
    const row = addRow(box)
    row.dataset.kind = kind
    field(row, "kind").value = kind
    reveal(row)
    row.classList.add("nt-new")
    return row
  }

  function renumber() {
    rowsOf(box).forEach((row, position) => {
      field(row, "ORDER").value = position + 1
    })
    box.dispatchEvent(new Event("change", { bubbles: true }))
  }

  /* Where the pieces of a group end. */
  function endOf(group) {
    let next = group.nextElementSibling
    while (next && next.dataset.kind !== "group") next = next.nextElementSibling
    return next
  }

  function standing(number) {
    return rowsOf(box).find((row) => field(row, "piece").value === number)
  }

  /* A piece is in a topic once: a second choice brings the first one back. */
  function take(button) {
    const number = button.dataset.piece
    const known = standing(number)
    if (known) {
      setRemoved(known, false)
      known.scrollIntoView({ block: "nearest" })
    } else {
      const row = made("piece")
      field(row, "piece").value = number
      row.querySelector("[data-title]").textContent = button.querySelector("b").textContent
      row.querySelector("[data-facts]").replaceChildren(
        ...Array.from(button.querySelector(".nr-facts").children, (each) => each.cloneNode(true)),
      )
      if (target?.isConnected) list.insertBefore(row, endOf(target))
      renumber()
    }
    button.disabled = true
  }

  async function look() {
    const response = await fetch(`${box.dataset.pieces}?q=${encodeURIComponent(search.value)}`)
    if (!response.ok) return
    found.innerHTML = await response.text()
    found.querySelectorAll("[data-piece]").forEach((button) => {
      const row = standing(button.dataset.piece)
      button.disabled = Boolean(row) && !row.classList.contains("nr-gone")
    })
  }

  let asking
  search.addEventListener("input", () => {
    clearTimeout(asking)
    asking = setTimeout(look, 250)
  })
  found.addEventListener("click", (event) => {
    const button = event.target.closest("[data-piece]")
    if (button) take(button)
  })
  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-group]")) {
      field(made("group"), "name").focus()
    } else if (event.target.closest("[data-find]")) {
      target = event.target.closest("[data-row]")
      dialog.showModal()
      look()
    }
  })
  // Enter in a group's name would send the whole form.
  list.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault()
  })

  /* One cover: a new picture takes the place of the one before. */
  const covers = document.querySelector("[data-rows=figures]")
  covers.addEventListener("formset:added", (event) => {
    rowsOf(covers).forEach((row) => {
      if (row !== event.target) setRemoved(row, true)
    })
  })

  let touched = form.dataset.unsaved === "1"
  let leaving = false
  for (const name of ["input", "change"]) {
    form.addEventListener(name, () => {
      touched = true
    })
  }
  form.addEventListener("submit", () => {
    leaving = true
  })
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false
  })
  window.addEventListener("beforeunload", (event) => {
    const editor = window.newsroom?.editors?.of(form.elements.body)
    if (!leaving && (touched || editor?.isDirty())) event.preventDefault()
  })
})()
