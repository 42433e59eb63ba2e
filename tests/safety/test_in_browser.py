"""Nothing of the collection runs, by whatever way it came in and wherever it is shown: in a real
browser, with the pages' own policy switched off, then with it on."""

import re
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.text import markup
from tests.admin.helpers import form_data, signed_in, url
from tests.cast import Cast
from tests.safety.paper import Paper, bodies, fill
from tests.safety.vectors import CORPUS, storable
from tests.safety.watching import Watch, armed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paper() -> Paper:
    return fill(Cast())


def _sections(bodies_: list[str]) -> str:
    inside = "".join(f"<section>{each}</section>" for each in bodies_)
    return f"<!DOCTYPE html><html><head></head><body>{inside}</body></html>"


def test_the_watch_sees_what_runs_and_the_sanitiser_lets_none(chromium: Browser) -> None:
    """Raw, a good part of the collection runs here, or the other tests would say nothing; each
    through the sanitiser, none, as the browser's own parser reads it."""
    watch = Watch.over(chromium, "http://127.0.0.1:9")
    page = watch.page()
    watch.context.unroute("**/*")
    watch.context.route("**/*", lambda route: route.abort())
    for at in range(0, len(CORPUS), 60):
        # Each in a frame of its own: none swallows the next.
        page.set_content("<p>x")
        page.evaluate(
            """async (all) => {
              for (const html of all) {
                const frame = document.createElement("iframe")
                frame.srcdoc = "<script>window.ran = (n) => parent.ran(n)</script>" + html
                document.body.append(frame)
              }
              await new Promise((done) => setTimeout(done, 350))
            }""",
            CORPUS[at : at + 60],
        )
    ran = {match for line in watch.runs for match in re.findall(r"RAN (\d+)", line)}
    assert len(ran) >= 120, len(ran)
    # A slow frame of the raw ones may still be running: what is clean is watched by itself.
    watch.context.close()
    watch = Watch.over(chromium, "http://127.0.0.1:9")
    page = watch.page()
    for at in range(0, len(CORPUS), 200):
        cleaned = [str(markup.clean(each)) for each in CORPUS[at : at + 200]]
        page.set_content(_sections(cleaned))
        count = page.evaluate("document.querySelectorAll('body > section').length")
        assert count == len(cleaned), "one of them broke out of its place"
        assert armed(page) == []
    page.set_content(_sections([str(markup.clean(each)) for each in bodies()]))
    assert armed(page) == []
    assert watch.runs == []
    assert watch.elsewhere == []
    watch.context.close()


def test_readers_are_shown_text(chromium: Browser, live_server: LiveServer, paper: Paper) -> None:
    watch = Watch.over(chromium, live_server.url)
    page = watch.page()
    first = paper.live[0]
    shared = [
        "/", f"/{paper.cast.section.slug}/", f"/tags/{paper.tag.slug}/", "/topics/",
        "/topics/topic/", f"/authors/{paper.author.pk}/", f"/archive/{first.date:%Y/%m/%d}/",
        "/archive/", "/pages/about/", "/corrections/", "/search/?q=甲", "/search/?q=ran",
        "/search/?q=" + "script", f"/preview/{paper.token}/",
    ]  # fmt: skip
    for piece in paper.live:
        watch.look(page, piece.get_absolute_url())
    assert "乙" in page.inner_text("body")
    for path in shared:
        watch.look(page, path)
    # What is asked for stands in the box again, and in the links of the page.
    for vector in CORPUS[::16]:
        watch.look(page, reverse("search") + "?q=" + _quoted(storable(vector)[:60]))
    # As a frightened address, which the page that says “not found” must not repeat as markup.
    for vector in CORPUS[3::90]:
        page.goto("/" + _quoted(storable(vector).replace("/", ""))[:200] + "/")
        watch.judge(page, "not found")
    _feeds(page, watch, paper)
    watch.context.close()
    strict = Watch.over(chromium, live_server.url, policy=True)
    page = strict.page()
    for path in [*shared, *(piece.get_absolute_url() for piece in paper.live[::6])]:
        strict.look(page, path)
    # Nothing was even tried that the policy would have had to stop.
    assert strict.refusals == []
    strict.context.close()


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "ignore"))


def _feeds(page: Page, watch: Watch, paper: Paper) -> None:
    client = Client()
    for path in ("/feeds/latest.rss", "/feeds/latest.atom", "/feeds/news.rss", "/feeds/news.atom"):
        watch.look(page, path)
        top = ElementTree.fromstring(client.get(path).content)
        texts = [
            element.text or ""
            for entry in top.iter()
            if re.search(r"(^|\})(item|entry)$", entry.tag)
            for element in entry
            if re.search(r"encoded$|content$|summary$|description$", element.tag)
        ]
        assert sum("乙" in text for text in texts) >= 20
        # As a reader of feeds shows them: as a page of its own.
        for text in texts:
            if "<" in text:
                page.set_content(text.replace("http://testserver", watch.home))
                assert armed(page) == [], path
                assert page.evaluate("document.querySelectorAll('script, style, svg').length") == 0
    for path in ("/sitemap.xml", "/news-sitemap.xml", "/robots.txt"):
        watch.look(page, path)
    watch.quiet("feeds")


