"""A passage is marked, commented on, mended, seen to be mended, and the next piece comes up."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Comment, State
from tests.admin.test_browser import open_editor, window
from tests.cast import Cast, make_draft, step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = (
    "<p>从今晚起，末班车等最后一班工人。</p><h2>一盏灯</h2>"
    "<p>司机老周说，<strong>灯亮着</strong>，人就敢走。</p><p>线路图明天贴在厂门口。</p>"
)

MARK = """([selector, text]) => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT)
  const nodes = []
  while (walker.nextNode()) nodes.push(walker.currentNode)
  const whole = nodes.map((node) => node.data).join("")
  const place = (position) => {
    for (const node of nodes) {
      if (position <= node.data.length) return [node, position]
      position -= node.data.length
    }
  }
  const range = document.createRange()
  range.setStart(...place(whole.indexOf(text)))
  range.setEnd(...place(whole.indexOf(text) + text.length))
  getSelection().removeAllRanges()
  getSelection().addRange(range)
}"""


def mark(page: Page, text: str) -> None:
    """Select words of the text, which may begin in one element and end in another."""
    page.evaluate(MARK, ["[data-story]", text])
    page.click("[data-mark]")


def comment(page: Page, text: str) -> None:
    page.fill("[data-say] [name=text]", text)
    page.click("[data-say] button[type=submit]")


@pytest.mark.parametrize("width", [1280, 390])
def test_from_a_marked_passage_to_the_next_piece(
    chromium: Browser, live_server: LiveServer, width: int
) -> None:
    cast = Cast()
    other = make_draft(cast.reporter, cast.section, "另一篇等着审的稿子")
    step(other, "submit", cast.reporter)
    piece = make_draft(cast.reporter, cast.section, "夜班公交通到厂门口", body=BODY)
    step(piece, "submit", cast.reporter)
    editor, errors = window(chromium, live_server, cast.editor, width=width)

    # From the list into the review; words marked across two elements.
    editor.goto("/admin/articles/article/?tab=waiting")
    editor.click(f"text={piece.headline}")
    editor.wait_for_url(f"**/{piece.pk}/review/")
    assert editor.evaluate("document.documentElement.scrollWidth") <= width
    mark(editor, "老周说，灯亮着")
    expect(editor.locator("[data-quoted] q")).to_have_text("老周说，灯亮着")
    # The line is down for a moment: nothing that was written is lost.
    editor.context.set_offline(True)
    comment(editor, "老周全名？")
    expect(editor.locator("[data-say] .nr-said")).to_contain_text("再试")
    expect(editor.locator("[data-say] [name=text]")).to_have_value("老周全名？")
    editor.context.set_offline(False)
    editor.click("[data-say] button[type=submit]")
    expect(editor.locator("[data-thread]")).to_contain_text("老周全名？")
    expect(editor.locator("[data-say] [name=text]")).to_have_value("")
    said = Comment.objects.get()
    assert (said.field, said.block, said.quote) == ("body", 2, "老周说，灯亮着")
    marks = editor.locator(f"mark[data-for='{said.pk}']")
    assert "".join(marks.all_text_contents()) == "老周说，灯亮着"
    # Words marked, and straight into the box: the comment is about those words.
    if width >= 1024:
        editor.evaluate(MARK, ["[data-story]", "末班车"])
        expect(editor.locator("[data-mark]")).to_be_visible()
        editor.click("[data-say] [name=text]")
        expect(editor.locator("[data-quoted] q")).to_have_text("末班车")
        editor.click("[data-unquote]")
    # A whole paragraph, without marking words.
    if width < 1024:
        editor.click("[data-tab=text]")
    editor.locator(".nr-reader-body > p").first.hover()
    editor.locator(".nr-reader-body > p").first.locator(".nr-paragraph").click()
    expect(editor.locator("[data-say] [name=place]")).to_have_value("body:0")
    comment(editor, "哪一路车？")
    expect(editor.locator("[data-thread]")).to_have_count(2)

    # Returned, and the next piece is there.
    editor.click("[data-step=return]")
    editor.fill("[name=note]", "补司机全名")
    editor.click(".nr-step form button[type=submit]")
    editor.wait_for_url(f"**/{other.pk}/review/")

    # The author mends one passage and says so without leaving what was typed.
    author, author_errors = window(chromium, live_server, cast.reporter)
    open_editor(author, piece)
    panel = author.locator("#comments")
    expect(panel).to_contain_text("老周说，灯亮着")
    author.fill("[name=deck]", "新副题")
    author.evaluate(
        "CKEDITOR.instances.id_body.setData("
        "CKEDITOR.instances.id_body.getData().replace('老周', '周建国'))"
    )
    point = panel.locator("[data-thread]", has_text="补司机全名")
    point.locator("form[action*='/resolve/'] button").click()
    expect(panel.locator("details.nr-done")).to_have_count(1)
    expect(author.locator("[name=deck]")).to_have_value("新副题")
    with author.expect_navigation():
        author.click("[name=_submit]")
    piece.refresh_from_db()
    assert piece.state == State.FIRST_REVIEW

    # The reviewer sees at once what was asked, what was done about it, what changed.
    editor.goto(piece.get_absolute_url())
    editor.wait_for_url(re.compile(rf".*/{piece.pk}/review/"))
    if width < 1024:
        editor.click("[data-tab=round]")
    last = editor.locator("#panel-round")
    expect(last).to_be_visible()
    expect(last.locator(".nr-check-done")).to_have_count(1)
    expect(last.locator(".nr-check-open")).to_have_count(2)
    expect(last.locator(".nr-check-open", has_text="老周全名")).to_contain_text("这段已改")
    expect(last.locator("ins").first).to_be_visible()
    last.locator("[data-show-thread]", has_text="老周全名").click()
    thread = editor.locator(f"#comment-{said.pk}")
    expect(thread).to_be_visible()
    thread.locator("form[action*='/resolve/'] button").click()
    expect(editor.locator("details.nr-done > summary")).to_contain_text("已处理 2 条")
    said.refresh_from_db()
    assert said.resolved

    # Passed: what waits next comes up by itself.
    with editor.expect_navigation():
        editor.click(".nr-bar [data-step=pass]")
    if "/step/pass/" in editor.url:
        editor.click(".nr-step form button[type=submit]")
    editor.wait_for_url(f"**/{other.pk}/review/")
    assert Article.objects.get(pk=piece.pk).state == State.APPROVED
    assert (errors, author_errors) == ([], [])
