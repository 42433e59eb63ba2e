"""The newsroom's screens in a real browser: what only scripts, widths and two windows show."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image as Picture
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.models import Article, Autosave, PublishedArticle, State
from articles.text import words
from articles.text.markup import clean
from tests.admin.helpers import signed_in, step_url
from tests.cast import Cast, make_author, make_draft, make_published, step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATIC = Path(settings.BASE_DIR) / "static" / "newsroom"


def window(
    chromium: Browser, server: LiveServer, user: User, *, width: int = 1280, scripts: bool = True
) -> tuple[Page, list[str]]:
    """A window in which somebody is signed in, and the errors that its scripts raise."""
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
    context = chromium.new_context(
        base_url=server.url,
        java_script_enabled=scripts,
        viewport={"width": width, "height": 844},
    )
    # What is worth waiting for is there by then, on a busy machine too.
    context.set_default_timeout(90_000)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page, errors


def open_editor(page: Page, article: Article | None = None) -> None:
    page.goto(f"{article.get_absolute_url()}?edit=1" if article else "/admin/articles/article/add/")
    page.wait_for_function("window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
    # The counter has counted: every script of the page has run.
    expect(page.locator("[data-words]")).to_contain_text("/")


def save(page: Page) -> None:
    with page.expect_navigation():
        page.click("[data-save]")


def body_of(page: Page) -> str:
    return str(page.evaluate("CKEDITOR.instances.id_body.getData()"))


def drawing(colour: str) -> bytes:
    data = io.BytesIO()
    Picture.new("RGB", (640, 400), colour).save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "从今晚起，78路末班车多等十分钟。",
        "GDP增长5.2%，PM2.5降到28微克/立方米。",
        "“灯亮着”——他说……‘好’。",
        "He said “yes” — twice… don't",
        "2026年3月8日 09:30 第3版 A-12",
        "韩文한국어、かな、ﾊﾝｶｸ、全角ＡＢＣ１２３",
        "甲\u3000乙\xa0丙\tabc def\nghi",
        "e\u0301tude naïve 😀👩‍🚒 ⚡ ☎",
        "①②③ㄅㄆ〇㎡",
        "",
    ],
)
def test_the_page_counts_like_the_server(chromium: Browser, text: str) -> None:
    page = chromium.new_page()
    page.goto("about:blank")
    page.add_script_tag(path=STATIC / "count.js")
    found = page.evaluate("(text) => window.newsroom.count(text)", text)
    page.close()
    assert (found["words"], found["characters"]) == tuple(words.count(text))


RICH = clean(
    "<p>从今晚起，<strong>末班车</strong>多等<em>十分钟</em>。</p><h2>一盏灯</h2>"
    '<p>见<a href="https://example.com/a?b=1&amp;c=2">时刻表</a>，H<sub>2</sub>O与m<sup>2</sup>。</p>'
    "<blockquote><p>灯亮着，人就敢走。</p><p>第二句。</p></blockquote><h3>小一号</h3>"
    "<ul><li>甲</li><li>乙<ul><li>乙一</li></ul></li></ul><ol><li>一</li><li>二</li></ol>"
    "<table><caption>班次</caption><thead><tr><th>站</th><th>时</th></tr></thead>"
    '<tbody><tr><td>厂门口</td><td>23:15</td></tr><tr><td colspan="2">合计&lt;2&gt;</td></tr>'
    "</tbody></table><hr><p>第一行<br>第二行　全角空格</p>"
    f'<figure class="newsroom-image" data-image="{"a" * 64}"></figure><p>末段&amp;完。</p>'
)


def test_a_long_headline_is_seen_whole(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    page, errors = window(chromium, live_server, cast.reporter, width=390)
    open_editor(page, article)
    field = page.locator("[name=headline]")
    field.fill("短")
    low = field.bounding_box()["height"]
    field.fill("桥" * 60)
    assert field.bounding_box()["height"] > low * 2
    assert field.evaluate("(field) => field.scrollHeight <= field.clientHeight")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # One line all the same, whatever is pasted; Undo takes it back.
    field.fill("桥")
    page.keyboard.press("End")
    field.evaluate("""(field) => {
      field.focus()
      const data = new DataTransfer()
      data.setData("text/plain", "面夜修\\r\\n  早高峰前通车\\n")
      field.dispatchEvent(new ClipboardEvent("paste",
        { clipboardData: data, bubbles: true, cancelable: true }))
    }""")
    expect(field).to_have_value("桥面夜修 早高峰前通车")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("桥")
    field.fill("一\n二")
    expect(field).to_have_value("一 二")
    # Return presses what it presses in a field of one line.
    pressed = page.evaluate("""() => {
      const form = document.getElementById("article_form")
      return Array.from(form.elements).find((each) => each.type === "submit").name
    }""")
    page.evaluate("""() => document.addEventListener("submit", (event) => {
      event.preventDefault()
      window.sentBy = event.submitter.name
    }, true)""")
    field.press("Enter")
    page.wait_for_function("(name) => window.sentBy === name", arg=pressed)
    expect(field).to_have_value("一 二")
    assert errors == []
    page.evaluate("document.getElementById('article_form').remove()")
    page.context.close()


def test_opening_and_saving_changes_nothing(chromium: Browser, live_server: LiveServer) -> None:
    """The editor writes HTML in its own way; none of that may look like somebody's change."""
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=RICH, summary="一行\n两行")
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page, article)
    save(page)
    article.refresh_from_db()
    assert article.version == 1
    # Touched, its text still is what it was.
    open_editor(page, article)
    page.evaluate("CKEDITOR.instances.id_body.setData(CKEDITOR.instances.id_body.getData())")
    page.wait_for_timeout(300)
    page.fill("[name=deck]", "新副题")
    save(page)
    article.refresh_from_db()
    assert (article.version, article.deck) == (2, "新副题")
    assert article.body == RICH
    assert errors == []


