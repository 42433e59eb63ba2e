"""Both editors on the same stored texts and the same day's work: nothing is lost in either."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from hypothesis import given, settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.desk import comments, editing, stylebook
from articles.images import store
from articles.models import Article, Autosave, State, StyleRule
from articles.models import Page as PageAbout
from articles.text.markup import clean, figure
from tests.admin.test_browser import RICH, drawing, save, window
from tests.cast import Cast, make_draft
from tests.images import pictures
from tests.text.test_markup import SOUP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IMAGE = "ab" * 32
BODY = "document.querySelector('[name=body]')"
EDITOR = f"window.newsroom?.editors?.of({BODY})"
STORED = [
    RICH,
    "",
    "<p>一</p>",
    f"{figure(IMAGE)}\n<p>图在前。</p>\n{figure('cd' * 32)}\n{figure(IMAGE)}",
    "<p><strong>粗</strong><em>斜</em><strong><em>又粗又斜</em></strong>"
    "<strong>粗<sub>下</sub></strong></p>",
    '<p><a href="/2026/01/02/3/"><strong>站内</strong></a><a href="mailto:a@b.cn">信</a>'
    '<a href="tel:+861012345678">电话</a><a href="https://a.example/?a=1&amp;b=%E4%B8%AD#c">址</a></p>',
    "<ol><li>一<ul><li>甲<ol><li>子</li></ol></li><li>乙</li></ul></li><li>二</li></ol>",
    "<blockquote><p>引一</p><ul><li>引中列</li></ul><p>引二</p></blockquote>",
    "<p>行一<br>行二<br><strong>行三</strong></p>",
    "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2，“引号”——破折号……</p>",
    "<p>甲\u3000乙 丙</p><h3>小一号</h3><hr><h2>小标题</h2>",
    "<table><caption>产量（<strong>吨</strong>）</caption><thead><tr><th scope='col'>月</th>"
    "<th scope='col'>量</th></tr><tr><th colspan='2'>二〇二六</th></tr></thead>"
    "<tbody><tr><th scope='row'>一</th><td>3<br>4</td></tr>"
    "<tr><td rowspan='2'>二</td><td></td></tr><tr><td>5</td></tr></tbody></table>",
    "<table><tbody><tr><td>一</td><td>二</td><td>三</td></tr><tr><td>四</td></tr></tbody></table>",
    "<table><thead><tr><th rowspan='3'>一</th><th>二</th></tr></thead><tbody><tr><td>三</td></tr>"
    "<tr><td rowspan='4'>四</td><td>五</td><td>六</td></tr></tbody></table>",
    "<table><tbody><tr><td>一</td><td rowspan='2'>二</td></tr><tr><td colspan='2'>三</td></tr>"
    "<tr><td colspan='3' rowspan='2'>四</td><td>五</td></tr><tr><td>六</td></tr></tbody></table>",
    "<table><tbody><tr><td>只有一格</td></tr></tbody></table><p>表后</p>",
    "<ul><li>列后是图</li></ul>" + figure(IMAGE) + "<blockquote><p>引</p></blockquote>",
]

ITEM = "<p style='mso-list:l0 level{0} lfo1'><span style='mso-list:Ignore'>{1}&nbsp; </span>{2}</p>"
FROM_WORD = (
    "<html><body><!--StartFragment--><h1>大标题<o:p></o:p></h1>"
    "<p class=MsoNormal>　　末班车<span style='font-weight:700'>来</span>了，末<b>班</b>车。"
    "<span style='display:none'>暗记</span></p>"
    + ITEM.format(1, "l", "甲") + ITEM.format(2, "1.", "子") + ITEM.format(1, "l", "乙")
    + ITEM.format(1, "一、", "丙")
    + "<section><h4>小题</h4></section><!--EndFragment--></body></html>"
)  # fmt: skip


@cache
def bodies() -> list[str]:
    """Texts as they lie in a database: written ones, the demo's, and what hypothesis makes."""
    found = [str(clean(each)) for each in STORED]
    for path in sorted((Path(django_settings.BASE_DIR) / "newsroom/demo/pieces").glob("*.md")):
        lines = path.read_text().partition("\n+++\n")[2].split("\n\n")
        found.append(str(clean("".join(f"<p>{line}</p>" for line in lines if line.strip()))))

    @settings(max_examples=120, derandomize=True, database=None, deadline=None)
    @given(SOUP)
    def collect(html: str) -> None:
        body = str(clean(html))
        if body:
            found.append(body)

    collect()
    return list(dict.fromkeys(found))


