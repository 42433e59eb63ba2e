"""Shared by every test: a fast hasher, a folder of its own, and triggers lifted for a flush."""

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management.commands import flush as flush_command
from django.db import connections
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright

from articles.models import Page, triggers
from tests.journeys.browser import CHROMIUM, FLAGS

outlets = import_module("articles.migrations.0006_outlets")
standard_pages = import_module("articles.migrations.0015_standard_pages")

# A loaded machine is slow, not wrong; the same cases come every time.
hypothesis_settings.register_profile("newsroom", deadline=None, derandomize=True)
hypothesis_settings.load_profile("newsroom")

# Playwright keeps an event loop running in the thread that drives the browser.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


# The longest ones begin first, so that nobody waits for one of them alone in the end.
LONGEST = ("tests/desk/test_state_machine.py", "tests/wings/test_demo.py", "tests/archive/")


# What no test without one of these can tell apart is the engine of the database.
DATABASE = {"db", "transactional_db", "live_server", "client", "admin_client", "cast"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With NEWSROOM_TEST_DATABASE_ONLY, for the second engine: leave out what asks no database."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    if os.environ.get("NEWSROOM_TEST_DATABASE_ONLY"):
        asking = [
            item
            for item in items
            if item.get_closest_marker("django_db")
            or DATABASE.intersection(getattr(item, "fixturenames", ()))
        ]
        config.hook.pytest_deselected(items=[each for each in items if each not in asking])
        items[:] = asking


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
def _flush_lifts_triggers() -> Iterator[None]:
    """A flush between tests deletes every row; the write-once tables refuse that, rightly.

    The flush sends `post_migrate`, which installs the triggers again. The rows that migrations
    put in are put in again too, so that no test depends on which ones ran before it.
    """
    original = flush_command.Command.handle

    def handle(self: Any, **options: Any) -> None:
        triggers.lift(connections[options["database"]])
        original(self, **options)
        connection = connections[options["database"]]
        if not Page.objects.using(connection.alias).exists():
            outlets.add(apps, None)
            with connection.schema_editor() as editor:
                standard_pages.stand_ready(apps, editor)

    flush_command.Command.handle = handle
    yield
    flush_command.Command.handle = original


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a test process: Playwright runs once in a thread."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: nothing was tried in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
