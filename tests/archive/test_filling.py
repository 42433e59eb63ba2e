"""An invented archive stands as if people had written it, and every screen measured on it opens."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import search
from articles.desk import ledger
from articles.desk.content import content_hash, content_of
from articles.models import (
    Article,
    Credit,
    LedgerEntry,
    PublishedArticle,
    PublishedCorrection,
    PublishedCredit,
    PublishedTag,
    Revision,
    SearchEntry,
    State,
)
from articles.search.entry import make_entry
from articles.text.markup import clean, to_text
from newsroom.archive.filling import fill
from newsroom.archive.measuring import measure, screens
from newsroom.archive.staff import NotEmpty, hire
from newsroom.management.commands.bench_desk import table

pytestmark = pytest.mark.django_db

UNTIL = parse_datetime("2026-03-08T12:00:00+08:00")
assert UNTIL
# Of the archive of 60 pieces with seed 7: it changes when what is invented changes, and else never.
PRINT = "309c5e437f2e550b893d635b7c9f09f3025a55bc7486cce756b516b7e0d6be5d"


def test_an_archive_is_whole_and_its_screens_open() -> None:
    staff = hire(4)
    fill(130, staff, until=timezone.now())
    assert Article.objects.count() == 130
    settled = Article.objects.filter(state=State.SETTLED)
    assert PublishedArticle.objects.count() == settled.count() > 100
    newest, oldest = Article.objects.latest("pk"), Article.objects.earliest("pk")
    assert newest.updated_at - oldest.updated_at > timedelta(hours=20)
    published = settled.latest("pk")
    assert published.signed_hash == content_hash(content_of(published))
    assert PublishedArticle.objects.get(pk=published.pk).content_hash == published.signed_hash
    assert ledger.verify() == []
    connection.check_constraints()
    found = measure(screens(staff), times=1)
    assert all(each.queries < 100 and each.milliseconds > 0 for each in found)
    lines = table("sqlite", [130], [{each.screen: [each.queries, 1.0] for each in found}])
    assert any(line.startswith("| tab live, chief |") for line in lines)
    # The next piece that somebody writes gets a number of its own.
    assert Article.objects.create(
        headline="新的一篇", owner=staff.people["reporter"], section=staff.sections[0]
    ).pk > newest.pk  # fmt: skip


def test_readers_find_what_is_there_and_nothing_withdrawn(client: Client) -> None:
    fill(300, hire(4), until=timezone.now(), seed=2, length=300)
    gone = PublishedArticle.objects.filter(withdrawn_at__isnull=False)
    corrected = PublishedCorrection.objects.select_related("article")
    assert gone.exists()
    assert corrected.exists()
    for piece in gone:
        assert client.get(piece.get_absolute_url()).status_code == 410
        assert ledger.history("article", piece.pk)[-1].action == "withdraw"
    correction = corrected[0]
    assert correction.note in client.get(correction.article.get_absolute_url()).content.decode()
    some = PublishedArticle.objects.visible()[200]
    assert SearchEntry.objects.get(article=some).text == make_entry(some).text
    assert some.pk in {hit.article.pk for hit in search.find(f"“{to_text(some.body)[40:62]}”").hits}


def test_texts_are_as_long_and_as_varied_as_a_paper_s() -> None:
    fill(600, hire(4), until=UNTIL)
    bodies = [piece.body for piece in PublishedArticle.objects.order_by("pk")]
    assert all(clean(body) == body for body in bodies[:50])
    texts = ["".join(to_text(body).split()) for body in bodies]
    lengths = sorted(map(len, texts))
    assert lengths[0] >= 290
    assert 10_000 < lengths[-1] < 31_000
    ordinary = [length for length in lengths if length < 10_000]
    assert ordinary[-1] <= 3_200
    assert 750 < sum(ordinary) / len(ordinary) < 1_100
    # From what stands in nearly every piece to what stands in few or in one alone.
    words = ("工作", "职工", "渔民", "竹编")
    often = [sum(word in text for text in texts) for word in words]
    assert often == sorted(often, reverse=True)
    assert often[0] > 450
    assert 0 < often[-1] < 150
    middle = texts[300][150:156]
    assert sum(middle in text for text in texts) < 5
    assert len({piece.headline for piece in PublishedArticle.objects.all()}) > 550


def test_the_same_seed_gives_the_same_archive() -> None:
    fill(60, hire(3), until=UNTIL, seed=7)
    assert _print() == PRINT


def test_a_database_with_other_content_is_left_alone() -> None:
    hire(2)
    with pytest.raises(NotEmpty):
        hire(2)


def _print() -> str:
    """One hash over what both engines store alike, whatever numbers its rows have there."""
    first = Article.objects.earliest("pk").pk
    assert first == 1
    digest = hashlib.sha256()
    for rows in (
        Article.objects.order_by("pk").values_list(
            *("headline", "kicker", "deck", "summary", "body", "state", "owner__username"),
            *("section__slug", "source__name", "created_at", "updated_at", "responsible_editor"),
        ),
        Revision.objects.order_by("article").values_list("article", "number", "user_name"),
        Credit.objects.order_by("article", "position").values_list("article", "name", "role"),
        LedgerEntry.objects.order_by("subject_id", "seq").values_list("subject_id", "action", "at"),
        PublishedArticle.objects.order_by("pk").values_list(
            "pk", "date", "headline", "body", "visible_from", "updated_at", "withdrawn_at"
        ),
        PublishedCredit.objects.order_by("article", "position").values_list(
            "article", "name", "role", "visible_from", "author__name"
        ),
        PublishedTag.objects.order_by("article", "tag__name").values_list("article", "tag__name"),
        SearchEntry.objects.order_by("position").values_list("position", "text", "rules"),
    ):
        _take(digest, rows)
    return digest.hexdigest()


def _take(digest: Any, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        digest.update(repr(row).encode())
