"""The fast lanes in a browser: how many presses and seconds they take, on a phone and with keys.

Seconds are the machine's own: what a person reads and types comes on top of them.
"""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.models import Article, Outlet, PublishedArticle, State
from tests.admin.helpers import signed_in
from tests.admin.test_browser import body_of, drawing, open_editor, window
from tests.cast import Cast, make_draft, make_published, step
from tests.matrix.test_admin_matrix import NEVER, PIECE
from tests.matrix.test_admin_screens import OTHERS, SCREENS, Archive

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def phone(chromium: Browser, server: LiveServer, user: User) -> tuple[Page, list[str]]:
    """A telephone of 390 × 844 points in somebody's hand."""
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
    context = chromium.new_context(
        base_url=server.url,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page, errors


# Addresses of files: what has no page has no width.
FILES = ("articles_article_incoming", "articles_article_recording", "articles_article_captions")


class Hand:
    """Counts presses. What it presses must be on the screen already: nobody scrolls for it."""

    def __init__(self, page: Page, *, touch: bool = False) -> None:
        self.page, self.touch, self.presses = page, touch, 0

    def press(self, selector: str) -> None:
        element = self.page.locator(selector).first
        expect(element).to_be_in_viewport()
        self.presses += 1
        box = element.bounding_box()
        assert box is not None
        if self.touch:
            assert min(box["width"], box["height"]) >= 44, f"{selector} is too small: {box}"
            element.tap()
        else:
            element.click()

    def go(self, selector: str) -> None:
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.press(selector)


def test_a_fix_takes_two_people_four_presses(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    article = make_published(cast, body="<p>末班车等最后一班工认。</p>")
    mine, errors = window(chromium, live_server, cast.editor)
    other, other_errors = window(chromium, live_server, cast.second_editor)
    mine.goto("/admin/articles/article/?tab=live")
    other.goto("/admin/articles/article/?tab=waiting")
    first, second = Hand(mine), Hand(other)
    began = time.monotonic()
    first.go(".nr-fix")
    mine.wait_for_function("window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
    text = body_of(mine).replace("工认", "工人")
    mine.evaluate("(text) => CKEDITOR.instances.id_body.setData(text)", text)
    first.go("[data-step=submit]")
    # The second person comes by a link, as a notice or the list has it.
    other.reload()
    second.go(f"a[href='{article.get_absolute_url()}']")
    second.go("[data-step=pass]")
    took = time.monotonic() - began
    assert "工人" in PublishedArticle.objects.visible().get(pk=article.pk).body
    assert first.presses + second.presses == 4
    assert took < 60, f"{took:.1f} s"
    assert errors + other_errors == []


def test_a_flash_takes_two_people_four_presses(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    # One window after the other: a page that is behind another and not drawn focuses nothing.
    mine, errors = window(chromium, live_server, cast.reporter)
    mine.goto("/admin/")
    first = Hand(mine)
    began = time.monotonic()
    first.go("a[href$='/flash/']")
    expect(mine.locator("[name=headline]")).to_be_focused(timeout=30_000)
    mine.keyboard.type("江南站附近发生3.2级地震")
    mine.fill("[name=text]", "记者从地震台网获悉……")
    first.go("[name=_submit]")
    other, other_errors = window(chromium, live_server, cast.editor)
    second = Hand(other)
    other.goto("/admin/")
    second.go(".nr-card a[href*='/change/']")
    second.go("[data-step=release]")
    took = time.monotonic() - began
    assert PublishedArticle.objects.visible().count() == 1
    assert first.presses + second.presses == 4
    assert took < 60, f"{took:.1f} s"
    assert errors + other_errors == []


def test_a_withdrawal_on_a_phone_takes_three_taps(
    chromium: Browser, live_server: LiveServer
) -> None:
    cast = Cast()
    Outlet.objects.create(name="报栏大屏")
    article = make_published(cast, body="<p>很长的一段。</p>" * 60)
    page, errors = phone(chromium, live_server, cast.editor)
    hand = Hand(page, touch=True)
    page.goto(article.get_absolute_url())
    began = time.monotonic()
    hand.go("[data-step=withdraw]")
    hand.press(".nr-reasons label")
    hand.go(".nr-step form button[type=submit]")
    took = time.monotonic() - began
    expect(page.locator(".nr-gone-since")).to_be_in_viewport()
    assert hand.presses == 3
    assert took < 10, f"{took:.1f} s"
    assert not PublishedArticle.objects.visible().exists()
    page.locator(".nr-outlets li button[value='1']").first.tap()
    expect(page.locator(".nr-outlets li.nr-done")).to_have_count(1)
    # By its address on the site: from the first page two taps lead to the same question.
    other = make_published(cast, "另一篇")
    page.goto("/admin/")
    page.fill("[data-finder]", PublishedArticle.objects.get(pk=other.pk).get_absolute_url())
    hand.press(".nr-finder [value=withdraw]")
    page.wait_for_url("**/step/withdraw/")
    assert errors == []


def test_nothing_scrolls_sideways_anywhere(chromium: Browser, live_server: LiveServer) -> None:
    """Every admin address that can be opened, from the URL configuration."""
    house = Archive()
    house.chief.is_superuser = True
    house.chief.save()
    piece = make_draft(house.reporter, house.section, "很长的标题" * 8, kicker="引题" * 20)
    paths = {house.path(name) for name in OTHERS if name not in ("logout", "jsi18n")}
    scene = type("Scene", (), {"article": piece, "file_id": 0, "known": None})()
    for name, arguments in PIECE.items():
        if name not in NEVER and name not in FILES:
            paths.add(reverse_admin(name, arguments(scene)))
    for model in SCREENS:
        for screen in ("changelist", "add"):
            paths.add(reverse_admin(f"{model}_{screen}", {}))
        paths.add(reverse_admin(f"{model}_change", {"object_id": house.rows[model].pk}))
    live = make_draft(house.reporter, house.section, "已上线的很长的标题" * 5)
    step(live, "override", house.chief, "急")
    step(live, "publish", house.chief)
    for name in ("withdraw", "revise", "correct"):
        paths.add(f"/admin/articles/article/{live.pk}/step/{name}/")
    page, errors = phone(chromium, live_server, house.chief)
    wide, opened = [], 0
    for path in sorted(paths):
        answer = page.request.get(path)
        # Whole pages only: some addresses answer with a part of one, or with no page at all.
        if not answer.ok or "<!doctype" not in answer.text()[:200].lower():
            continue
        opened += 1
        page.goto(path)
        if page.locator(".django-ckeditor-widget").count():
            page.locator(".cke_toolbox").first.wait_for(state="attached")
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(path)
    assert wide == []
    assert opened > 45
    assert errors == []


def test_the_roster_on_paper_is_the_week_and_nothing_else(
    chromium: Browser, live_server: LiveServer
) -> None:
    page, errors = window(chromium, live_server, Cast().chief)
    page.goto("/admin/roster/")
    # As wide as the paper, where a screen would show the list of a telephone.
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    expect(page.locator(".nr-week thead")).to_be_visible()
    expect(page.locator(".nr-on-paper")).to_be_visible()
    for part in ("#nav-sidebar", "[data-bell]", ".nr-off-paper", ".nr-plus"):
        expect(page.locator(part).first).to_be_hidden()
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert errors == []


def reverse_admin(name: str, arguments: dict[str, Any]) -> str:
    return reverse(f"admin:{name}", kwargs=arguments)


def test_pictures_from_the_camera_over_a_bad_network(
    chromium: Browser, live_server: LiveServer
) -> None:
    cast = Cast()
    page, errors = phone(chromium, live_server, cast.reporter)
    failing: list[Callable[[Route], None]] = [lambda route: route.abort()]
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if failing:
            failing[0](route)
        else:
            route.continue_()

    page.route(f"**{reverse('admin:image-upload')}", answer)
    open_editor(page)
    expect(page.locator("[data-uploader][data-capture]")).to_be_visible()
    camera = page.locator("[data-camera]")
    assert camera.get_attribute("capture") == "environment"
    assert camera.get_attribute("accept") == "image/*"
    photo = {"name": "IMG_1.png", "mimeType": "image/png", "buffer": drawing("red")}
    camera.set_input_files([photo])
    line = page.locator("[data-uploads] li")
    expect(line.locator("button").first).to_be_visible(timeout=15_000)
    assert len(asked) == 3
    # What did not get through is kept, also when “save” is pressed, and one press sends it again.
    here = page.url
    page.fill("[name=headline]", "桥上的灯")
    page.locator("[data-save]").tap()
    expect(page.locator("[data-upload-said]").first).to_contain_text("还没有保存")
    assert (page.url, Article.objects.count()) == (here, 0)
    expect(line).to_have_count(1)
    failing.clear()
    line.locator("button").first.tap()
    figures = page.locator("[data-rows=figures] [data-list] > [data-row]")
    expect(figures).to_have_count(1)
    expect(page.locator("[data-uploads] li")).to_have_count(0)
    with page.expect_navigation():
        page.locator("[data-save]").tap()
    assert Article.objects.get().figures.count() == 1
    assert errors == []


def test_keys(chromium: Browser, live_server: LiveServer) -> None:
    cast = Cast()
    article, waiting = (make_draft(cast.reporter, cast.section, name) for name in ("一", "二"))
    for each in (waiting, article):
        step(each, "submit", cast.reporter)
    page, errors = window(chromium, live_server, cast.editor)
    open_editor(page, article)
    assert page.get_attribute("[data-save]", "aria-keyshortcuts") == "Control+S"
    assert "Ctrl+S" in str(page.get_attribute("[data-save]", "title"))
    # Inside the text, which is a page of its own.
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.type("审稿人写的。")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    article.refresh_from_db()
    assert "审稿人写的。" in article.body
    # The sheet says what works here, and no more.
    open_editor(page, article)
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.press("Control+/")
    sheet = page.locator("#nr-keys")
    expect(sheet).to_be_visible()
    expect(sheet.locator("[data-press='Control+Alt+R']")).to_be_visible()
    # While it is open the keys rest.
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    # Enter that chooses a word of the input method passes nothing.
    page.evaluate(
        """() => { for (const isComposing of [true]) document.dispatchEvent(new KeyboardEvent(
        "keydown", { key: "Enter", code: "Enter", ctrlKey: true, isComposing, bubbles: true })) }"""
    )
    page.wait_for_timeout(300)
    article.refresh_from_db()
    assert article.state == State.FIRST_REVIEW
    page.keyboard.press("Control+Alt+j")
    page.wait_for_url(f"**/{waiting.pk}/review/")
    open_editor(page, waiting)
    page.keyboard.press("Control+Alt+r")
    page.wait_for_url("**/step/return/")
    open_editor(page, article)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    article.refresh_from_db()
    assert article.state == State.APPROVED
    page.keyboard.press("Control+Alt+g")
    page.wait_for_url("**/admin/articles/article/")
    expect(sheet.locator("[data-press='Control+S']")).to_be_hidden()
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    expect(sheet.locator("[data-press='Control+S']")).to_be_hidden()
    expect(sheet.locator("[data-press='Control+Alt+N']")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Alt+f")
    expect(page.locator(".nr-filter [name=q]")).to_be_focused()
    # In a field a question mark is one.
    page.keyboard.type("?")
    expect(sheet).to_be_hidden()
    page.keyboard.press("Control+Alt+n")
    page.wait_for_url("**/add/")
    assert Article.objects.count() == 2
    assert errors == []
