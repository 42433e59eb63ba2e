/* Pictures of the piece in its text.

   Stored is `<figure class="newsroom-image" data-image="HASH"></figure>`; the editor shows the
   picture itself, as one thing that can be moved and deleted and not be typed into.

   How a screen talks to it, through the textarea that the editor stands for:
   - the toolbar button sends "newsroom:choose-picture" (bubbling, cancelable) with
     `detail.insert(hash)`. A screen that offers a choice calls preventDefault() and, later,
     insert. Nobody answering, the editor says that a picture has to be uploaded first.
   - `CKEDITOR.instances[id].execCommand("newsroomFigure", hash)` places a picture at the cursor.
   - "newsroom:pictures" (bubbling) is sent when the pictures in the text change;
     `detail.hashes` are their hashes in order. */

;(() => {
  const HASH = /^[0-9a-f]{64}$/

  function hashesIn(html) {
    return Array.from(html.matchAll(/data-image="([0-9a-f]{64})"/g), (match) => match[1])
  }

  // A telephone is narrower than seventeen signs.
  CKEDITOR.on("dialogDefinition", ({ data }) => {
    if (data.name === "specialchar" && innerWidth < 600) data.definition.charColumns = 9
  })

  CKEDITOR.plugins.add("newsroomfigure", {
    requires: "widget",

    beforeInit(editor) {
      const words = editor.config.newsroomFigure
      editor.lang.format.tag_p = words.body
      editor.lang.format.tag_h2 = words.crosshead
      editor.lang.format.tag_h3 = words.subhead
    },

    init(editor) {
      const words = editor.config.newsroomFigure
      const textarea = editor.element.$

      function tell(name, detail) {
        return textarea.dispatchEvent(
          new CustomEvent(name, { bubbles: true, cancelable: true, detail }),
        )
      }

      function insert(hash) {
        if (!HASH.test(hash)) return
        editor.focus()
        const range = editor.getSelection()?.getRanges()[0]
        range?.collapse(false)
        const path = range && new CKEDITOR.dom.elementPath(range.startContainer, editor.editable())
        // No picture cuts a sentence in two or takes the place of marked words.
        if (path?.block && !range.checkStartOfBlock()) {
          range.moveToElementEditEnd(path.block)
          range.select()
        }
        editor.insertHtml(`<figure class="newsroom-image" data-image="${hash}"></figure>`)
      }

      // Dictation, handwriting and suggested words press no key, and without one the editor tells
      // of what was written only at every 25th time. Keeping and counting wait for that word; and
      // the next key, Undo's own, would be taken for what was written, and end Redo.
      let unheard
      editor.on("contentDom", () => {
        const editable = editor.editable()
        editable.attachListener(editable, "input", () => {
          clearTimeout(unheard)
          unheard = setTimeout(() => {
            if (editor.status !== "ready") return
            const keys = editor.undoManager.editingHandler.keyEventsStack
            if (keys.getLast(0)) {
              keys.remove(0)
              editor.fire("saveSnapshot")
            }
            editor.fire("change")
          }, 300)
        })
      })

      editor.widgets.add("newsroomfigure", {
        allowedContent: "figure(!newsroom-image)[!data-image]",
        requiredContent: "figure(newsroom-image)[data-image]",

        upcast(element) {
          const hash = element.attributes["data-image"] || ""
          if (element.name !== "figure" || !element.hasClass("newsroom-image")) return false
          if (!HASH.test(hash)) return false
          element.setHtml("")
          element.add(
            new CKEDITOR.htmlParser.element("img", {
              src: words.address.replace("HASH", hash),
              alt: words.missing,
            }),
          )
          return element
        },

        downcast(element) {
          return new CKEDITOR.htmlParser.element("figure", {
            class: "newsroom-image",
            "data-image": element.attributes["data-image"],
          })
        },
      })

      editor.addCommand("newsroomFigure", {
        readOnly: false,
        exec(_editor, hash) {
          if (typeof hash === "string") {
            insert(hash)
          } else if (tell("newsroom:choose-picture", { insert })) {
            editor.showNotification(words.upload, "info", 4000)
          }
        },
      })

      editor.ui.addButton("NewsroomFigure", {
        label: words.insert,
        command: "newsroomFigure",
        icon: `${this.path}figure.svg`,
      })

      editor.addCommand("newsroomSearch", {
        editorFocus: false,
        exec: () => tell("newsroom:search"),
      })
      editor.ui.addButton("NewsroomSearch", {
        label: words.search,
        command: "newsroomSearch",
        icon: `${this.path}search.svg`,
      })

      // The lines of what is pasted as plain text; null where it comes with markup.
      function plainLines({ dataTransfer }) {
        if (dataTransfer.getData("text/html", true)) return null
        const text = dataTransfer.getData("text/plain", true)
        return text ? text.split(/[\r\n]+/).map((line) => line.trim()).filter(Boolean) : null
      }
      editor.on("paste", ({ data }) => {
        if (plainLines(data)) return
        if (/<img\b/i.test(data.dataValue) && !data.dataValue.includes("newsroom-image")) {
          editor.showNotification(words.pasted, "info", 10000)
        }
        data.dataValue = window.newsroom.pasted(data.dataValue)
      }, null, null, 1)
      // After the editor's own way with plain text: here each line is a paragraph.
      editor.on("paste", ({ data }) => {
        const lines = plainLines(data)
        if (!lines || lines.length < 2) return
        data.dataValue = lines.map((line) => `<p>${CKEDITOR.tools.htmlEncode(line)}</p>`).join("")
      }, null, null, 7)

      let known = ""
      editor.on("change", () => {
        const hashes = hashesIn(editor.getData())
        if (hashes.join() === known) return
        known = hashes.join()
        tell("newsroom:pictures", { hashes })
      })
      editor.on("instanceReady", () => {
        known = hashesIn(editor.getData()).join()
      })
    },
  })
})()
