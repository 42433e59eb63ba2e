/* Conveniences of the intake screen; it works without them. */

;(() => {
  /* What was chosen or dropped, by name. */
  const frame = document.querySelector("[data-drop]")
  if (frame) {
    const input = frame.querySelector("input[type=file]")
    const list = frame.querySelector("[data-chosen]")
    const show = () => {
      list.replaceChildren(
        ...[...input.files].map((file) => {
          const item = document.createElement("li")
          const size = document.createElement("span")
          size.textContent = ` ${Math.max(1, Math.round(file.size / 1024)).toLocaleString()} KB`
          item.append(file.name, size)
          return item
        }),
      )
    }
    // The theme would look for a text field beside it, and stumble.
    input.hasChangeListener = true
    input.addEventListener("change", show)
    frame.addEventListener("dragover", (event) => {
      event.preventDefault()
      frame.classList.add("ni-over")
    })
    for (const name of ["dragleave", "drop"]) {
      frame.addEventListener(name, () => frame.classList.remove("ni-over"))
    }
    frame.addEventListener("drop", (event) => {
      if (event.target === input || !event.dataTransfer.files.length) return
      event.preventDefault()
      input.files = event.dataTransfer.files
      show()
    })
    show()
  }

  /* No form is sent twice. */
  document.querySelectorAll("form[data-once]").forEach((form) => {
    let sent = false
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault()
      sent = true
    })
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) sent = false
    })
  })

  /* After a tick the page is asked for again, and the parts that have changed are put in place. */
  const form = document.querySelector("form[data-live]")
  if (!form) return
  const parts = () => document.querySelectorAll("[data-live-part]")
  let timer
  let running

  async function update() {
    running?.abort()
    running = new AbortController()
    const data = new FormData(form)
    data.set("_update", "1")
    parts().forEach((part) => part.classList.add("ni-waits"))
    try {
      const response = await fetch(location.href, {
        method: "POST",
        body: data,
        signal: running.signal,
      })
      if (!response.ok || response.redirected === false) throw new Error(response.statusText)
      const page = new DOMParser().parseFromString(await response.text(), "text/html")
      parts().forEach((part) => {
        const fresh = page.querySelector(`[data-live-part="${part.dataset.livePart}"]`)
        if (fresh) part.replaceChildren(...fresh.childNodes)
      })
    } catch (error) {
      // The buttons still do what they say; nothing ticked is lost.
      if (error.name === "AbortError") return
    }
    parts().forEach((part) => part.classList.remove("ni-waits"))
  }

  form.addEventListener("change", (event) => {
    const { name, value } = event.target
    if (name === "refuse" && value !== "encoding") {
      clearTimeout(timer)
      timer = setTimeout(update, 500)
    } else if (name === "refuse" || name === "repair_reprints") {
      // Every line changes with it: load the page anew.
      form.requestSubmit(document.querySelector("[form=intake_form][name=_update]"))
    }
  })
})()
