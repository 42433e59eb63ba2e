from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests import cast as people


@pytest.fixture(autouse=True)
def _codes_of_other_tests_are_forgotten() -> Iterator[None]:
    """The same numbers come to the same people in the next test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> people.Cast:
    return people.Cast()
