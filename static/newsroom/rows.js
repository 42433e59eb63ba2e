/* Rows that can be added, moved and removed. Nothing leaves the page: a removed row is marked,
   grey and can be taken back, until the piece is saved. */

;(() => {
  function rowsOf(box) {
    return Array.from(box.querySelectorAll("[data-list] > [data-row]"))
  }

  function renumber(box) {
    rowsOf(box).forEach((row, position) => {
      row.querySelector("[name$='-ORDER']").value = position + 1
    })
  }

  function changed(box) {
    renumber(box)
    box.dispatchEvent(new Event("change", { bubbles: true }))
  }

  /* A new row from the box's template; the caller fills it. */
  function add(box) {
    const total = box.querySelector("[name$='-TOTAL_FORMS']")
    const made = box.querySelector("template").content.firstElementChild.cloneNode(true)
    made.querySelectorAll("*").forEach((element) => {
      for (const name of ["name", "id", "for", "data-select2-id"]) {
        const value = element.getAttribute(name)
        if (value) element.setAttribute(name, value.replace("__prefix__", total.value))
      }
    })
    total.value = Number(total.value) + 1
    box.querySelector("[data-list]").append(made)
    made.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }))
    changed(box)
    return made
  }

  function setRemoved(row, removed) {
    row.querySelector("[name$='-DELETE']").checked = removed
    row.classList.toggle("nr-gone", removed)
    row.querySelector("[data-remove] span").textContent = removed ? "undo" : "close"
  }

  document.querySelectorAll("[data-rows]").forEach((box) => {
    rowsOf(box).forEach((row) => {
      if (row.querySelector("[name$='-DELETE']").checked) setRemoved(row, true)
    })
    box.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]")
      if (event.target.closest("[data-add]")) {
        add(box).querySelector("input:not([type=hidden])")?.focus()
      } else if (row && event.target.closest("[data-up]")) {
        row.previousElementSibling?.before(row)
        changed(box)
      } else if (row && event.target.closest("[data-down]")) {
        row.nextElementSibling?.after(row)
        changed(box)
      } else if (row && event.target.closest("[data-remove]")) {
        setRemoved(row, !row.classList.contains("nr-gone"))
        changed(box)
      }
    })
  })

  /* A typed name belongs to nobody's page until the save has looked it up. */
  document.querySelector("[data-rows=credits]")?.addEventListener("input", (event) => {
    if (!event.target.name?.endsWith("-name")) return
    const author = event.target.closest("[data-row]").querySelector("select[name$='-author']")
    if (!author.value) return
    author.value = ""
    author.dispatchEvent(new Event("change", { bubbles: true }))
  })

  window.newsroom = { ...window.newsroom, addRow: add, rowsOf, setRemoved }
})()
