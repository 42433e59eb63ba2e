/* Audio and video of a piece: upload with its progress, play, choose captions and a poster. A
   large file takes minutes: it can be stopped, fails without being lost, and holds the save back
   until it has arrived. */

;(() => {
  const form = document.getElementById("article_form")
  const box = document.querySelector("[data-rows=clips]")
  if (!form || !box) return
  const { addRow, rowsOf, setRemoved } = window.newsroom
  const uploads = box.querySelector("[data-uploads]")
  const said = box.querySelector("[data-upload-said]")
  const words = uploads.dataset
  const waiting = []
  let sending = null

  const field = (row, name) => row.querySelector(`[name$='-${name}']:not([name^='initial-'])`)

  function changed() {
    box.dispatchEvent(new Event("change", { bubbles: true }))
  }

  function say(text, isWrong = false) {
    said.classList.toggle("nr-error", isWrong)
    said.textContent = text
  }

  /* --- Rows --------------------------------------------------------------------------------- */

  function dress(row) {
    for (const details of row.querySelectorAll("[data-long]")) {
      const filled = Boolean(field(row, details.dataset.long).value.trim())
      details.querySelector("[data-has]").textContent = filled ? "✓" : ""
    }
    const poster = field(row, "poster").value
    row.querySelector("[data-no-poster]").hidden = !poster
  }

  /* A recording is in a piece once: a second upload brings the first one back. */
  function take(recording) {
    let row = rowsOf(box).find((each) => field(each, "recording").value === recording.hash)
    if (row) {
      setRemoved(row, false)
    } else {
      row = addRow(box)
      field(row, "recording").value = recording.hash
      for (const name of ["credit", "rights_holder", "licence"]) {
        field(row, name).value = recording[name] ?? ""
      }
      const player = row.querySelector(recording.video ? "[data-video]" : "[data-audio]")
      player.src = recording.address
      player.hidden = false
      row.querySelector("[data-file]").textContent = recording.name
      row.querySelector("[data-poster-acts]").hidden = !recording.video
      ready(row)
    }
    changed()
    field(row, "title").focus({ preventScroll: true })
    row.scrollIntoView({ block: "nearest" })
  }

  function pickFile(label, accept, chosen) {
    const input = document.createElement("input")
    Object.assign(input, { type: "file", accept, className: "nr-file" })
    // The theme looks for a name field beside every file field that does not say this.
    input.hasChangeListener = true
    input.addEventListener("change", (event) => {
      // What is only chosen is not yet part of the form.
      event.stopPropagation()
      const files = Array.from(input.files)
      input.value = ""
      chosen(files)
    })
    label.append(input)
    return input
  }

  async function readCaptions(row, file) {
    if (!file) return
    let text
    try {
      const bytes = await file.arrayBuffer()
      const mark = new Uint8Array(bytes.slice(0, 2))
      const wide = mark[0] === 255 && mark[1] === 254
      try {
        text = new TextDecoder(wide ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes)
      } catch {
        // Most subtitle tools on Chinese Windows write this.
        text = new TextDecoder("gb18030", { fatal: true }).decode(bytes)
      }
    } catch {
      say(`${file.name}: ${words.unread}`, true)
      return
    }
    const area = field(row, "captions")
    area.value = text
    area.closest("details").open = true
    say("")
    dress(row)
    changed()
  }

  function ready(row) {
    const label = row.querySelector("[data-captions]")
    if (label && !label.querySelector("input")) {
      pickFile(label, ".vtt,.srt,text/vtt", ([file]) => readCaptions(row, file))
    }
    dress(row)
  }

  box.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]")
    if (row) dress(row)
  })
  box.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]")
    if (!row) return
    const video = row.querySelector("[data-video]")
    if (event.target.closest("[data-poster]")) {
      const alone = (picture) => {
        field(row, "poster").value = picture.hash
        video.poster = picture.thumbnail
        dress(row)
        changed()
      }
      const detail = { alone }
      document.dispatchEvent(new CustomEvent("newsroom:choose-picture", { detail }))
    } else if (event.target.closest("[data-no-poster]")) {
      field(row, "poster").value = ""
      video.removeAttribute("poster")
      dress(row)
      changed()
    }
  })
  rowsOf(box).forEach(ready)

  /* --- Upload ------------------------------------------------------------------------------- */

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

  function button(word, act) {
    const made = document.createElement("button")
    Object.assign(made, { type: "button", className: "nr-button nr-small", textContent: word })
    made.addEventListener("click", act)
    return made
  }

  function send(job) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      const data = new FormData()
      data.append("file", job.file)
      request.open("POST", box.dataset.upload)
      request.setRequestHeader("Accept", "application/json")
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value
      request.setRequestHeader("X-CSRFToken", token)
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return
        const part = event.loaded / event.total
        job.bar.value = part
        job.state.textContent = part < 1 ? `${words.busy} ${Math.round(part * 100)}%` : words.kept
      })
      for (const name of ["error", "timeout", "abort"]) {
        request.addEventListener(name, () => reject(new Error(name)))
      }
      request.addEventListener("load", () => {
        try {
          resolve(JSON.parse(request.responseText))
        } catch (error) {
          reject(error)
        }
      })
      job.stop.addEventListener("click", () => request.abort())
      request.send(data)
    })
  }

  async function drain() {
    if (sending) return
    while (waiting.length) {
      const job = waiting.shift()
      sending = job
      job.stop = button(words.stop, () => {})
      job.line.append(job.stop)
      let answer = null
      try {
        answer = await send(job)
      } catch {
        // Told on its line, below.
      }
      job.stop.remove()
      sending = null
      if (answer?.hash) {
        job.line.remove()
        if (said.textContent === words.held) say("")
        take(answer)
      } else if (answer) {
        job.line.remove()
        say(`${job.file.name}: ${answer.error}`, true)
      } else {
        job.line.classList.add("nr-error")
        job.state.textContent = words.failed
        job.line.append(
          button(words.retry, () => {
            job.line.remove()
            enqueue(job.file)
          }),
          button(words.drop, () => {
            job.line.remove()
            say("")
          }),
        )
      }
    }
  }

  function enqueue(file) {
    if (file.size > Number(box.dataset.limit)) {
      say(`${file.name}: ${words.large}`, true)
      return
    }
    waiting.push({ file, ...lineFor(file) })
    drain()
  }

  function upload(files) {
    say("")
    files.forEach(enqueue)
  }

  const recorder = box.querySelector("[data-recorder]")
  if (recorder) {
    pickFile(recorder, "audio/*,video/mp4,video/webm", upload).multiple = true
    box.addEventListener("dragover", (event) => event.preventDefault())
    box.addEventListener("drop", (event) => {
      event.preventDefault()
      const files = Array.from(event.dataTransfer.files)
      upload(files.filter((file) => /^(audio|video)\//.test(file.type)))
    })
  }

  // A page that is left takes recordings with it that have not arrived.
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
      say(words.held, true)
      uploads.scrollIntoView({ block: "center" })
    },
    true,
  )
})()
