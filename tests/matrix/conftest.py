from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.conf import settings
from django.template import Template


@pytest.fixture(autouse=True, scope="package")
def _clients_keep_no_contexts() -> Iterator[None]:
    """An admin page is put together from a hundred templates, each of which would be told of.

    Tests look at what comes over the wire, so nobody misses `response.context`.
    """
    with patch.object(Template, "_render", lambda page, context: page.nodelist.render(context)):
        yield


@pytest.fixture(autouse=True, scope="package")
def _menu_is_another_tests_subject() -> Iterator[None]:
    """The menu beside every page, with its counts, takes a third of the time of a refusal; who
    finds what in it is asked in tests/admin, and every address in it is asked for here."""
    plain = settings.UNFOLD | {"SIDEBAR": settings.UNFOLD["SIDEBAR"] | {"navigation": []}}
    with patch.object(settings, "UNFOLD", plain):
        yield
