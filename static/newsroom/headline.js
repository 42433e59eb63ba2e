/* The field of a headline: as high as its words, and one line all the same. Return presses what it
   presses in any one-line field, and a pasted line break becomes a blank. */

;(() => {
  const BREAKS = /\s*[\r\n]+\s*/g
  const grows = CSS.supports("field-sizing", "content")

  function oneLine(text) {
    return text.trim().replace(BREAKS, " ")
  }

  for (const field of document.querySelectorAll("textarea[data-one-line]")) {
    const fit = () => {
      if (grows) return
      field.style.height = "auto"
      field.style.height = `${field.scrollHeight + 2}px`
    }

    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      Array.from(field.form.elements).find((each) => each.type === "submit")?.click()
    })
    field.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? ""
      if (!/[\r\n]/.test(text)) return
      // Typed, as it were: Undo takes it back.
      if (document.execCommand("insertText", false, oneLine(text))) event.preventDefault()
    })
    // What is dropped, or comes by a telephone's keyboard; before anything else reads the field.
    field.addEventListener("input", (event) => {
      if (!event.isComposing && /[\r\n]/.test(field.value)) {
        const at = field.value.slice(0, field.selectionEnd).replace(BREAKS, " ").length
        field.value = field.value.replace(BREAKS, " ")
        field.setSelectionRange(at, at)
      }
      fit()
    })
    fit()
    addEventListener("resize", fit)
  }
})()
