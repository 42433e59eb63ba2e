"""A passkey in Chromium, with an authenticator of its own; and signing in again in place by
somebody who has a second factor."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import SignIn
from tests.accounts.helpers import SECRET, code, give_app
from tests.admin.test_browser import open_editor, save
from tests.cast import PASSWORD, Cast, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Desk:
    page: Page
    keys: Any
    authenticator: str
    errors: list[str]

    def password(self, page: Page, username: str) -> None:
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("#login-form button[type=submit]")

    def open_to_everybody(self) -> None:
        """Nothing that WCAG 2.2 AA asks for is missing, and nothing is wider than a telephone."""
        asked = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = Axe().run(self.page, options=asked).response["violations"]
        assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
        assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth")

    def consent(self, given: bool) -> None:
        asked = {"authenticatorId": self.authenticator, "isUserVerified": given}
        self.keys.send("WebAuthn.setUserVerified", asked)


@pytest.fixture
def desk(chromium: Browser, live_server: LiveServer) -> Iterator[Desk]:
    cache.clear()
    # By its name: browsers make no passkeys for an address in numbers.
    base = live_server.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(
        base_url=base, locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    made = keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield Desk(page, keys, made["authenticatorId"], errors)
    context.close()


def test_a_passkey_from_setting_up_to_signing_in(desk: Desk, settings: Any) -> None:
    settings.SECOND_FACTOR = "editors"
    Cast()
    page = desk.page
    page.goto("/admin/login/?next=/admin/notices/")
    desk.open_to_everybody()
    desk.password(page, "editor")
    # The role needs a second factor: the newsroom opens when it is set up.
    expect(page.locator("h2.nr-title")).to_contain_text("还有一步")
    desk.open_to_everybody()
    page.click("text=设置通行密钥")
    expect(page.locator("#passkey-name")).to_be_visible()
    desk.open_to_everybody()
    page.fill("#passkey-name", "夜班电脑")
    page.click("form[data-passkey] button[type=submit]")
    expect(page.locator(".nu-codes li")).to_have_count(10)
    desk.open_to_everybody()
    with page.expect_download() as saved:
        page.click("[data-save-codes]")
    text = saved.value.path().read_text("utf-8")
    assert page.locator(".nu-codes code").first.inner_text() in text
    page.click("text=已经存好")
    page.wait_for_url("**/admin/notices/")
    assert str(Authenticator.objects.get(type="webauthn")) == "夜班电脑"

    # Without a password.
    page.goto("/admin/account/")
    page.context.clear_cookies()
    page.goto("/admin/login/?next=/admin/articles/article/")
    page.click("form[data-passkey=ask] button")
    page.wait_for_url(lambda url: "login" not in url)
    assert page.url.endswith("/admin/articles/article/")
    assert SignIn.objects.latest("at").how == "webauthn"

    # As the second factor after the password; whoever does not show face or finger is not in.
    page.context.clear_cookies()
    page.goto("/admin/login/")
    desk.password(page, "editor")
    page.wait_for_url("**/second-factor/")
    desk.open_to_everybody()
    page.click("form[data-passkey=get] button")
    page.wait_for_url("**/admin/")
    assert SignIn.objects.latest("at").how == "password,webauthn"
    page.context.clear_cookies()
    desk.consent(False)
    page.goto("/admin/login/")
    page.click("form[data-passkey=ask] button")
    expect(page.locator("[data-trouble]:visible")).to_contain_text("没有用上通行密钥")
    assert page.goto("/admin/notices/") is not None
    assert "/login/" in page.url

    # A passkey that was removed opens nothing.
    desk.consent(True)
    Authenticator.objects.all().delete()
    page.goto("/admin/login/")
    page.click("form[data-passkey=ask] button")
    expect(page.locator("body")).to_contain_text("不认得这个通行密钥")
    page.goto("/admin/notices/")
    assert "/login/" in page.url
    assert SignIn.objects.latest("pk").outcome == "wrong_factor"
    assert desk.errors == []


def test_signed_out_while_writing_with_a_second_factor(desk: Desk) -> None:
    cast = Cast()
    give_app(cast.reporter)
    article = make_draft(cast.reporter, cast.section)
    page = desk.page
    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto("/admin/login/")
    desk.password(page, "reporter")
    page.fill("[name=code]", code(steps=-1))
    page.click("text=继续")
    page.wait_for_url("**/admin/")
    open_editor(page, article)
    page.fill("[name=deck]", "退出前打的")
    Session.objects.all().delete()
    page.click("[data-save]")
    dialog = page.locator("dialog[data-sign-in]")
    expect(dialog).to_be_visible()
    with page.context.expect_page() as opened:
        dialog.locator("[data-open]").click()
    small = opened.value
    small.wait_for_selector("input[name=username]")
    desk.password(small, "reporter")
    small.wait_for_url("**/second-factor/")
    small.fill("[name=code]", "000000")
    small.click("text=继续")
    expect(small.locator(".nr-error")).to_contain_text("不对")
    small.fill("[name=code]", code(SECRET))
    with page.expect_navigation():
        small.click("text=继续")
    article.refresh_from_db()
    assert article.deck == "退出前打的"
    save(page)
    assert desk.errors == []
