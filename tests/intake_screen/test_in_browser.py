"""The intake screen in a real browser, with scripts and without."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, IncomingFile
from tests.admin.helpers import signed_in
from tests.cast import Cast
from tests.intake_screen.samples import GLOSSED, MENDED, address, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def reporter_at(
    chromium: Browser, live_server: LiveServer, cast: Cast, *, scripts: bool = True
) -> tuple[Page, list[str]]:
    """A window of the reporter's, and the errors that its scripts raise."""
    cookie = signed_in(cast.reporter).cookies[settings.SESSION_COOKIE_NAME]
    context = chromium.new_context(java_script_enabled=scripts, base_url=live_server.url)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page, errors


def test_a_pressed_mark_changes_the_draft_at_once(
    chromium: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    cast = Cast()
    page, errors = reporter_at(chromium, live_server, cast)
    copy = tmp_path / "夜班.txt"
    copy.write_text(GLOSSED, encoding="utf-8")
    page.goto("/admin/intake/")
    page.set_input_files("input[type=file]", copy)
    expect(page.locator("[data-chosen]")).to_contain_text("夜班.txt")
    page.click("form[enctype] button[type=submit]")
    page.wait_for_load_state("load")
    draft = page.locator(".nr-text")
    expect(draft).to_contain_text(MENDED[0])

    page.locator("#pinyin_glosses .ni-mark").first.click()
    expect(draft).to_contain_text("杨(yáng)家渡")
    expect(page.locator("#pinyin_glosses h3")).to_contain_text("7")
    page.locator("#traditional .ni-all input").check()
    expect(draft).to_contain_text("楊(yáng)家渡碼頭")
    assert page.locator("#traditional .ni-mark ins:visible").count() == 0
    # The keyboard does what the mouse does.
    page.locator("#pinyin_glosses .ni-mark input").first.focus()
    page.keyboard.press("Space")
    expect(draft).to_contain_text("楊家渡碼頭")
    assert not Article.objects.exists()

    page.evaluate(
        "{ const save = document.querySelector('[name=_save]'); save.click(); save.click() }"
    )
    page.wait_for_url("**/change/")
    assert "楊家渡碼頭日前裝好三臺飲水機，" in Article.objects.get().body
    assert errors == []


def test_it_works_without_scripts(
    chromium: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    cast = Cast()
    page, _errors = reporter_at(chromium, live_server, cast, scripts=False)
    page.goto("/admin/intake/")
    page.fill("textarea[name=text]", GLOSSED)
    page.click("form[enctype] button[type=submit]")
    page.locator("#pinyin_glosses .ni-mark").first.click()
    page.click(".nr-bar [name=_update]")
    expect(page.locator(".nr-text")).to_contain_text("杨(yáng)家渡码头")
    page.click("[name=_save]")
    page.wait_for_url("**/change/")
    assert "杨(yáng)家渡码头" in Article.objects.get().body


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(
    chromium: Browser, live_server: LiveServer, width: int
) -> None:
    cast = Cast()
    long = GLOSSED + "https://weibei.example/" + "a" * 300
    file = waiting(signed_in(cast.reporter), cast.section, long, "很长的名字" * 30 + ".txt")
    page, _errors = reporter_at(chromium, live_server, cast)
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/admin/intake/", address(file)):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert IncomingFile.objects.count() == 1
