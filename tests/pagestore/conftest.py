from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from newsroom.pagestore import house
from newsroom.pagestore.counters import Counters
from newsroom.pagestore.gate import Gate
from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def counters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counters:
    """Slots of this test alone, on which the desk's changes are told too."""
    mine = Counters(tmp_path / "pages.counters")
    monkeypatch.setattr(house, "counters", lambda: mine)
    return mine


class Behind:
    """The site as it is, and how often it was asked."""

    def __init__(self) -> None:
        self.site = get_wsgi_application()
        self.asked = 0

    def __call__(self, environ: Any, start: Any) -> Any:
        self.asked += 1
        # The end of a request closes connections, and here it is the test's own.
        request_finished.disconnect(close_old_connections)
        request_started.disconnect(close_old_connections)
        try:
            answer = self.site(environ, start)
            parts = [b"".join(answer)]
            answer.close()
        finally:
            request_started.connect(close_old_connections)
            request_finished.connect(close_old_connections)
        return parts


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def gate(db: None, counters: Counters, behind: Behind, settings: Any) -> Gate:
    settings.PAGE_STORE_BYTES = 4 * 1024 * 1024
    return house.gate(behind)
