/* CKEditor 4 as an editor of editors.js. It lives in a frame of its own. */

;(() => {
  function adapted(editor) {
    const keys = []
    const listen = (tell) => {
      const page = editor.document?.$
      if (page && page !== document) page.addEventListener("keydown", tell, true)
    }
    // It makes a new page for itself whenever its text is set anew.
    /* Light or dark as the page around it is; its own page and, maximised, its own frame know
       nothing of that. */
    const top = document.documentElement
    function dress() {
      const inner = editor.container.$.querySelector(".cke_inner")
      // While it is maximised the page's classes are put away.
      if (inner.classList.contains("cke_maximized")) return
      inner.classList.toggle("nr-dark", top.classList.contains("dark"))
      dressText()
    }
    function dressText() {
      const isDark = editor.container.$.querySelector(".cke_inner").classList.contains("nr-dark")
      editor.document?.$.documentElement.toggleAttribute("data-dark", isDark)
    }
    dress()
    new MutationObserver(dress).observe(top, { attributes: true, attributeFilter: ["class"] })
    editor.on("contentDom", () => {
      keys.forEach(listen)
      dressText()
    })
    const label = document.querySelector(`label[for="${editor.element.$.id}"]`)?.textContent.trim()
    const frame = editor.window?.getFrame()?.$
    if (frame && label) frame.title = label
    return {
      html: () => editor.getData(),
      setHtml: (html) => editor.setData(html),
      isDirty: () => editor.checkDirty(),
      root: () => editor.editable()?.$ ?? null,
      box: () => editor.container.$,
      focus: () => editor.focus(),
      caretAt(block) {
        editor.focus()
        editor.document.$.getSelection().collapse(block, 0)
      },
      select(range) {
        editor.focus()
        const selection = editor.document.$.getSelection()
        selection.removeAllRanges()
        selection.addRange(range)
        editor.selectionChange?.(1)
      },
      replace(changes) {
        editor.fire("saveSnapshot")
        // From the end to the beginning, so that places before stay where they are; into the text
        // nodes themselves, so that bold type and links around the words stay.
        for (const [range, text] of [...changes].reverse()) {
          const start = range.startContainer
          const offset = range.startOffset
          range.deleteContents()
          if (start.nodeType === Node.TEXT_NODE) start.insertData(offset, text)
          else range.insertNode(start.ownerDocument.createTextNode(text))
        }
        editor.fire("saveSnapshot")
        editor.fire("change")
      },
      placePicture: (hash) => editor.execCommand("newsroomFigure", hash),
      hold: (panel) => editor.ui.space("contents").$.before(panel),
      onChange: (tell) => editor.on("change", tell),
      onBlur: (tell) => editor.on("blur", tell),
      onKey(tell) {
        keys.push(tell)
        listen(tell)
      },
    }
  }

  CKEDITOR.on("instanceReady", ({ editor }) => {
    window.newsroom.editors.ready(editor.element.$, adapted(editor))
  })
})()
