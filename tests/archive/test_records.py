"""The invented old archive is one that the loader takes without a word."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import PublishedArticle
from newsroom.archive.records import lines

pytestmark = pytest.mark.django_db


def test_the_same_number_gives_the_same_archive() -> None:
    until = timezone.now()
    assert list(lines(5, until=until)) == list(lines(5, until=until))
    assert list(lines(5, until=until)) != list(lines(5, until=until, seed=2))


def test_it_is_loaded_whole_and_measured(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    path.write_text("\n".join(lines(40, until=timezone.now(), length=300)), "utf-8")
    told, rows = StringIO(), StringIO()
    call_command("bench_loader", here=str(path), stdout=rows, stderr=told)
    rate, used = json.loads(rows.getvalue().splitlines()[-1])
    assert rate > 0
    assert used > 0
    assert PublishedArticle.objects.count() == 40
    assert not path.with_name("old.errors.jsonl").exists()
