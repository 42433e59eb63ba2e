"""A reader at a window: light, dark or in elder mode, at a width; and what axe finds there."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Page

from tests.readers.examples import Example

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
AXE_VERSION = AXE.partition("axe v")[2].split()[0]
# All of WCAG 2.2 up to AA, and what axe calls good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MODES = ("light", "dark", "elder")


@contextmanager
def window(
    browser: Browser, site: str, *, mode: str = "light", width: int = 1280, **options: Any
) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if mode == "dark" else "light",
        locale="zh-CN",
        **options,
    )
    if mode == "elder":
        context.add_init_script("localStorage.setItem('reader.mode', 'elder')")
    # A wait that is worth waiting for is over by then, on a busy machine too.
    context.set_default_timeout(60_000)
    yield context
    context.close()


def show(page: Page, example: Example) -> None:
    if example.text:
        page.route(
            f"**{example.path}",
            lambda route: route.fulfill(body=example.text, content_type="text/html; charset=utf-8"),
        )
    response = page.goto(example.path)
    assert response is not None
    assert response.status == example.status, f"{example} answered {response.status}"


def with_every_picture(page: Page) -> None:
    """Wait for the lazy ones as well."""
    page.evaluate("""() => Promise.all([...document.images].map((image) => {
      image.loading = 'eager';
      // One that nobody can have is looked at as it is.
      return image.decode().catch(() => {});
    }))""")


def complaints(page: Page) -> list[str]:
    """What axe finds on the page, a line each: the rule, the element and what is wrong."""
    page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [
        f"{violation['id']}: {node['html'][:200]} {_summary(node)}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def _summary(node: dict[str, Any]) -> str:
    return " ".join(node.get("failureSummary", "").split())
