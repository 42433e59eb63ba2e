from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import reads
from articles.models import PublishedArticle
from articles.public import reads as beacon
from articles.reads.rate import Rate
from tests.cast import Cast

BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605.1.15 Safari/604.1"
Reader = Callable[..., int]


def clock(at: datetime) -> Any:
    return patch("django.utils.timezone.now", lambda: at)


def later(**span: float) -> Any:
    return clock(timezone.now() + timedelta(**span))


def added_up() -> int:
    """What the worker does two minutes from now."""
    with later(minutes=2):
        return reads.add_up()


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def read() -> Iterator[Reader]:
    """Somebody reads a piece in a browser; the status that the server answers."""
    client = Client(enforce_csrf_checks=True)

    def once(piece: PublishedArticle | int, **headers: str) -> int:
        number = piece if isinstance(piece, int) else piece.pk
        sent = {"user-agent": BROWSER} | {name.replace("_", "-"): headers[name] for name in headers}
        answer = client.post(f"/reads/{number}", headers=sent)
        assert not answer.cookies
        assert answer.content == b""
        return answer.status_code

    with patch.object(beacon, "rate", Rate(beacon.PER_MINUTE)):
        yield once
