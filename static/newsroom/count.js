/* Counts text as articles/text/words.py does: a Chinese character or mark is one word, a run of
   Latin letters or digits is one word; characters are all but white space. */

;(() => {
  // Characters that Unicode calls wide or full-width.
  const WIDE =
    /[\u1100-\u115F\u231A\u231B\u2329\u232A\u23E9-\u23EC\u23F0\u23F3\u25FD\u25FE\u2614\u2615\u2648-\u2653\u267F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26CE\u26D4\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2705\u270A\u270B\u2728\u274C\u274E\u2753-\u2755\u2757\u2795-\u2797\u27B0\u27BF\u2B1B\u2B1C\u2B50\u2B55\u2E80-\u2E99\u2E9B-\u2EF3\u2F00-\u2FD5\u2FF0-\u303E\u3041-\u3096\u3099-\u30FF\u3105-\u312F\u3131-\u318E\u3190-\u31E3\u31EF-\u321E\u3220-\u3247\u3250-\u4DBF\u4E00-\uA48C\uA490-\uA4C6\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE52\uFE54-\uFE66\uFE68-\uFE6B\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18CFF}\u{1AFF0}-\u{1B2FF}\u{1F004}\u{1F0CF}\u{1F18E}\u{1F191}-\u{1F19A}\u{1F200}-\u{1F320}\u{1F32D}-\u{1F335}\u{1F337}-\u{1F37C}\u{1F37E}-\u{1F393}\u{1F3A0}-\u{1F3CA}\u{1F3CF}-\u{1F3D3}\u{1F3E0}-\u{1F3F0}\u{1F3F4}\u{1F3F8}-\u{1F43E}\u{1F440}\u{1F442}-\u{1F4FC}\u{1F4FF}-\u{1F53D}\u{1F54B}-\u{1F54E}\u{1F550}-\u{1F567}\u{1F57A}\u{1F595}\u{1F596}\u{1F5A4}\u{1F5FB}-\u{1F64F}\u{1F680}-\u{1F6C5}\u{1F6CC}\u{1F6D0}-\u{1F6D2}\u{1F6D5}-\u{1F6D7}\u{1F6DC}-\u{1F6DF}\u{1F6EB}\u{1F6EC}\u{1F6F4}-\u{1F6FC}\u{1F7E0}-\u{1F7EB}\u{1F7F0}\u{1F90C}-\u{1F93A}\u{1F93C}-\u{1F945}\u{1F947}-\u{1F9FF}\u{1FA70}-\u{1FAFF}\u{20000}-\u{2FFFD}\u{30000}-\u{3FFFD}]/u
  const SHARED = "“”‘’—…·―"
  const SPACE = /[\s\u0085\u001C-\u001F]/
  const CARRIED = /[\p{Mn}\u200D\uFE0F]/u

  function isChineseMark(characters, position) {
    if (WIDE.test(characters[position])) return true
    if (!SHARED.includes(characters[position])) return false
    return [-1, 1].some((step) => {
      let at = position
      while (at >= 0 && at < characters.length && SHARED.includes(characters[at])) at += step
      return at >= 0 && at < characters.length && WIDE.test(characters[at])
    })
  }

  function count(text) {
    const characters = Array.from(text)
    let words = 0
    let visible = 0
    let inRun = false
    characters.forEach((character, position) => {
      if (SPACE.test(character)) {
        inRun = false
        return
      }
      visible += 1
      if (isChineseMark(characters, position)) {
        words += 1
        inRun = false
      } else if (!CARRIED.test(character) && !inRun) {
        words += 1
        inRun = true
      }
    })
    return { words, characters: visible }
  }

  /* The text of a body, without its pictures; every block on a line of its own. */
  function textOf(html) {
    const body = new DOMParser().parseFromString(html, "text/html").body
    body.querySelectorAll("figure").forEach((figure) => figure.remove())
    body
      .querySelectorAll("p, h2, h3, li, td, th, blockquote, caption, br")
      .forEach((block) => block.after("\n"))
    return body.textContent
  }

  window.newsroom = { ...window.newsroom, count, textOf }
})()
