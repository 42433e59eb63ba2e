/* Copy a link's address. Where the clipboard is closed to us the address is selected instead. */

;(() => {
  const button = document.querySelector("[data-copy]")
  if (!button) return
  const field = document.getElementById(button.dataset.copy)
  const said = document.querySelector("[data-copied]")

  field.addEventListener("focus", () => field.select())
  button.addEventListener("click", async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      said.textContent = said.dataset.done
    } catch {
      said.textContent = document.execCommand("copy") ? said.dataset.done : said.dataset.selected
    }
  })
})()
