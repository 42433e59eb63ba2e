import pytest

from tests import cast as people


@pytest.fixture
def cast(db: None) -> people.Cast:
    return people.Cast()
