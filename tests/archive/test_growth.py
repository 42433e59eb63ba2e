"""Every page whose growth is measured opens on an invented archive, and the table says how much."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from newsroom.archive.filling import fill
from newsroom.archive.staff import hire
from newsroom.management.commands.bench_growth import merged, table

pytestmark = pytest.mark.django_db


def test_every_page_opens() -> None:
    fill(700, hire(4), until=timezone.now(), length=300)
    written = StringIO()
    for part in ("author", "sitemap", "autocomplete", "ledger", "section", "search,"):
        call_command("bench_growth", here=True, times=1, only=part, stdout=written)
    rows = [json.loads(line) for line in written.getvalue().splitlines()]
    assert len({name for name, _queries, _took in rows}) > 20
    assert rows[0][0].endswith("pieces")
    assert rows[0][2] > 600


def test_without_an_archive_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="make_archive"):
        call_command("bench_growth", here=True)


def test_the_table_sets_the_last_beside_the_first() -> None:
    small = [[["x, pieces", 0, 10.0], ["home", 7, took]] for took in (3.0, 4.0, 90.0)]
    large = [[["x, pieces", 0, 1000.0], ["home", 8, took]] for took in (5.0, 6.0, 7.0)]
    lines = table([merged(small), merged(large)])
    assert lines[0] == "| x | queries | 10 pieces | 1,000 pieces | ratio |"
    assert lines[2] == "| home | 7 / 8 | 4.0 ms | 6.0 ms | 1.50 |"
