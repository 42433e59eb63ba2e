"""Answers whose page nobody looks at: the view decides, asks and counts; nothing is drawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.template.response import SimpleTemplateResponse


@contextmanager
def undrawn(really: bool = True) -> Iterator[None]:
    """Each of these pages is drawn for somebody else, there or in a test of its own."""
    if not really:
        yield
        return
    with patch.object(SimpleTemplateResponse, "rendered_content", ""):
        yield