@pytest.fixture(params=["ckeditor", "prose"])
def editor(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.EDITOR = request.param
    return str(request.param)


def open_editor(page: Page, article: Article | None = None) -> None:
    page.goto(f"{article.get_absolute_url()}?edit=1" if article else "/admin/articles/article/add/")
    page.wait_for_function(EDITOR)
    expect(page.locator("[data-words]")).to_contain_text("/")


def html(page: Page) -> str:
    return str(page.evaluate(f"{EDITOR}.html()"))


def put_caret(page: Page, words: str) -> None:
    """Behind these words, as a press of the mouse would."""
    page.evaluate(
        f"""(words) => {{
          const editor = {EDITOR}
          const page = editor.root().ownerDocument
          const walker = page.createTreeWalker(editor.root(), NodeFilter.SHOW_TEXT)
          while (walker.nextNode()) {{
            const at = walker.currentNode.data.indexOf(words)
            if (at < 0) continue
            const range = page.createRange()
            range.setStart(walker.currentNode, at + words.length)
            range.collapse(true)
            editor.select(range)
            return
          }}
          throw new Error("no such words")
        }}""",
        words,
    )


def paste(page: Page, marked: str, then: str, plain: str = "x") -> None:
    """From the clipboard, until these words stand in the text."""
    page.evaluate(
        f"""([html, plain]) => {{
          const data = new DataTransfer()
          if (html) data.setData("text/html", html)
          data.setData("text/plain", plain)
          {EDITOR}.root().dispatchEvent(new ClipboardEvent("paste",
            {{ clipboardData: data, bubbles: true, cancelable: true }}))
        }}""",
        [marked, plain],
    )
    page.wait_for_function(f"(words) => {EDITOR}.html().includes(words)", arg=then)


def accessible(page: Page) -> list[str]:
    """What axe finds on the screen, but for the theme around it: the rule, and where."""
    found = Axe().run(
        page,
        context=[[".nr-page"], [".nr-bar"]],
        options={"resultTypes": ["violations"]},
    )
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found.response["violations"]]


def kept_by_then(page: Page, words: str) -> None:
    """Within some seconds, once and for the text itself."""
    for _turn in range(60):
        if any(words in str(each.fields) for each in Autosave.objects.all()):
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{words} is not kept")


def test_no_stored_text_is_changed(chromium: Browser, live_server: LiveServer, editor: str) -> None:
    cast = Cast()
    assert len(bodies()) >= 80
    piece = make_draft(cast.reporter, cast.section, body="<p>等一班人。</p>")
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page, piece)
    wait = "new Promise((done) => setTimeout(done, 60))" if editor == "ckeditor" else "null"
    wrong = []
    for body in bodies():
        given_back = page.evaluate(
            f"async (body) => {{ {EDITOR}.setHtml(body); await {wait}; return {EDITOR}.html() }}",
            body,
        )
        if str(clean(given_back)) != body:
            wrong.append((body, str(clean(given_back)), given_back))
    assert wrong == []
    assert errors == []
    page.evaluate("document.getElementById('article_form').remove()")
    page.context.close()


def test_opening_and_saving_changes_nothing(
    chromium: Browser, live_server: LiveServer, editor: str
) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=RICH)
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page, article)
    save(page)
    article.refresh_from_db()
    assert article.version == 1
    # Touched, and taken back: still what it was.
    open_editor(page, article)
    put_caret(page, "从今晚起")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    page.fill("[name=deck]", "新副题")
    save(page)
    article.refresh_from_db()
    assert (article.version, article.deck, article.body) == (2, "新副题", RICH)
    # Without a network a press of Save says that nothing was saved, and goes on saying it.
    open_editor(page, article)
    put_caret(page, "从今晚起")
    page.context.set_offline(True)
    page.keyboard.type("x")
    page.click("[data-save]")
    expect(page.locator(".nr-keeping")).to_contain_text("尚未保存")
    page.wait_for_timeout(500)
    expect(page.locator(".nr-keeping")).to_contain_text("尚未保存")
    page.context.set_offline(False)
    save(page)
    article.refresh_from_db()
    assert (article.version, article.body) == (3, RICH.replace("从今晚起", "从今晚起x"))
    assert errors == []
    page.context.close()


