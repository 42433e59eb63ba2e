"""House style while one types, in a real browser: found, shown, mended, gone."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from articles.desk import stylebook
from articles.models import StyleRule
from tests.admin.test_browser import body_of, open_editor, save, window
from tests.cast import Cast, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "<p>头一段没有毛病。</p><p>老周说，<strong>师</strong>付来了。</p>"


def test_a_slip_is_found_shown_and_mended_while_one_types(
    chromium: Browser, live_server: LiveServer
) -> None:
    cast = Cast()
    wrong = StyleRule(kind="preferred", term="师付", replacement="师傅", severity="warning")
    stylebook.save(cast.chief, wrong)
    article = make_draft(cast.reporter, cast.section, headline="桥面夜修", body=BODY)
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page, article)
    in_text = page.locator("[data-finding][data-text='师付'][data-field=body]")
    in_headline = page.locator("[data-finding][data-field=headline][data-text='师付']")
    expect(in_text).to_have_count(1)
    # A slip that is typed is found without a save, and its place is where the caret goes.
    page.fill("[name=headline]", "桥面夜修等师付")
    expect(in_headline).to_have_count(1)
    in_headline.locator("[data-jump]").click()
    expect(page.locator("[name=headline]")).to_be_focused()
    chosen = "document.activeElement.value.slice(...['selectionStart', 'selectionEnd']"
    chosen += ".map((name) => document.activeElement[name]))"
    assert page.evaluate(chosen) == "师付"
    # In the editor too, across the end of bold type.
    in_text.locator("[data-jump]").click()
    selection = "CKEDITOR.instances.id_body.document.$.getSelection().toString()"
    assert page.evaluate(selection) == "师付"
    # Without the network the page says so, and neither it nor the text breaks.
    said = page.locator("[data-style-said]")
    page.context.set_offline(True)
    page.fill("[name=deck]", "断网时写的")
    expect(said).to_have_text(str(said.get_attribute("data-failed")))
    expect(in_text).to_have_count(1)
    page.context.set_offline(False)
    # Both are mended, the bold type stays, and the findings are gone.
    in_headline.locator("[data-replace]").click()
    expect(page.locator("[name=headline]")).to_have_value("桥面夜修等师傅")
    expect(in_headline).to_have_count(0)
    in_text.locator("[data-replace]").click()
    expect(in_text).to_have_count(0)
    assert "<strong>师傅</strong>来了。" in body_of(page)
    save(page)
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("桥面夜修等师傅", "断网时写的")
    assert "<strong>师傅</strong>来了。" in article.body
    assert "师付" not in article.body
    assert errors == []
    page.context.close()
