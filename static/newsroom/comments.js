/* The comments' panel: pressed once, answered in place; a line that is down loses no word. */

;(() => {
  function panel() {
    return document.querySelector("[data-comments]")
  }

  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-comments]")
    if (!fresh) return false
    const done = panel().querySelector(".nr-done")?.open
    panel().replaceWith(document.adoptNode(fresh))
    if (done && panel().querySelector(".nr-done")) panel().querySelector(".nr-done").open = true
    document.querySelectorAll("[data-count-open]").forEach((count) => {
      count.textContent = Number(panel().dataset.open) || ""
    })
    document.dispatchEvent(new CustomEvent("newsroom:comments"))
    return true
  }

  /* In place where the screen can do that; else the server's own answer, which gives the words
     back, takes the page's place. Whether the comment is on its way. */
  async function signInFor(form) {
    const session = window.newsroom?.session
    if (!session) {
      form.submit()
      return true
    }
    const isIn = (await session.look()) === "in" || (await session.signIn())
    if (isIn && !form.dataset.again) {
      form.dataset.again = "1"
      await send(form)
      delete form.dataset.again
      return true
    }
    return false
  }

  async function send(form) {
    const said = form.querySelector(".nr-said") ?? panel().querySelector(".nr-said")
    const buttons = form.querySelectorAll("button")
    buttons.forEach((button) => {
      button.disabled = true
    })
    if (said) said.textContent = ""
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Panel": "comments" },
        credentials: "same-origin",
      })
      // Signed out, or the form is from before the last sign-in.
      const isOut = response.status === 401 || response.status === 403
      if (!show(await response.text())) {
        if (isOut && (await signInFor(form))) return
        throw new Error(response.status)
      }
      const alarm = panel().querySelector("[role=alert]")
      const place = form.closest("[data-thread]")?.id
      if (alarm) alarm.scrollIntoView({ block: "nearest" })
      else if (place) document.getElementById(place)?.focus({ preventScroll: true })
    } catch {
      buttons.forEach((button) => {
        button.disabled = false
      })
      if (said) said.textContent = said.dataset.failed
      else form.submit()
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target
    if (!form.matches("[data-say], [data-turn]")) return
    event.preventDefault()
    if (form.dataset.sent && form.querySelector("button[disabled]")) return
    form.dataset.sent = "1"
    send(form)
  })

  /* In the edit screen a comment leads to its field, or puts the caret into its paragraph. */
  document.addEventListener("click", (event) => {
    const thread = event.target.closest("#comments [data-goto]")?.closest("[data-thread]")
    if (!thread?.dataset.field) return
    const { field, block } = thread.dataset
    const body = document.querySelector("#article_form [name=body]")
    const editor = body && window.newsroom?.editors?.of(body)
    if (field !== "body" || !editor) {
      document.querySelector(`#article_form [name="${field}"]`)?.focus()
      return
    }
    const paragraphs = Array.from(editor.root().children).filter((child) => child.tagName !== "HR")
    const paragraph = paragraphs[Number(block)]
    if (!paragraph) return
    editor.box().scrollIntoView({ block: "center" })
    editor.caretAt(paragraph)
    paragraph.scrollIntoView({ block: "center" })
  })

  // Sent from the keyboard, as everywhere.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    const form = event.target.closest?.("[data-say], [data-turn]")
    if (!form) return
    event.preventDefault()
    form.requestSubmit()
  })
})()
