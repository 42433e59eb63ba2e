/* Keys of the newsroom's screens. Which there are, and what each presses, stands in
   templates/admin/keys.html; here they are heard, also inside the editor, which is a page of its
   own and swallows them. */

addEventListener("DOMContentLoaded", () => {
  const sheet = document.getElementById("nr-keys")
  if (!sheet) return
  const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform)
  const SINGLE = "newsroom-single-keys"
  const rows = Array.from(sheet.querySelectorAll("[data-press]"))
  // Where the system takes a key for itself.
  for (const row of isMac ? rows : []) row.dataset.press = row.dataset.mac ?? row.dataset.press
  const single = sheet.querySelector("[data-single]")

  /* What the row presses on this page: the first in its list that is there and can be pressed. */
  function target(row) {
    for (const selector of row.dataset.at.split(", ")) {
      const found = Array.from(document.querySelectorAll(selector)).find((each) => !each.disabled)
      if (found) return found
    }
    return null
  }

  function allowsSingle() {
    try {
      return localStorage.getItem(SINGLE) !== "off"
    } catch {
      return true
    }
  }

  function typesIn(element) {
    return Boolean(element?.closest?.("input, textarea, select, [contenteditable]"))
  }

  /* "Control+Alt+R" against the event. Letters by their place on the board, so that Option on a
     Mac and a Chinese input method change nothing. ⌘ counts as Control where nothing else is held. */
  function matches(press, event) {
    const parts = press.split("+")
    const key = parts.pop()
    const wantsAlt = parts.includes("Alt")
    const control = event.ctrlKey || (isMac && event.metaKey && !wantsAlt)
    if (control !== parts.includes("Control") || event.altKey !== wantsAlt) return false
    if (event.shiftKey && parts.length && key !== "/") return false
    if (/^[A-Z]$/.test(key)) return event.code === `Key${key}`
    if (key === "/") return event.code === "Slash" || event.key === "/"
    return event.key === key
  }

  function press(row, event) {
    if (row.dataset.press === "?" && (!allowsSingle() || typesIn(event.target))) return false
    if (row.dataset.at === "#nr-keys") {
      open()
      return true
    }
    const element = target(row)
    if (!element) return false
    if (element.matches("input[type=search]")) {
      window.focus()
      element.focus()
      element.select()
    } else {
      element.click()
    }
    return true
  }

  function hear(event) {
    // A key that belongs to the input method, is held down, or writes a third-level sign.
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return
    if (event.repeat || event.getModifierState?.("AltGraph")) return
    if (document.querySelector("dialog[open]")) return
    const row = rows.find((each) => matches(each.dataset.press, event))
    if (row && press(row, event)) {
      event.preventDefault()
      event.stopPropagation()
    }
  }

  /* --- The sheet: what works here, and no more ------------------------------------------------ */

  function shown(keys) {
    const words = isMac
      ? { Control: keys.includes("Alt") ? "⌃" : "⌘", Alt: "⌥", Enter: "↩" }
      : { Control: "Ctrl" }
    return keys.split("+").map((key) => words[key] ?? key).join(isMac ? " " : "+")
  }

  function open() {
    if (sheet.open) return
    for (const row of rows) {
      row.hidden = row.dataset.at !== "#nr-keys" && !target(row)
      const element = target(row)
      const said = row.querySelector("dt")
      if (row.dataset.own && element && element !== sheet) said.textContent = element.textContent.trim()
    }
    single.checked = allowsSingle()
    sheet.showModal()
  }

  for (const row of rows) {
    const keys = row.dataset.press
    row.querySelector("dd").innerHTML = `<kbd>${shown(keys)}</kbd>`
    const element = target(row)
    if (!element || element === sheet) continue
    element.setAttribute("aria-keyshortcuts", isMac && !keys.includes("Alt") ? keys.replace("Control", "Meta") : keys)
    element.title = [element.title, `(${shown(keys)})`].filter(Boolean).join(" ")
  }
  document.querySelectorAll("[data-open-keys]").forEach((button) => button.addEventListener("click", open))
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close()
  })
  single.addEventListener("change", () => {
    try {
      localStorage.setItem(SINGLE, single.checked ? "on" : "off")
    } catch {
      // A browser that keeps nothing goes on with what stands here now.
    }
  })

  /* --- Where keys are heard ------------------------------------------------------------------- */

  document.addEventListener("keydown", hear)

  window.newsroom?.editors?.whenReady((editor) => editor.onKey(hear))
})