@pytest.fixture(params=["ckeditor", "prose"])
def editor(request: pytest.FixtureRequest, settings: object) -> str:
    settings.EDITOR = request.param  # type: ignore[attr-defined]
    return str(request.param)


def test_the_newsroom_is_shown_text(
    chromium: Browser, live_server: LiveServer, paper: Paper, editor: str
) -> None:
    chief, boss = signed_in(paper.cast.chief), signed_in(paper.cast.administrator)
    watch = Watch.over(chromium, live_server.url, cookies=chief.cookies)
    page = watch.page()
    pieces = [paper.draft.pk, paper.waiting.pk, paper.from_word.pk, *(
        piece.pk for piece in paper.live[::12]
    )]  # fmt: skip
    for number in pieces:
        watch.look(page, url("articles_article_change", number) + "?edit=1")
        if page.locator("[data-words]").count():
            page.wait_for_function(
                "window.newsroom?.editors?.of(document.querySelector('[name=body]'))"
            )
            watch.judge(page, f"the editor of {number}")
    if editor == "ckeditor":
        screens = ["review", "preview", "preview_window", "compare", "revisions", "sheet"]
        paths = [url(f"articles_article_{name}", paper.waiting.pk) for name in screens]
        paths += [url("articles_article_step", paper.waiting.pk, "return")]
        paths += [
            url("index"), url("articles_article_changelist") + "?tab=all", url("notices"),
            url("articles_ledgerentry_changelist"), url("intake"), url("proofreading"),
            reverse("admin:intake-review", args=[paper.file.pk]), url("calendar"), url("front"),
            url("articles_image_changelist"), url("accounts_author_changelist"), url("specials"),
            url("accounts_author_change", paper.author.pk), url("schedule"),
            url("articles_article_share", paper.draft.pk), url("articles_article_kept_list"),
            url("articles_tag_changelist"), url("articles_source_changelist"), url("roster"),
        ]  # fmt: skip
        for path in paths:
            watch.look(page, path)
        page.goto(url("articles_article_review", paper.waiting.pk))
        assert page.locator("[data-thread]").count() >= 12
    _pasted(page, watch, paper, editor)
    _given_back(page, watch, paper, chief)
    watch.context.close()
    if editor == "prose":
        return
    watch = Watch.over(chromium, live_server.url, cookies=boss.cookies)
    page = watch.page()
    for path in (
        url("articles_siteidentity_changelist"), url("articles_page_changelist"),
        url("articles_section_changelist"), url("accounts_user_changelist"),
        url("articles_section_change", paper.cast.section.pk),
        url("accounts_user_change", paper.cast.editor.pk),
    ):  # fmt: skip
        watch.look(page, path)
    watch.context.close()


_PASTE = """async (texts) => {
  const editor = window.newsroom.editors.of(document.querySelector("[name=body]"))
  const wait = (time) => new Promise((done) => setTimeout(done, time))
  for (const html of texts) {
    // CKEditor makes itself a new page for each text that is set.
    while (!editor.root()) await wait(10)
    editor.focus()
    const data = new DataTransfer()
    data.setData("text/html", html)
    data.setData("text/plain", "x")
    editor.root().dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
    await wait(15)
    editor.setHtml(html)
    await wait(40)
  }
}"""


def _pasted(page: Page, watch: Watch, paper: Paper, editor: str) -> None:
    """Into the editor itself, past every other fence: as pasted, and as its whole text."""
    watch.look(page, url("articles_article_change", paper.draft.pk) + "?edit=1")
    page.wait_for_function("window.newsroom?.editors?.of(document.querySelector('[name=body]'))")
    some = [storable(each) for each in CORPUS[::3]]
    for at in range(0, len(some), 40):
        page.evaluate(_PASTE, some[at : at + 40])
        # The policy that is off here would not have let an editor look at a stranger's picture.
        assert watch.runs == [], f"pasted into {editor}: {at}: {watch.runs}"
        watch.elsewhere.clear()
        watch.judge(page, f"pasted into {editor}: {at}")
    # What was pasted is kept by itself; nobody is asked about leaving.
    page.evaluate("document.getElementById('article_form').remove()")
    page.goto("about:blank")


def _given_back(page: Page, watch: Watch, paper: Paper, client: Client) -> None:
    """What was typed and could not be saved comes back as it was typed, in the editor too."""
    for body in bodies()[::10]:
        typed = form_data(paper.draft, headline="") | {"body": body}
        answer = client.post(url("articles_article_change", paper.draft.pk), typed)
        assert answer.status_code == 200
        page.route(
            "**/given-back/",
            lambda route, _request, answer=answer: route.fulfill(
                body=answer.content, content_type="text/html; charset=utf-8"
            ),
        )
        page.goto("/admin/given-back/")
        page.wait_for_function(
            "window.newsroom?.editors?.of(document.querySelector('[name=body]'))"
        )
        watch.judge(page, "given back")
        page.unroute("**/given-back/")
        page.evaluate("document.getElementById('article_form').remove()")
        page.goto("about:blank")
