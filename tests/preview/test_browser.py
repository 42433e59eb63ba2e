"""What only a browser shows: the frame at a width, the copied address, pages that fit a phone."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.admin.test_browser import window
from tests.cast import Cast, make_draft
from tests.plan.topics import assigned, hours

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "从学徒到首席技师：一台数控机床边的二十年与三百六十五个夜班，A-very-long-word-1234567890"


def test_a_preview_changes_its_width_and_a_link_is_made_and_opened(
    chromium: Browser, live_server: LiveServer
) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, LONG[:60])
    page, errors = window(chromium, live_server, cast.editor)
    page.goto(f"/admin/articles/article/{article.pk}/preview/window/")
    frame = page.locator("[data-stage] iframe")
    inside = page.frame_locator("[data-stage] iframe")
    expect(inside.locator("h1")).to_contain_text("从学徒到首席技师")
    for width in (768, 1280, 390):
        page.click(f"[data-width='{width}']")
        assert frame.evaluate("frame => frame.contentWindow.innerWidth") == width
        assert f"width={width}" in page.url
    with page.context.expect_page() as opened:
        inside.locator("a[rel~=author], .masthead .name a").first.click()
    assert opened.value.url.startswith(live_server.url)
    assert "/preview/window/" in page.url, "a link of the page opens beside it"

    page.click("text=送外部核对")
    page.fill("[name=for_whom]", "林女士")
    page.click("form[data-once] button[type=submit]")
    address = page.input_value("#made-address")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-copy]")
    expect(page.locator("[data-copied]")).to_have_text("已复制。")
    assert page.evaluate("navigator.clipboard.readText()") == address
    stranger = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    stranger.goto(address)
    expect(stranger.locator(".checking")).to_contain_text("林女士")
    background = "node => getComputedStyle(node).backgroundColor"
    assert stranger.locator(".checking").evaluate(background) != "rgba(0, 0, 0, 0)"
    assert stranger.evaluate("document.documentElement.scrollWidth") <= 390
    assert errors == []


def test_the_plan_and_the_calendar_fit_a_phone(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    topic = assigned(cast, title=LONG, brief=LONG * 3, due_at=hours(0.01), words=1200)
    article = make_draft(cast.reporter, cast.section, LONG)
    page, errors = window(chromium, live_server, cast.editor, width=390)
    for path in (
        "/admin/assignments/", "/admin/assignments/add/", "/admin/assignments/meeting/",
        topic.get_absolute_url(), "/admin/calendar/", "/admin/calendar/?view=week",
        "/admin/calendar/?view=day", f"/admin/articles/article/{article.pk}/share/",
        f"/admin/articles/article/{article.pk}/preview/window/",
    ):  # fmt: skip
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    assert errors == []
