"""The table of contents of a topic in a real browser: groups, pieces found and put in order, a
cover that takes the place of another."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from articles import images
from articles.desk import shown_special
from articles.models import PublishedSpecial, Special
from tests.admin.test_browser import window
from tests.cast import Cast, make_published
from tests.matrix.pieces import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_topic_is_put_together_and_published(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    one, two = make_published(cast, "夜班公交"), make_published(cast, "夜班食堂")
    for colour, name in (((9, 40, 90), "first.jpg"), ((90, 40, 9), "second.jpg")):
        images.store(picture(colour), name, cast.editor)
    page, errors = window(chromium, live_server, cast.desk_head)
    page.goto(f"{live_server.url}/admin/specials/add/")
    page.fill("[name=title]", "夜里的江")
    page.fill("[name=slug]", "night-river")
    page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>下班以后的路。</p>')")
    # A second cover takes the place of the first.
    for name in ("first.jpg", "second.jpg"):
        page.click("[data-choose]")
        page.click(f"[data-found] [data-image]:has-text('{name}')")
    covers = page.locator("[data-rows=figures] [data-row]")
    expect(covers).to_have_count(2)
    expect(covers.first).to_have_class("nr-row nr-figure nr-gone")
    covers.nth(1).locator("[name$=-alt]").fill("江上的灯")
    # Two groups; a piece in each; the second goes up into the first.
    entries = page.locator("[data-rows=entries] [data-row]")
    for group, piece in (("路上", one), ("灯下", two)):
        page.click("[data-add-group]")
        page.keyboard.type(group)
        page.locator("[data-kind=group]").last.locator("[data-find]").click()
        page.fill("[data-pieces-dialog] input", str(piece.pk))
        found = page.locator(f"[data-pieces-found] [data-piece='{piece.pk}']")
        expect(page.locator("[data-pieces-found] [data-piece]")).to_have_count(1)
        found.click()
        expect(found).to_be_disabled()
        page.click("[data-pieces-dialog] [value=close]")
    expect(entries).to_have_count(4)
    expect(entries.nth(3)).to_contain_text("夜班食堂")
    entries.nth(3).locator("[data-up]").click()
    expect(entries.nth(2)).to_contain_text("夜班食堂")
    page.click("[name=_publish]")
    page.wait_for_url("**/admin/specials/*/")
    special = Special.objects.get()
    assert shown_special.groups_of(special) == [
        {"name": "路上", "pieces": [one.pk, two.pk]},
        {"name": "灯下", "pieces": []},
    ]
    assert special.cover is not None
    assert (special.cover.name, special.cover_alt) == ("second.jpg", "江上的灯")
    assert PublishedSpecial.objects.get().introduction == "<p>下班以后的路。</p>"
    assert errors == []
    page.context.close()
