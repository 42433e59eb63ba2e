/* Passkeys: making one, signing in with one, showing one as a second factor. A form says by
   data-passkey which of them it does; the server's question stands in the page or is asked for.
   Also the buttons beside recovery codes. */

;(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0))
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "")

  function question(options) {
    const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) }
    const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }))
    if (asked.user) {
      asked.user = { ...asked.user, id: bytes(asked.user.id) }
      asked.excludeCredentials = keys(asked.excludeCredentials)
    } else {
      asked.allowCredentials = keys(asked.allowCredentials)
    }
    return { publicKey: asked }
  }

  function answer(credential) {
    const response = {}
    for (const name of [
      "clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle",
    ]) {
      if (credential.response[name]) response[name] = text(credential.response[name])
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports()
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
      ...(credential.authenticatorAttachment && {
        authenticatorAttachment: credential.authenticatorAttachment,
      }),
    })
  }

  async function options(form) {
    const inPage = form.querySelector("#passkey-question")
    if (inPage) return JSON.parse(inPage.textContent)[form.dataset.passkey === "create" ? "creation_options" : "request_options"]
    const response = await fetch(form.action, { headers: { Accept: "application/json" } })
    if (!response.ok) throw new TypeError(String(response.status))
    return (await response.json()).request_options
  }

  function arm(form) {
    const trouble = form.querySelector("[data-trouble]")
    const button = form.querySelector("button[type=submit]")
    let ready = false
    form.hidden = false
    form.addEventListener("submit", async (event) => {
      if (ready) return
      event.preventDefault()
      button.disabled = true
      trouble.hidden = true
      try {
        const asked = question(await options(form))
        const make = form.dataset.passkey === "create"
        const credential = await (make
          ? navigator.credentials.create(asked)
          : navigator.credentials.get(asked))
        form.querySelector("[name=credential]").value = answer(credential)
        ready = true
        form.requestSubmit()
      } catch (problem) {
        const refused = problem instanceof DOMException
        trouble.textContent = refused ? trouble.dataset.refused : trouble.dataset.broken
        trouble.hidden = false
        button.disabled = false
        button.focus()
      }
    })
  }

  const forms = document.querySelectorAll("form[data-passkey]")
  const can = Boolean(window.PublicKeyCredential && navigator.credentials)
  const byNumbers = /^[\d.]+$|^\[/.test(location.hostname)
  if (can && !byNumbers) forms.forEach(arm)
  else document.querySelectorAll("[data-no-passkeys]").forEach((note) => (note.hidden = false))

  const codes = document.querySelector("[data-codes]")
  if (codes) {
    codes.querySelector("[data-print]")?.addEventListener("click", () => window.print())
    const save = codes.querySelector("[data-save-codes]")
    const list = [...codes.querySelectorAll("code")].map((each) => each.textContent).join("\n")
    if (save) save.href = `data:text/plain;charset=utf-8,${encodeURIComponent(`${document.title}\n\n${list}\n`)}`
  }
  document.querySelectorAll("[data-select]").forEach((field) => {
    field.addEventListener("focus", () => field.select())
  })
})()
