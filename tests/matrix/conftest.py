from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.conf import settings


@pytest.fixture(autouse=True, scope="package")
def _clients_keep_no_contexts() -> Iterator[None]:
    """Copying the context of each of an admin page's hundred templates takes most of its time.

    Tests look at what comes over the wire, so nobody misses `response.context`.
    """
    with patch("django.test.client.store_rendered_templates"):
        yield


@pytest.fixture(autouse=True, scope="package")
def _menu_is_another_tests_subject() -> Iterator[None]:
    """The menu beside every page, with its counts, takes a third of the time of a refusal; who
    finds what in it is asked in tests/admin, and every address in it is asked for here."""
    plain = settings.UNFOLD | {"SIDEBAR": settings.UNFOLD["SIDEBAR"] | {"navigation": []}}
    with patch.object(settings, "UNFOLD", plain):
        yield
