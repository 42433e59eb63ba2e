"""A browser that notices whatever runs, asks another host or stands ready to: with the page's own
policy switched off, so that the markup alone has to be harmless."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, Route

from tests.safety.vectors import HOST

_HOOK = """(() => {
  const note = (what) => console.error("RAN " + what)
  window.ran = (number) => note(number)
  for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => note(name)
})()"""
# What would run as soon as somebody presses, points or types, in the page and in its frames.
_ARMED = """() => {
  const found = []
  const say = (element, what) => found.push(`<${element.localName}> ${what}`.slice(0, 200))
  const marked = (text) => /ran\\(|evil\\.example/.test(text)
  const CODE = /^(on|x-|@|:|v-|hx-|data-hx|ng-|_$|data-action|srcdoc$|style$|background$|ping$)/
  const LOADED = new Set(["src", "srcset", "data", "poster", "background", "code", "manifest"])
  const isElsewhere = (value) => /^\\s*(\\/\\/|https?:)[^?#]*evil\\.example/.test(value)
  const PLAIN = new Set(["http:", "https:", "mailto:", "tel:"])
  function walk(root) {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) walk(element.shadowRoot)
      if (element.localName === "template") walk(element.content)
      if (element.localName === "iframe" && element.contentDocument) walk(element.contentDocument)
      if (["script", "style"].includes(element.localName)) {
        const isData = /json/.test(element.type ?? "")
        if (!isData && marked(element.textContent)) say(element, element.textContent)
      }
      for (const { name, value } of element.attributes) {
        const low = name.toLowerCase()
        if (CODE.test(low) && marked(value)) say(element, `${name}=${value}`)
        if (LOADED.has(low) && isElsewhere(value)) say(element, value)
        if (["href", "action", "formaction", "xlink:href"].includes(low)) {
          let scheme = "https:"
          try { scheme = new URL(value, document.baseURI).protocol } catch { scheme = "https:" }
          if (!PLAIN.has(scheme) && marked(value)) say(element, `${name}=${value}`)
          if (low !== "href" && isElsewhere(value)) say(element, value)
        }
      }
      const isGrave = ["base", "object", "embed", "applet", "portal"].includes(element.localName)
      const whole = isGrave || element.httpEquiv ? element.outerHTML : ""
      if (marked(whole)) say(element, whole)
    }
  }
  walk(document)
  return found
}"""


@dataclass
class Watch:
    context: BrowserContext
    home: str
    runs: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """What a page's own policy has stopped: where it is on, nothing should even be tried."""
    elsewhere: list[str] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    @classmethod
    def over(
        cls, browser: Browser, home: str, *, cookies: Any = None, policy: bool = False
    ) -> "Watch":
        context = browser.new_context(
            base_url=home, bypass_csp=not policy, viewport={"width": 1280, "height": 900}
        )
        context.add_init_script(_HOOK)
        watch = cls(context, home)
        for name, value in (cookies or {}).items():
            context.add_cookies([{"name": name, "value": value.value, "url": home}])
        context.route("**/*", watch._route)
        context.on("page", watch._attend)
        return watch

    def page(self) -> Page:
        return self.context.new_page()

    def _attend(self, page: Page) -> None:
        page.on("dialog", lambda dialog: self._asked(page, dialog))
        page.on("console", lambda line: self._heard(page, line.text))

    def _asked(self, page: Page, dialog: Dialog) -> None:
        # Leaving what was typed: the page's own question.
        if dialog.type != "beforeunload":
            self._ran(page, dialog.message)
        dialog.accept()

    def _heard(self, page: Page, text: str) -> None:
        if text.startswith("RAN "):
            self._ran(page, text)
        elif "Content Security Policy" in text:
            self.refusals.append(f"{page.url}: {text}")

    def _ran(self, page: Page, what: str) -> None:
        self.runs.append(f"{page.url}: {what}")

    def _route(self, route: Route, request: Request) -> None:
        here = urlsplit(self.home).netloc
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != here:
            self.elsewhere.append(request.url)
            route.abort()
        else:
            route.continue_()

    def look(self, page: Page, path: str, *, status: int = 200) -> None:
        answer = page.goto(path)
        assert answer is not None, path
        assert answer.status == status, f"{path}: {answer.status}"
        self.judge(page, path)

    def judge(self, page: Page, where: str) -> None:
        self.looked_at.append(where)
        armed = page.evaluate(_ARMED)
        assert armed == [], f"{where}: {armed}"
        self.quiet(where)

    def quiet(self, where: str = "") -> None:
        assert self.runs == [], f"{where}: {self.runs}"
        asked = [url for url in self.elsewhere if HOST in url or "javascript" in url]
        assert asked == [], f"{where}: {asked}"
        assert self.elsewhere == [], f"{where}: {self.elsewhere}"


def armed(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_ARMED)
    return found