def test_what_is_dictated_is_counted_and_kept(chromium: Browser, live_server: LiveServer) -> None:
    """Dictation presses no key; the editor by itself would wait for 25 of such insertions."""
    cast = Cast()
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page)
    page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").click()
    page.keyboard.insert_text("灯一直亮着。")
    expect(page.locator("[data-words]")).to_have_text("6 / 6")
    expect(page.locator(".nr-keeping")).to_contain_text("已自动暂存")
    assert "灯一直亮着" in str(Autosave.objects.get().fields)
    assert errors == []


def test_a_piece_with_pictures_and_names(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    make_author("郝佳伟")
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page)
    page.fill("[name=headline]", "桥面夜修")
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>早高峰前通车，共3辆abc。</p>')")
    expect(page.locator("[data-words]")).to_have_text("12 / 14")
    files = [
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": drawing(name)}
        for name in ("red", "blue")
    ]
    page.set_input_files("[data-files]", [*files, {
        "name": "not.png", "mimeType": "image/png", "buffer": b"nothing",
    }])  # fmt: skip
    figures = page.locator("[data-rows=figures] [data-list] > [data-row]")
    expect(figures).to_have_count(2)
    expect(page.locator("[data-upload-said]").first).to_contain_text("not.png")
    figures.nth(0).locator("[name$=-caption]").fill("夜里的桥")
    figures.nth(0).locator("[name$=-is_cover]").check()
    figures.nth(1).locator("[name$=-is_cover]").check()
    expect(figures.nth(0).locator("[name$=-is_cover]")).not_to_be_checked()
    figures.nth(0).locator("[data-focus]").click(position={"x": 13, "y": 10})
    figures.nth(0).locator("[data-insert]").click()
    figures.nth(1).locator("[data-up]").click()
    # The same picture a second time is the row that is there.
    page.set_input_files("[data-files]", files[:1])
    page.wait_for_timeout(500)
    expect(figures).to_have_count(2)
    for number, name in enumerate(("郝佳伟", "林小满", "写错的人")):
        page.click("[data-rows=credits] [data-add]")
        page.fill(f"[name=credits-{number}-name]", name)
    credits = page.locator("[data-rows=credits] [data-list] > [data-row]")
    credits.nth(2).locator("[data-remove]").click()
    credits.nth(1).locator("[data-up]").click()
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/")
    article = Article.objects.get()
    blue, red = article.figures.all()
    assert (red.caption, red.is_cover, blue.is_cover) == ("夜里的桥", False, True)
    assert 0.05 < red.focal_x < 0.15
    assert article.body.count(red.image.content_hash) == 1
    names = [(credit.name, credit.author is not None) for credit in article.credits.all()]
    assert names == [("林小满", False), ("郝佳伟", True)]
    assert errors == []