def test_a_day_at_the_desk(chromium: Browser, live_server: LiveServer, editor: str) -> None:
    cast = Cast()
    rule = StyleRule(kind="preferred", term="师付", replacement="师傅", severity="warning")
    stylebook.save(cast.chief, rule)
    archived = store(pictures.jpeg(), "bridge.jpg", None)
    page, errors = window(chromium, live_server, cast.reporter)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    # Written by hand, counted and kept while one writes.
    open_editor(page)
    page.fill("[name=headline]", "桥面夜修")
    page.evaluate(f"{EDITOR}.focus()")
    page.keyboard.insert_text("早高峰前通车，师付说。")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("第二段")
    page.keyboard.press("Control+b")
    page.keyboard.insert_text("粗字")
    expect(page.locator("[data-words]")).to_have_text("16 / 16")
    expect(page.locator(".nr-keeping")).to_contain_text("已自动暂存")
    kept_by_then(page, "第二段")

    # A picture that arrives, and one from the archive, each where the caret is, no word cut.
    page.set_input_files("[data-files]", [
        {"name": "red.png", "mimeType": "image/png", "buffer": drawing("red")}
    ])  # fmt: skip
    rows = page.locator("[data-rows=figures] [data-list] > [data-row]")
    expect(rows).to_have_count(1)
    put_caret(page, "早高峰")
    rows.nth(0).locator("[data-insert]").click()
    expect(page.locator("[data-rows=figures]")).to_be_visible()
    assert html(page).count("data-image=") == 1
    put_caret(page, "粗字")
    page.locator(
        ".cke_button__newsroomfigure" if editor == "ckeditor" else "[data-tool=picture]"
    ).click()
    page.click(f"[data-archive] [data-image='{archived.content_hash}']")
    page.wait_for_function(f"{EDITOR}.html().includes('{archived.content_hash}')")
    expect(rows).to_have_count(2)
    assert "早高峰前通车，师付说。" in html(page)

    # House style: found, led to, mended in its place.
    slip = page.locator("[data-finding][data-text='师付'][data-field=body]")
    expect(slip).to_have_count(1)
    slip.locator("[data-jump]").click()
    selected = f"{EDITOR}.root().ownerDocument.getSelection().toString()"
    assert page.evaluate(selected) == "师付"
    slip.locator("[data-replace]").click()
    expect(slip).to_have_count(0)

    # What is pasted keeps its sense and nothing else.
    put_caret(page, "通车，师傅说。")
    paste(page, "<p class=MsoNormal style='color:red' onclick='window.ran=1'>贴<b>来</b>的"
          "<img src=x onerror='window.ran=1'></p>", "贴")  # fmt: skip
    assert not page.evaluate("Boolean(window.ran)")
    # Lists, headings and bold type as Word and WeChat write them; Undo takes back that alone.
    page.keyboard.press("Enter")
    before = clean(html(page))
    paste(page, FROM_WORD, "末班车")
    pasted = clean(html(page))
    for part in (
        "<h2>大标题</h2>", "<p>末班车<strong>来</strong>了，末<strong>班</strong>车。</p>",
        "<ul><li>甲<ol><li>子</li></ol></li><li>乙</li></ul>", "<p>一、丙</p>", "<h3>小题</h3>",
    ):  # fmt: skip
        assert part in pasted
    assert "暗记" not in pasted
    page.keyboard.press("Control+z")
    page.wait_for_function(f"!{EDITOR}.html().includes('末班车')")
    assert clean(html(page)) == before
    page.keyboard.press("Control+y")
    page.wait_for_function(f"{EDITOR}.html().includes('末班车')")
    assert clean(html(page)) == pasted
    # Each line of plain text is a paragraph.
    page.keyboard.press("Enter")
    paste(page, "", "丁", "丙行\n  丁 < 行")
    assert "丙行</p>\n<p>丁 &lt; 行" in clean(html(page))
    paste(page, "", "戊", "戊<b>己</b>")
    assert "戊&lt;b&gt;己&lt;/b&gt;" in clean(html(page))

    # Found across bold type and replaced, all of it from the keyboard and taken back in one step.
    page.keyboard.press("Control+h")
    expect(page.locator("[data-what]")).to_be_focused()
    page.keyboard.insert_text("末班车")
    said = page.locator("[data-search-said]")
    expect(said).to_contain_text("/ 2")
    page.keyboard.press("Enter")
    page.fill("[data-by]", "末班车子")
    page.press("[data-by]", "Enter")
    assert html(page).count("末班车子") + html(page).count("班</strong>车子") == 1
    page.click("[data-every]")
    expect(said).to_have_text("已替换 2 处，可以撤销")
    assert "<p>末班车子子<strong>来</strong>了，末班车子。</p>" in clean(html(page)) or (
        "<p>末班车子<strong>来</strong>了，末班车子子。</p>" in clean(html(page))
    )
    assert accessible(page) == []
    page.press("[data-what]", "Escape")
    expect(page.locator("[data-search-of]")).to_be_hidden()
    page.keyboard.press("Control+z")
    page.wait_for_function(f"!{EDITOR}.html().includes('车子子')")
    assert clean(html(page)).count("车子") == 1
    assert not Article.objects.exists()

    # Saved and sent to review by one press, then mended there by an editor.
    with page.expect_navigation():
        page.click("[name=_submit]")
    article = Article.objects.get()
    assert article.state == State.FIRST_REVIEW, article.state
    red = article.figures.exclude(image=archived).get().image
    assert "<strong>粗字</strong>" in article.body
    assert "师傅说。" in article.body
    assert "贴<strong>来</strong>的" in article.body
    assert [hash_ in article.body for hash_ in (red.content_hash, archived.content_hash)] == [
        True
    ] * 2
    number = editing.newest_revision(article).number
    said = comments.say(article, cast.editor, "哪座桥？", revision=number, field="body", block=0,
                        quote="早高峰")  # fmt: skip
    assert errors == []
    page.context.close()
    page, errors = window(chromium, live_server, cast.editor)
    page.on("request", lambda request: asked.append(request.url))
    open_editor(page, article)
    page.locator("#comments [data-thread] [data-goto]").first.click()
    page.keyboard.insert_text("今天")
    with page.expect_navigation():
        page.click("[name=_do][value=pass]")
    article.refresh_from_db()
    assert article.state == State.APPROVED
    assert article.body.startswith("<p>今天早高峰前通车"), article.body
    assert said.pk
    assert errors == []
    # Nothing left this machine.
    assert all(url.startswith((live_server.url, "data:", "blob:")) for url in asked)
    page.context.close()


