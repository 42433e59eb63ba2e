/* What is pasted, put into the elements that a text has: alike in both editors.

   Read by the browser's own parser into a page that runs and loads nothing. What it may keep is
   decided by the editor and, once more, by the sanitiser; here is only what the makers of texts
   (Word, WPS, WeChat's page, web pages) write in ways of their own. */

;(() => {
  const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" }
  const BLOCKS = "p, div, section, table, tr, td, th, ul, ol, li, h1, h2, h3, h4, h5, h6, blockquote"
  const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i
  const IS_MARK = /mso-list:\s*ignore/i

  function styleOf(element) {
    return element.getAttribute("style") ?? ""
  }

  function rename(element, tag) {
    const named = element.ownerDocument.createElement(tag)
    named.append(...element.childNodes)
    element.replaceWith(named)
  }

  /* Word and WPS write an item of a list as a paragraph that begins with its mark. */
  function listItems(page) {
    let open = []
    let outermost = null
    for (const item of page.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
      const level = Number(LEVEL.exec(styleOf(item))?.[1])
      const mark = Array.from(item.querySelectorAll("[style]")).find((each) => IS_MARK.test(styleOf(each)))
      if (!level || !mark) continue
      const sign = mark.textContent.replace(/[\s\u00a0]/g, "")
      const isNumber = /^[(（]?[0-9a-z]{1,4}[.)）．]$/i.test(sign)
      if (!isNumber && (sign.length > 1 || /\p{Script=Han}/u.test(sign))) {
        // “一、” and “第一条” are read as words and stay.
        mark.replaceWith(sign)
        continue
      }
      mark.remove()
      if (!outermost || item.previousElementSibling !== outermost) open = []
      open.length = Math.min(open.length, level)
      const tag = isNumber ? "OL" : "UL"
      if (open.length === level && open.at(-1).tagName !== tag) open.pop()
      if (open.length < level) {
        const list = page.createElement(tag)
        const above = open.at(-1)?.lastElementChild
        if (above) above.append(list)
        else {
          item.before(list)
          outermost = list
        }
        open.push(list)
      }
      const entry = page.createElement("li")
      entry.append(...item.childNodes)
      open.at(-1).append(entry)
      item.remove()
    }
  }

  function marks(page) {
    for (const element of page.querySelectorAll("[style]")) {
      const { display, fontWeight, fontStyle, verticalAlign } = element.style
      if (display === "none") {
        element.remove()
        continue
      }
      const isBold = fontWeight === "bold" || fontWeight === "bolder" || Number(fontWeight) >= 600
      if (element.matches("b, strong")) {
        if (fontWeight && !isBold) element.replaceWith(...element.childNodes)
        continue
      }
      if (element.matches("h1, h2, h3, h4, h5, h6, th") || element.querySelector(BLOCKS)) continue
      const isRaised = { super: "sup", sub: "sub" }[verticalAlign]
      for (const tag of [isBold && "b", fontStyle === "italic" && "i", isRaised]) {
        if (!tag || !element.textContent.trim()) continue
        const wrap = page.createElement(tag)
        wrap.append(...element.childNodes)
        element.append(wrap)
      }
    }
  }

  /* Blanks typed to indent: the page indents by itself. */
  function indents(page) {
    for (const block of page.querySelectorAll("p, div, section, li, h1, h2, h3, h4, h5, h6")) {
      const first = page.createTreeWalker(block, NodeFilter.SHOW_TEXT).nextNode()
      if (first) first.data = first.data.replace(/^[\s\u3000\u00a0]+(?=\S)/, "")
    }
  }

  function pasted(html) {
    const page = new DOMParser().parseFromString(html, "text/html")
    listItems(page)
    marks(page)
    indents(page)
    for (const heading of page.querySelectorAll(Object.keys(HEADINGS).join())) {
      rename(heading, HEADINGS[heading.tagName])
    }
    return page.body.innerHTML
  }

  window.newsroom = { ...window.newsroom, pasted }
})()
