/* The edit screen: nothing typed is lost by leaving, counts are live, no button works twice. */

;(() => {
  const form = document.getElementById("article_form")
  if (!form) return
  const body = form.querySelector("[name=body]")
  const counted = document.querySelector("[data-words]")
  let touched = form.dataset.unsaved === "1"
  let leaving = false

  function editor() {
    return window.newsroom.editors?.of(body)
  }

  function isDirty() {
    return touched || Boolean(editor()?.isDirty())
  }

  function showCount() {
    const html = editor()?.html() ?? body.value
    const { words, characters } = window.newsroom.count(window.newsroom.textOf(html))
    counted.textContent = `${words} / ${characters}`
  }

  let waiting
  function countSoon() {
    clearTimeout(waiting)
    waiting = setTimeout(showCount, 250)
  }

  for (const name of ["input", "change"]) {
    form.addEventListener(name, (event) => {
      // Select2 tells of the value that it begins with, too.
      if (event.isTrusted || event.target.closest("[data-rows]")) touched = true
      if (event.target === body) countSoon()
    })
  }
  window.newsroom.editors?.whenReady((ready) => {
    ready.onChange(countSoon)
    showCount()
  })
  window.jQuery?.(form).on("select2:select select2:unselect", () => {
    touched = true
  })

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault()
  })

  /* A step's button saves what was typed, then opens the step. With nothing typed it only opens. */
  document.querySelectorAll(".nr-bar [name=_step]").forEach((button) => {
    button.addEventListener("click", (event) => {
      if (isDirty()) return
      event.preventDefault()
      location.href = button.dataset.url
    })
  })

  // After a refusal the cursor stands where something has to be mended.
  form.querySelector(".nr-wrong :is(input, select, textarea):not([type=hidden])")?.focus()

  form.addEventListener("submit", (event) => {
    if (leaving) {
      event.preventDefault()
      return
    }
    leaving = true
    if (editor() && !editor().isDirty()) body.value = body.defaultValue
    // The pressed button's name has to be sent: grey the buttons out a moment later.
    setTimeout(() => {
      document.querySelectorAll(".nr-bar button, .nr-choices button").forEach((button) => {
        button.disabled = true
      })
    })
  })
  // Back from the history: the page is alive again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return
    leaving = false
    document.querySelectorAll("button[disabled]").forEach((button) => {
      button.disabled = false
    })
  })

  /* Fields with a search of their own lose their labels on the way: give them back. */
  function nameChoices() {
    for (const select of form.querySelectorAll("select.select2-hidden-accessible")) {
      const named = select.ariaLabel || select.labels?.[0]?.textContent.trim()
      const box = select.nextElementSibling
      if (!named || !box?.matches(".select2")) continue
      const chosen = box.querySelector(".select2-selection[aria-labelledby]")
      if (chosen) {
        const shown = chosen.querySelector(".select2-selection__rendered")
        shown.setAttribute("aria-label", [named, shown.title].filter(Boolean).join(" "))
      }
      box.querySelector(".select2-search__field")?.setAttribute("aria-label", named)
    }
  }
  window.addEventListener("load", nameChoices)
  window.jQuery?.(form).on("select2:select select2:unselect", () => setTimeout(nameChoices))
  for (const rows of form.querySelectorAll("[data-rows]")) {
    new MutationObserver(nameChoices).observe(rows, { childList: true, subtree: true })
  }

  /* A reprint says where it comes from; our own piece has nothing to say there. */
  const origin = form.querySelector("[name=origin]")
  function showOrigin() {
    for (const name of ["source", "source_author", "source_url"]) {
      const field = form.querySelector(`.nr-field-${name}`)
      const filled = Boolean(field.querySelector("input, select").value)
      field.hidden = origin.value !== "reprint" && !filled && !field.classList.contains("nr-wrong")
    }
  }
  origin.addEventListener("change", showOrigin)
  showOrigin()
  if (counted && !window.newsroom.editors) showCount()
})()
