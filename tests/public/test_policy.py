"""Readers' Content-Security-Policy: strict on every kind of page, and no page needs it weaker."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from tests.readers.examples import examples
from tests.readers.looking import show, window
from tests.readers.stage import furnish

# What a page that is not there says of itself in Chromium's console, and nothing else may.
STATUS = re.compile(
    r"Failed to load resource: the server responded with a status of (4[0-9]{2}) .*"
)
# Unfold it, and wait for the pictures below the fold. (The policy forbids Playwright's own waiting
# for a function: it would evaluate a string.)
EVERYTHING = """async () => {
  for (const each of document.querySelectorAll("details")) each.open = true
  await Promise.all(Array.from(document.images, (image) => {
    image.loading = "eager"
    return image.complete || new Promise((resolve) => { image.onload = image.onerror = resolve })
  }))
}"""


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: set(values) for name, *values in parts}


@pytest.mark.django_db
def test_every_kind_of_page_has_the_strict_policy(client: Client) -> None:
    furnish()
    pages = [example for example in examples() if not example.text]
    assert len(pages) > 20
    for example in pages:
        response = client.get(example.path)
        assert response.status_code == example.status, example
        policy = directives(response["Content-Security-Policy"])
        assert policy["default-src"] == {"'none'"}, example
        for name in ("script-src", "style-src", "img-src", "media-src", "form-action"):
            assert policy[name] == {"'self'"}, (example, name)
        assert policy["base-uri"] == policy["frame-ancestors"] == {"'none'"}, example
        assert set().union(*policy.values()) == {"'none'", "'self'"}, example
        assert "Content-Security-Policy-Report-Only" not in response
        page = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), example


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_console_is_silent_when_all_of_a_page_is_read(
    chromium: Browser, live_server: LiveServer
) -> None:
    """Everything unfolded and every picture there: no word, no error, nothing asked for in vain."""
    furnish()
    with window(chromium, live_server.url, width=390) as context:
        page = context.new_page()
        noise = listen(page)
        for example in examples():
            show(page, example)
            page.evaluate(EVERYTHING)
            page.wait_for_load_state("networkidle")
            said = [STATUS.fullmatch(line) for line in noise]
            assert all(said), (example, noise)
            # A page that is an error is noted by the browser itself, once at the most.
            statuses = [int(match[1]) for match in said if match]
            assert statuses in ([], [example.status]), (example, noise)
            noise.clear()


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
def test_a_breach_of_the_policy_would_be_heard(chromium: Browser, live_server: LiveServer) -> None:
    furnish()
    with window(chromium, live_server.url) as context:
        page = context.new_page()
        noise = listen(page)
        page.goto("/")
        assert noise == []
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        page.evaluate("document.body.append(Object.assign(new Image(), {src: '//no.invalid/a'}))")
        page.wait_for_timeout(200)
    assert sum("Content Security Policy" in line for line in noise) >= 2
