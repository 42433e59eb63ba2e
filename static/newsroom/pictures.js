/* Pictures of a piece: upload several, choose from the archive, place them in the text, say where
   the eye should stay. Talks to the editor as ckeditor-figure/plugin.js says. */

;(() => {
  const form = document.getElementById("article_form")
  const box = document.querySelector("[data-rows=figures]")
  if (!form || !box) return
  const { addRow, rowsOf, setRemoved } = window.newsroom
  const body = form.querySelector("[name=body]")
  const said = box.querySelector("[data-upload-said]")
  const dialog = document.querySelector("[data-archive]")
  const found = dialog.querySelector("[data-found]")
  let placing = null
  let alone = null

  const field = (row, name) => row.querySelector(`[name$='-${name}']:not([name^='initial-'])`)

  function rowWith(hash) {
    return rowsOf(box).find((row) => field(row, "image").value === hash)
  }

  /* A picture is in a piece once: a second choice brings the first one back. */
  function take(picture) {
    let row = rowWith(picture.hash)
    if (row) {
      setRemoved(row, false)
    } else {
      row = addRow(box)
      field(row, "image").value = picture.hash
      for (const name of ["caption", "credit", "rights_holder", "licence"]) {
        field(row, name).value = picture[name] ?? ""
      }
      const image = row.querySelector("[data-focus] img")
      image.src = picture.thumbnail
      image.hidden = false
      showFocus(row)
    }
    box.dispatchEvent(new Event("change", { bubbles: true }))
    return row
  }

  function place(hash) {
    window.newsroom.editors?.of(body)?.placePicture(hash)
  }

  function chosen(picture) {
    if (alone) {
      // Asked for by a part that keeps it itself: it does not become a picture of the piece.
      alone(picture)
      alone = null
      return
    }
    const row = take(picture)
    if (placing) placing(picture.hash)
    else row.scrollIntoView({ block: "nearest" })
    placing = null
  }

  /* --- Upload ------------------------------------------------------------------------------- */

  const uploads = box.querySelector("[data-uploads]")
  const words = uploads.dataset
  // One after the other: on a slow network the first one is there soon.
  const waiting = []
  const TRIES = 3
  const PAUSE = 1500
  let sending = false

  function send(file, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      const data = new FormData()
      data.append("files", file)
      request.open("POST", form.dataset.upload)
      request.setRequestHeader("Accept", "application/json")
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value
      request.setRequestHeader("X-CSRFToken", token)
      request.timeout = 180_000
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress(event.loaded / event.total)
      })
      for (const name of ["error", "timeout", "abort"]) {
        request.addEventListener(name, () => reject(new Error(name)))
      }
      request.addEventListener("load", () => {
        try {
          const answer = JSON.parse(request.responseText)
          if (request.status === 200) resolve(answer)
          else reject(new Error(answer.error ?? request.status, { cause: request.status }))
        } catch (error) {
          reject(error)
        }
      })
      request.send(data)
    })
  }

  function lineFor(file) {
    const line = document.createElement("li")
    const name = document.createElement("b")
    const state = document.createElement("span")
    const bar = document.createElement("progress")
    name.textContent = file.name
    state.textContent = words.waiting
    Object.assign(bar, { max: 1, value: 0 })
    bar.setAttribute("aria-label", file.name)
    line.append(name, state, bar)
    uploads.append(line)
    return { line, state, bar }
  }

  function buttons(job) {
    for (const [word, act] of [
      [words.retry, () => enqueue(job.file)],
      [words.drop, () => {}],
    ]) {
      const button = document.createElement("button")
      Object.assign(button, { type: "button", className: "nr-button nr-small", textContent: word })
      button.addEventListener("click", () => {
        job.line.remove()
        hush()
        act()
      })
      job.line.append(button)
    }
  }

  async function sendOne(job) {
    const progress = (part) => {
      job.bar.value = part
      job.state.textContent = part < 1 ? `${words.busy} ${Math.round(part * 100)}%` : words.kept
    }
    progress(0)
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      try {
        return await send(job.file, progress)
      } catch (error) {
        // What the server says of itself; trying again makes no room on its disk.
        job.why = error.cause ? error.message : ""
        if (attempt === TRIES || error.cause === 507) return null
        job.state.textContent = words.again
        await new Promise((resolve) => setTimeout(resolve, PAUSE * attempt))
      }
    }
    return null
  }

  async function drain() {
    if (sending) return
    sending = true
    while (waiting.length) {
      const job = waiting.shift()
      const answers = await sendOne(job)
      if (!answers) {
        job.line.classList.add("nr-error")
        job.state.textContent = `${words.failed} ${job.why}`.trim()
        buttons(job)
        continue
      }
      job.line.remove()
      if (said.textContent === words.held) hush()
      answers.filter((answer) => answer.hash).forEach((answer) => chosen(answer))
      const refused = answers.filter((answer) => answer.error)
      if (!refused.length) continue
      said.classList.add("nr-error")
      const lines = refused.map((answer) => `${answer.name} ${answer.error}`.trim())
      said.textContent = [said.textContent, ...lines].filter(Boolean).join("\n")
    }
    sending = false
  }

  function enqueue(file) {
    waiting.push({ file, ...lineFor(file) })
    drain()
  }

  function hush() {
    said.textContent = ""
    said.classList.remove("nr-error")
  }

  function upload(files) {
    hush()
    files.forEach(enqueue)
  }

  // A page that is left takes pictures with it that have not arrived.
  window.addEventListener("beforeunload", (event) => {
    if (uploads.children.length) event.preventDefault()
  })
  // So does a save: ahead of autosave, which holds the form back while it asks the server.
  window.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || !uploads.children.length) return
      event.preventDefault()
      event.stopImmediatePropagation()
      said.classList.add("nr-error")
      said.textContent = words.held
      uploads.scrollIntoView({ block: "center" })
    },
    true,
  )

  box.querySelectorAll("[data-uploader]").forEach((uploader) => {
    const input = document.createElement("input")
    Object.assign(input, { type: "file", accept: "image/*", hidden: true })
    if (uploader.dataset.capture) {
      input.setAttribute("capture", uploader.dataset.capture)
      input.dataset.camera = ""
    } else {
      input.multiple = true
      input.dataset.files = ""
    }
    // The theme looks for a name field beside every file field that does not say this.
    input.hasChangeListener = true
    input.addEventListener("change", (event) => {
      // What is only chosen is not yet part of the form.
      event.stopPropagation()
      upload(Array.from(input.files))
      input.value = ""
    })
    uploader.append(input)
  })
  box.addEventListener("dragover", (event) => event.preventDefault())
  box.addEventListener("drop", (event) => {
    event.preventDefault()
    upload(Array.from(event.dataTransfer.files).filter((file) => file.type.startsWith("image/")))
  })

  /* --- The archive -------------------------------------------------------------------------- */

  const search = dialog.querySelector("input[type=search]")

  async function look() {
    const address = `${form.dataset.pictures}?q=${encodeURIComponent(search.value)}`
    const response = await fetch(address)
    if (response.ok) found.innerHTML = await response.text()
  }

  function open() {
    dialog.showModal()
    look()
  }

  // Closed without a choice: nobody waits for one any more.
  dialog.addEventListener("close", () => {
    alone = null
  })

  let asking
  search.addEventListener("input", () => {
    clearTimeout(asking)
    asking = setTimeout(look, 250)
  })
  box.querySelector("[data-choose]").addEventListener("click", () => {
    placing = null
    alone = null
    open()
  })
  found.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-image]")
    if (!pick) return
    dialog.close()
    const { image, thumbnail, caption, credit, rightsHolder, licence } = pick.dataset
    chosen({ hash: image, thumbnail, caption, credit, rights_holder: rightsHolder, licence })
  })
  document.addEventListener("newsroom:choose-picture", (event) => {
    event.preventDefault()
    placing = event.detail.insert ?? null
    alone = event.detail.alone ?? null
    open()
  })

  /* --- Rows --------------------------------------------------------------------------------- */

  function showFocus(row) {
    const dot = row.querySelector("[data-dot]")
    dot.style.left = `${Number(field(row, "focal_x").value || 0.5) * 100}%`
    dot.style.top = `${Number(field(row, "focal_y").value || 0.5) * 100}%`
  }

  rowsOf(box).forEach(showFocus)
  box.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]")
    if (!row) return
    if (event.target.closest("[data-insert]")) {
      setRemoved(row, false)
      place(field(row, "image").value)
    }
    const picture = event.target.closest("[data-focus]")
    if (picture) {
      const edges = picture.getBoundingClientRect()
      field(row, "focal_x").value = ((event.clientX - edges.left) / edges.width).toFixed(3)
      field(row, "focal_y").value = ((event.clientY - edges.top) / edges.height).toFixed(3)
      showFocus(row)
      box.dispatchEvent(new Event("change", { bubbles: true }))
    }
  })
  box.addEventListener("change", (event) => {
    if (!event.target.name?.endsWith("-is_cover") || !event.target.checked) return
    rowsOf(box).forEach((row) => {
      const cover = field(row, "is_cover")
      if (cover !== event.target) cover.checked = false
    })
  })
})()
