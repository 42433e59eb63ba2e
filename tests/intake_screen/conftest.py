import pytest
from django.conf import LazySettings

from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def _in_english(settings: LazySettings) -> None:
    settings.LANGUAGE_CODE = "en"
