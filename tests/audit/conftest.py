from collections.abc import Iterator

import pytest

from articles.desk import access
from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def _nothing_was_opened_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What another test has opened is known to this process and gone from the database; and no
    test happens to run where one stretch of minutes ends and the next begins."""
    monkeypatch.setattr(access, "WINDOW", 10_000_000_000)
    access.recent.clear()
    yield
    access.recent.clear()
