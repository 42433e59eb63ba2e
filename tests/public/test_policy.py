"""Readers' Content-Security-Policy: strict on every kind of page, and no page needs it weaker."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast
from tests.matrix.addresses import addresses
from tests.public.showcase import NO_PAGES, showcase

# What a page that is not there says of itself in Chromium's console, and nothing else may.
STATUS = re.compile(r"Failed to load resource: the server responded with a status of (404|410) .*")


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: set(values) for name, *values in parts}


def test_every_kind_of_page_has_the_strict_policy(client: Client, cast: Cast) -> None:
    shown = showcase(cast)
    pages = {
        each.name
        for each in addresses()
        if not each.pattern.startswith("admin/") and each.name not in NO_PAGES
    }
    assert pages == {each.name for each in shown}, "show every kind of page in showcase.py"
    for each in shown:
        response = client.get(each.path)
        assert response.status_code == each.status, each
        policy = directives(response["Content-Security-Policy"])
        assert policy["default-src"] == {"'none'"}, each
        for name in ("script-src", "style-src", "img-src", "media-src", "form-action"):
            assert policy[name] == {"'self'"}, (each, name)
        assert policy["base-uri"] == policy["frame-ancestors"] == {"'none'"}, each
        everything = set().union(*policy.values())
        assert everything == {"'none'", "'self'"}, each
        assert "Content-Security-Policy-Report-Only" not in response
        page = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), each


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_console_is_silent_on_every_kind_of_page(
    chromium: Browser, live_server: LiveServer
) -> None:
    """Read from top to bottom, everything opened; in a light and in a dark room, with scripts."""
    shown = showcase(Cast())
    for scheme, width in (("light", 1280), ("dark", 390)):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="zh-CN",
        )
        page = context.new_page()
        noise = listen(page)
        for each in shown:
            response = page.goto(each.path, wait_until="load")
            assert response is not None
            assert response.status == each.status, each
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            # Pictures below the fold come when they are near.
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            page.wait_for_load_state("networkidle")
            expected = [str(each.status)] if each.status != 200 else []
            said = [STATUS.fullmatch(line) for line in noise]
            assert all(said), (each, noise)
            assert [match[1] for match in said if match] in ([], expected), (each, noise)
            noise.clear()
        context.close()


def listen(page: Page) -> list[str]:
    """Whatever the page says in its console, breaks, or asks for in vain."""
    noise: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        noise.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    page.on("requestfailed", lambda request: noise.append(f"failed: {request.url}"))
    return noise


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_broken_policy_would_be_heard(chromium: Browser, live_server: LiveServer) -> None:
    """The listener of the test above is not deaf: what the policy forbids is told."""
    showcase(Cast())
    page = chromium.new_context(base_url=live_server.url).new_page()
    noise = listen(page)
    page.goto("/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: '//elsewhere.invalid/'}))")
    page.wait_for_timeout(100)
    assert any("Content Security Policy" in line for line in noise)