WORD_LIST = ITEM.format(1, "1.", "甲") + ITEM.format(1, "2.", "乙")


@pytest.mark.parametrize(
    ("pasted", "stands"),
    [
        (WORD_LIST, "<ol><li>甲</li><li>乙</li></ol>"),
        ("<blockquote><p>引乙</p></blockquote>", "<blockquote><p>引乙</p></blockquote>"),
        (
            "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>",
            "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>",
        ),
    ],
    ids=["list", "quotation", "table"],
)
def test_what_is_pasted_as_a_block_stands_as_one(
    chromium: Browser, live_server: LiveServer, editor: str, pasted: str, stands: str
) -> None:
    cast = Cast()
    piece = make_draft(cast.reporter, cast.section, body="<p>第一段</p>")
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page, piece)
    put_caret(page, "第一段")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("第二段")
    paste(page, pasted, "乙")
    assert clean(html(page)) == f"<p>第一段</p>\n<p>第二段</p>\n{stands}"
    # Words of a sentence go on in theirs.
    put_caret(page, "第一")
    paste(page, "<p>的<b>那个</b></p>", "那个")
    assert "<p>第一的<strong>那个</strong>段</p>" in clean(html(page))
    assert errors == []
    page.evaluate("document.getElementById('article_form').remove()")
    page.context.close()


