from collections.abc import Iterator
from unittest.mock import patch

import pytest


@pytest.fixture(autouse=True, scope="package")
def _clients_keep_no_contexts() -> Iterator[None]:
    """Copying the context of each of an admin page's hundred templates takes most of its time.

    Tests look at what comes over the wire, so nobody misses `response.context`.
    """
    with patch("django.test.client.store_rendered_templates"):
        yield
