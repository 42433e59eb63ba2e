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
    const editor = window.CKEDITOR?.instances[body.id]
    if (editor) editor.execCommand("newsroomFigure", hash)
  }

  function chosen(picture) {
    const row = take(picture)
    if (placing) placing(picture.hash)
    else row.scrollIntoView({ block: "nearest" })
    placing = null
  }

  /* --- Upload ------------------------------------------------------------------------------- */

  async function upload(files) {
    if (!files.length) return
    const data = new FormData()
    for (const file of files) data.append("files", file)
    said.textContent = said.dataset.busy
    said.classList.remove("nr-error")
    let answers
    try {
      const response = await fetch(form.dataset.upload, {
        method: "POST",
        body: data,
        headers: {
          Accept: "application/json",
          "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
        },
      })
      if (!response.ok) throw new Error(String(response.status))
      answers = await response.json()
    } catch {
      answers = [{ name: "", error: said.dataset.failed }]
    }
    answers.filter((answer) => answer.hash).forEach((answer) => chosen(answer))
    const refused = answers.filter((answer) => answer.error)
    said.classList.toggle("nr-error", refused.length > 0)
    said.textContent = refused.map((answer) => `${answer.name} ${answer.error}`.trim()).join("\n")
  }

  const uploader = box.querySelector("[data-uploader]")
  if (uploader) {
    const input = document.createElement("input")
    Object.assign(input, { type: "file", accept: "image/*", multiple: true, hidden: true })
    input.dataset.files = ""
    // The theme looks for a name field beside every file field that does not say this.
    input.hasChangeListener = true
    input.addEventListener("change", async (event) => {
      // What is only chosen is not yet part of the form.
      event.stopPropagation()
      await upload(Array.from(input.files))
      input.value = ""
    })
    uploader.append(input)
  }
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

  let waiting
  search.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(look, 250)
  })
  box.querySelector("[data-choose]").addEventListener("click", () => {
    placing = null
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
    placing = event.detail.insert
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