def test_the_tools_of_the_second_editor(
    chromium: Browser, live_server: LiveServer, settings: Any
) -> None:
    settings.EDITOR = "prose"
    cast = Cast()
    piece = make_draft(cast.reporter, cast.section, body="<p>从今晚起，末班车等人。</p>")
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page, piece)

    def in_the_text() -> None:
        page.wait_for_function("document.activeElement.classList.contains('ProseMirror')")

    def press(tool: str) -> None:
        page.click(f".nr-prose [data-tool={tool}]")
        if tool not in ("link", "caption"):
            in_the_text()

    # Named for those who do not see the pictures on them; one stop for Tab, arrows from there.
    for button in page.locator(".nr-prose-row button").all():
        assert button.get_attribute("aria-label")
    page.focus(".nr-prose [data-tool=bold]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.tool") == "italic"
    page.keyboard.press("Escape")
    in_the_text()
    page.keyboard.press("Alt+F10")
    assert page.evaluate("document.activeElement.dataset.tool") == "italic"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.tool") == "full"
    page.keyboard.press("Enter")
    in_the_text()
    assert page.locator(".nr-prose").bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": (
        844 - page.locator(".nr-bar").bounding_box()["height"]
    )}  # fmt: skip
    expect(page.locator("[data-tool=full]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("[data-tool=full]")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".nr-prose .ProseMirror")).to_have_attribute("role", "textbox")
    # A link, with a wrong address first.
    put_caret(page, "从今")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+k")
    page.fill(".nr-prose-ask input", "javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.locator(".nr-prose-ask .nr-error")).to_be_visible()
    page.fill(".nr-prose-ask input", "a.example/车")
    page.keyboard.press("Enter")
    assert '<a href="https://a.example/车">晚</a>' in html(page)
    put_caret(page, "末班车等人。")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("小标题")
    page.select_option(".nr-prose select", "h2")
    in_the_text()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    press("bullets")
    page.keyboard.insert_text("甲")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    press("table")
    page.keyboard.insert_text("格")
    press("header")
    press("caption")
    page.fill(".nr-prose-ask input", "表 <1>")
    page.keyboard.press("Enter")
    save(page)
    piece.refresh_from_db()
    assert "<h2>小标题</h2>\n<ul><li>甲</li></ul>" in piece.body
    assert "<table><caption>表 &lt;1&gt;</caption><tbody><tr><th>格</th><td></td>" in piece.body
    assert errors == []
    # A page about the paper, and a topic's introduction, in the same editor.
    page.context.close()
    page, errors = window(chromium, live_server, cast.administrator)
    about = PageAbout.objects.get(slug="about")
    page.goto(f"/admin/articles/page/{about.pk}/change/")
    page.wait_for_function(EDITOR)
    assert page.locator("[data-tool=picture]").count() == 0
    page.evaluate(f"{EDITOR}.setHtml('<p>我们是谁。</p>')")
    assert page.evaluate(f"{BODY}.value") == "<p>我们是谁。</p>"
    assert errors == []
    page.context.close()


def test_it_fits_a_telephone(chromium: Browser, live_server: LiveServer, editor: str) -> None:
    cast = Cast()
    piece = make_draft(cast.reporter, cast.section, body=RICH)
    page, errors = window(chromium, live_server, cast.reporter, width=390)
    open_editor(page, piece)
    put_caret(page, "厂门口")
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 390
    page.keyboard.press("Control+h")
    expect(page.locator("[data-by]")).to_be_in_viewport()
    assert page.evaluate(wide) <= 390
    # The whole window for the text, also with something between the toolbar and it.
    tool, text = ("[data-tool=full]", ".nr-prose-text")
    if editor == "ckeditor":
        tool, text = ".cke_button__maximize", ".cke_contents"
    for _turn in "on", "off", "on":
        page.click(tool)
    box = page.locator(text).bounding_box()
    assert box is not None
    assert (box["x"], round(box["width"])) == (0, 390)
    assert box["height"] > 450
    assert 700 < box["y"] + box["height"] <= 844
    page.click("[data-shut]")
    page.wait_for_function(
        f"document.querySelector('{text}').getBoundingClientRect().height > {box['height'] + 100}"
    )
    assert errors == []
    page.context.close()
