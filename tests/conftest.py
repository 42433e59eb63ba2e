"""Shared by every test: a fast hasher, a folder of its own, a flush that is soon over."""

import copy
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import client as test_client
from django.test.utils import ContextList
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests import flushing
from tests.journeys.browser import CHROMIUM, FLAGS

# A loaded machine is slow, not wrong; the same cases come every time.
hypothesis_settings.register_profile("newsroom", deadline=None, derandomize=True)
hypothesis_settings.load_profile("newsroom")

# Here, too, a slow machine is not wrong.
expect.set_options(timeout=30_000)

# Playwright keeps an event loop running in the thread that drives the browser.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


# The longest ones begin first, so that nobody waits for one of them alone in the end.
LONGEST = (
    "tests/soak/", "tests/desk/test_state_machine.py", "tests/wings/test_demo.py", "tests/archive/",
    "tests/readers/test_every_page.py",
)  # fmt: skip


# What no test without one of these can tell apart is the engine of the database.
DATABASE = {"db", "transactional_db", "live_server", "client", "admin_client", "cast"}
# These ask a database only because what they look at hangs on a row: pictures and their bytes, the
# demo's own SQLite, and whom an address lets through, which no engine decides.
CARRIED = (
    "tests/images/test_memory.py", "tests/images/test_renditions.py",
    "tests/images/test_refused.py", "tests/safety/test_uploads.py",
    "tests/demo/test_artwork.py", "tests/wings/test_demo.py",
    "tests/matrix/test_admin_matrix.py", "tests/matrix/test_admin_screens.py",
    "tests/matrix/test_methods.py",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With NEWSROOM_TEST_DATABASE_ONLY, for the second engine: what asks it nothing is left out."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    if os.environ.get("NEWSROOM_TEST_DATABASE_ONLY"):
        asking = [
            item
            for item in items
            if not item.nodeid.startswith(CARRIED)
            and (
                item.get_closest_marker("django_db")
                or DATABASE.intersection(getattr(item, "fixturenames", ()))
            )
        ]
        config.hook.pytest_deselected(items=[each for each in items if each not in asking])
        items[:] = asking


def pytest_collection_finish() -> None:
    """What has been imported stays: nobody needs to look through it for rubbish again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _clients_keep_the_first_context() -> Iterator[None]:
    """Of an answer's templates all are kept, of their contexts that of the page itself: copying
    the contexts of the hundred pieces that an admin page is put together from takes long, and
    what a view says stands in the first; where it has a part of its page drawn before, in the
    next that is a page of its own."""

    def store(
        data: Any, signal: Any, sender: Any, template: Template, context: Context, **_: Any
    ) -> None:
        data.setdefault("templates", []).append(template)
        if "context" not in data:
            data["context"] = ContextList([copy.copy(context)])
        elif template.name == "admin/articles/review.html":
            data["context"].append(copy.copy(context))

    original, test_client.store_rendered_templates = test_client.store_rendered_templates, store
    yield
    test_client.store_rendered_templates = original


@pytest.fixture(autouse=True)
def _quick_and_private(settings: Any, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Static files are looked for when they are asked for: each test client would list them all.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.READS = tmp_path / "reads"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None},
        }
    }


@pytest.fixture(autouse=True, scope="session")
def _flush_quickly() -> Iterator[None]:
    take_back = flushing.install()
    yield
    take_back()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a test process: Playwright runs once in a thread."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: nothing was tried in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _windows_are_closed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Those that the test has opened: they would go on asking beside the next one."""
    browser = request.getfixturevalue("chromium") if "chromium" in request.fixturenames else None
    before = list(browser.contexts) if browser else []
    yield
    for context in browser.contexts if browser else ():
        if context not in before:
            context.close()
