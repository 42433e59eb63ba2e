from collections.abc import Iterator

import pytest

from articles.desk import access
from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def _nothing_was_opened_before() -> Iterator[None]:
    """What another test has opened is known to this process and gone from the database."""
    access.recent.clear()
    yield
    access.recent.clear()
