/* The editor of a text, whichever it is. Other scripts ask here, and know none by its name.

   `newsroom.editors.of(textarea)` is the editor that stands for a textarea, null before it is
   ready; `newsroom.editors.whenReady(tell)` calls `tell(editor, textarea)` for those that are ready
   and those to come. An editor is an object with
   - `html()`, `setHtml(html)`, `isDirty()`: its text, and whether it has been changed;
   - `root()`: the element that holds the blocks of the text; `box()`: what stands in the page;
   - `focus()`, `caretAt(block)`, `select(range)`: the caret, into a block of `root()`, or around a
     range in it;
   - `replace([[range, text], …])`: in their order, as one step that Undo takes back;
   - `placePicture(hash)`: a picture of the piece at the caret;
   - `hold(panel)`: a panel between its toolbar and its text;
   - `onChange(tell)`, `onBlur(tell)`, `onKey(tell)`: the last for keys that do not reach the page.

   How it talks back: "newsroom:choose-picture" and "newsroom:pictures", sent from the textarea, as
   is written in ckeditor-figure/plugin.js, and "newsroom:search", which opens find and replace. */

;(() => {
  const known = new Map()
  const waiting = []

  window.newsroom = {
    ...window.newsroom,
    editors: {
      of: (textarea) => known.get(textarea) ?? null,
      whenReady(tell) {
        waiting.push(tell)
        for (const [textarea, editor] of known) tell(editor, textarea)
      },
      ready(textarea, editor) {
        known.set(textarea, editor)
        for (const tell of waiting) tell(editor, textarea)
      },
    },
  }
})()