def test_a_picture_from_the_archive(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page)
    page.set_input_files("[data-files]", [
        {"name": "桥.png", "mimeType": "image/png", "buffer": drawing("green")}
    ])  # fmt: skip
    expect(page.locator("[data-rows=figures] [data-list] > [data-row]")).to_have_count(1)
    article = make_draft(cast.reporter, cast.section)
    page.on("dialog", lambda dialog: dialog.accept())
    open_editor(page, article)
    # The editor's own button opens the archive, and what is chosen goes to the cursor.
    page.evaluate("CKEDITOR.instances.id_body.execCommand('newsroomFigure')")
    page.fill("[data-archive] input[type=search]", "桥")
    page.click("[data-archive] [data-image]")
    expect(page.locator("[data-rows=figures] [data-list] > [data-row]")).to_have_count(1)
    assert "newsroom-image" in body_of(page)
    save(page)
    (figure,) = article.figures.all()
    article.refresh_from_db()
    assert figure.image.content_hash in article.body
    assert errors == []


def test_nobody_leaves_typed_text_by_accident(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    page, _errors = window(chromium, live_server, cast.editor)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    open_editor(page, article)
    page.fill("[name=deck]", "审稿人的副题")
    page.evaluate("setTimeout(() => { location.href = '/admin/' })")
    page.wait_for_timeout(700)
    assert asked == ["beforeunload"]
    expect(page.locator("[name=deck]")).to_have_value("审稿人的副题")
    # A step's button takes what was typed along.
    with page.expect_navigation():
        page.click("[name=_step][value=return]")
    page.wait_for_url("**/step/return/")
    article.refresh_from_db()
    assert article.deck == "审稿人的副题"
    # With nothing typed it opens the step and saves nothing.
    open_editor(page, article)
    with page.expect_navigation():
        page.click("[name=_step][value=return]")
    page.wait_for_url("**/step/return/")
    assert Article.objects.get().version == article.version
    # A pass asks for nothing: one press saves and passes.
    open_editor(page, article)
    page.fill("[name=deck]", "再改一次")
    with page.expect_navigation():
        page.click("[name=_do][value=pass]")
    article.refresh_from_db()
    assert (article.deck, article.state) == ("再改一次", State.APPROVED)


def test_a_hurried_hand_submits_once(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    page, _errors = window(chromium, live_server, cast.reporter)
    open_editor(page)
    page.fill("[name=headline]", "急稿")
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>正文。</p>')")
    page.evaluate("{ const go = document.querySelector('[name=_submit]'); go.click(); go.click() }")
    page.wait_for_url("**/change/")
    (article,) = Article.objects.all()
    assert article.state == State.FIRST_REVIEW


def test_a_time_that_is_being_corrected_is_not_now(
    chromium: Browser, live_server: LiveServer
) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.second_editor)
    page, _errors = window(chromium, live_server, cast.editor)
    page.goto(step_url(article, "publish"))
    page.fill("[name=visible_from]", "2999-01-01T06:30")
    expect(page.locator("[name=when][value=at]")).to_be_checked()
    page.locator("[name=visible_from]").press("Backspace")
    expect(page.locator("[name=visible_from]")).to_have_value("")
    expect(page.locator("[name=when][value=at]")).to_be_checked()
    page.click("button.nr-primary")
    expect(page.locator(".nr-error").first).to_be_visible()
    assert not PublishedArticle.objects.exists()


def test_steps_work_without_scripts(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    article = make_published(cast)
    page, _errors = window(chromium, live_server, cast.editor, scripts=False)
    page.goto(article.get_absolute_url())
    page.click("a[href$='/step/withdraw/']")
    page.fill("[name=note]", "数字有误")
    page.click(".nr-step form button[type=submit]")
    page.wait_for_url("**/change/")
    article.refresh_from_db()
    assert article.withdrawal_unconfirmed


def test_a_phone_never_scrolls_sideways(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    long = "从学徒到首席技师：一台数控机床边的二十年与三百六十五个夜班"
    draft = make_draft(
        cast.reporter,
        cast.section,
        long,
        kicker="A-very-long-word-without-any-space-in-it-whatsoever-1234567890",
        body="<table><tr>" + "<td>很宽的表格一格</td>" * 12 + "</tr></table>" + "<p>长</p>" * 3,
        credits=[{"name": "郝佳伟", "role": "reporter", "author": None}],
    )
    live = make_published(cast, long)
    step(live, "correct", cast.editor, "站名有误，特此更正。" * 5)
    step(draft, "submit", cast.reporter)
    page, errors = window(chromium, live_server, cast.second_editor, width=390)
    base = "/admin/articles/article/"
    for path in (
        "/admin/", base, f"{base}?tab=all&q=x&state=draft", f"{base}add/",
        *(
            f"{base}{piece.pk}/{rest}/"
            for piece in (draft, live)
            for rest in (
                "change", "review", "compare", "sheet", "revisions", "revisions/1", "step/withdraw",
            )
        ),
        f"{base}{draft.pk}/step/return/", f"{base}{draft.pk}/step/pass/",
    ):  # fmt: skip
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, path
        if page.locator(".nr-bar").count():
            box = page.locator(".nr-bar").bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 845, f"the buttons are out of reach on {path}"
    assert errors == []


@pytest.mark.parametrize("width", [1280, 390])
def test_many_pieces_are_passed_from_the_keyboard(
    chromium: Browser, live_server: LiveServer, width: int
) -> None:
    cast = Cast()
    for number in range(4):
        step(make_draft(cast.reporter, cast.section, f"第{number}篇"), "submit", cast.reporter)
    page, errors = window(chromium, live_server, cast.editor, width=width)
    page.goto("/admin/articles/article/?tab=waiting")
    boxes, all_of_them = page.locator("[data-piece]"), page.locator("[data-all]")
    chosen = page.locator(".nr-bulk-bar output")
    passes = page.locator("button[name=step][value=pass]")
    expect(passes).to_be_disabled()
    boxes.nth(0).press("Space")
    boxes.nth(2).press("Shift+Space")
    expect(chosen).to_contain_text("3")
    boxes.nth(2).press("Escape")
    expect(passes).to_be_disabled()
    all_of_them.press("Space")
    expect(chosen).to_contain_text("4")
    with page.expect_navigation():
        passes.press("Enter")
    page.locator("[data-piece]").nth(3).press("Space")
    expect(page.locator("[data-go]")).to_contain_text("3")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    with page.expect_navigation():
        page.locator("[data-go]").press("Enter")
    expect(page.locator(".nr-bulk li")).to_have_count(3)
    assert Article.objects.filter(state=State.APPROVED).count() == 3
    assert Article.objects.filter(state=State.FIRST_REVIEW).count() == 1
    assert not errors
