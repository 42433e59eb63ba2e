"""The editor in a real browser: what it shows, what it lets in, and whom it talks to."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from articles.images import store
from articles.models import Article, Image
from tests import cast as people
from tests.images import pictures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DATA = "CKEDITOR.instances.id_body.getData()"


class Desk:
    """A reporter before the edit screen of a piece that has one picture in its text."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.image = store(pictures.jpeg(), "bridge.jpg", None)
        self.other = store(pictures.saved(pictures.drawing(), "PNG"), "chart.png", None)
        self.asked: list[str] = []
        self.troubles: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        favicon = message.location.get("url", "").endswith("/favicon.ico")
        if (message.type == "error" and not favicon) or "[CKEDITOR]" in message.text:
            self.troubles.append(message.text)

    def open(self, piece: Article) -> None:
        self.page.goto(f"{self.address}/admin/articles/article/{piece.pk}/change/")
        self.page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")

    def body(self) -> str:
        return str(self.page.evaluate(DATA))

    def inside(self, script: str) -> Any:
        """Run something on the editor's own document, as `document`."""
        return self.page.evaluate(f"(document => {script})(CKEDITOR.instances.id_body.document.$)")


def placeholder(image: Image) -> str:
    return f'<figure class="newsroom-image" data-image="{image.content_hash}"></figure>'


@pytest.fixture
def cast() -> people.Cast:
    return people.Cast()


@pytest.fixture
def desk(chromium: Browser, live_server: Any, cast: people.Cast) -> Iterator[Desk]:
    client = Client()
    client.force_login(cast.reporter)
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    yield Desk(context.new_page(), live_server.url)
    context.close()


def test_a_picture_in_the_text_is_seen_and_stays_a_placeholder(
    desk: Desk, cast: people.Cast
) -> None:
    body = f"<p>等一班人。</p>\n{placeholder(desk.image)}\n<p>完。</p>"
    piece = people.make_draft(cast.reporter, cast.section, body=body)
    desk.open(piece)
    desk.page.wait_for_timeout(500)
    shown = desk.inside("document.querySelector('figure.newsroom-image img').naturalWidth")
    assert shown == 640
    assert placeholder(desk.image) in desk.body()
    assert "<img" not in desk.body()
    assert desk.page.evaluate("CKEDITOR.instances.id_body.checkDirty()") is False
    desk.page.click("[data-save]")
    desk.page.wait_for_load_state()
    piece.refresh_from_db()
    assert piece.body == body
    # Nothing left this machine, and the bundled editor had nothing to complain about.
    assert all(url.startswith((desk.address, "data:", "blob:")) for url in desk.asked)
    assert desk.troubles == []


def test_the_button_offers_the_archive_and_places_the_choice(desk: Desk, cast: people.Cast) -> None:
    desk.open(people.make_draft(cast.reporter, cast.section))
    desk.page.click(".cke_button__newsroomfigure")
    desk.page.click(f"[data-found] [data-image='{desk.other.content_hash}']")
    desk.page.wait_for_function(f"{DATA}.includes('{desk.other.content_hash}')")
    assert placeholder(desk.other) in desk.body()
    desk.page.evaluate(
        f"CKEDITOR.instances.id_body.execCommand('newsroomFigure', '{desk.image.content_hash}')"
    )
    assert placeholder(desk.image) in desk.body()
    desk.page.evaluate(
        "CKEDITOR.instances.id_body.execCommand('newsroomFigure', '\"><script>x</script>')"
    )
    assert "script" not in desk.body()


CARET = """offset => {
    const editor = CKEDITOR.instances.id_body
    editor.focus()
    const range = editor.createRange()
    range.setStart(editor.editable().findOne("p").getFirst(), offset)
    range.collapse(true)
    range.select()
}"""


def test_a_picture_cuts_no_sentence_in_two(desk: Desk, cast: people.Cast) -> None:
    body = "<p>等一班人回家。</p>\n<p>完。</p>"
    desk.open(people.make_draft(cast.reporter, cast.section, body=body))
    place = f"CKEDITOR.instances.id_body.execCommand('newsroomFigure', '{desk.image.content_hash}')"
    for caret, shown in ((0, "图等一班人回家。完。"), (3, "等一班人回家。图完。")):
        desk.page.evaluate(f"CKEDITOR.instances.id_body.setData({body!r})")
        desk.page.wait_for_timeout(300)
        desk.page.evaluate(CARET, caret)
        desk.page.evaluate(place)
        plain = desk.body().replace(placeholder(desk.image), "图")
        assert re.sub(r"<[^>]+>|\s|&nbsp;", "", plain) == shown
    assert desk.troubles == []


PASTED = (
    ("<p onclick='x()' style='color:red'>字</p>", "<p>字</p>", ("onclick", "style")),
    ("<p>甲<iframe src='//evil.example'></iframe>乙</p>", "<p>甲乙</p>", ("iframe",)),
    ("<p><img src=x onerror='window.ran=1'>字</p>", "字", ("img", "onerror")),
    ("<p>甲<script>window.ran = 1</script></p>", "甲", ("script", "ran")),
    ("<p><a href='javascript:window.ran=1'>字</a></p>", "字", ()),
    ("<form><input name='q'>字</form>", "字", ("form", "input")),
    ("<p class=MsoNormal><b>粗</b><o:p></o:p></p>", "<strong>粗</strong>", ("Mso", "o:p")),
    ("<h1>大</h1><h2>中</h2>", "<h2>中</h2>", ("h1",)),
    ('<figure class="newsroom-image" data-image="x">字</figure>', "", ("figure",)),
)
PASTE = """html => new Promise(done => {
    const editor = CKEDITOR.instances.id_body
    editor.setData("", () => {
        editor.focus()
        editor.once("afterPaste", done)
        editor.fire("paste", { type: "auto", method: "paste", dataValue: html,
            dataTransfer: new CKEDITOR.plugins.clipboard.dataTransfer() })
    })
})"""


def test_what_is_pasted(desk: Desk, cast: people.Cast) -> None:
    desk.open(people.make_draft(cast.reporter, cast.section))
    for pasted, kept, gone in PASTED:
        desk.page.evaluate(PASTE, pasted)
        body = desk.body()
        assert kept in body, pasted
        for part in gone:
            assert part not in body, pasted
        assert not desk.page.evaluate("Boolean(window.ran)"), pasted
        assert not desk.inside("Boolean(document.defaultView.ran)"), pasted


def test_its_words_and_its_tools(desk: Desk, cast: people.Cast) -> None:
    desk.open(people.make_draft(cast.reporter, cast.section))
    assert desk.page.evaluate("CKEDITOR.instances.id_body.langCode") == "zh-cn"
    plugins = desk.page.evaluate("Object.keys(CKEDITOR.instances.id_body.plugins)")
    assert {"newsroomfigure", "widget", "clipboard", "table", "link"} <= set(plugins)
    assert not {"iframe", "forms", "flash", "preview", "sourcearea", "image"} & set(plugins)
    assert desk.inside("getComputedStyle(document.body).lineHeight") == "32.4px"
    width = desk.page.evaluate("document.querySelector('.cke').offsetWidth")
    row = desk.page.evaluate("document.querySelector('.nr-body').offsetWidth")
    assert width == row
