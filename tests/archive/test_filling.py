"""An invented archive stands as if people had written it, and every screen measured on it opens."""

import pytest

from articles.desk import ledger
from articles.desk.content import content_hash, content_of
from articles.models import Article, PublishedArticle, State
from newsroom.archive.filling import fill
from newsroom.archive.measuring import measure
from newsroom.archive.staff import hire
from newsroom.management.commands.bench_desk import table

pytestmark = pytest.mark.django_db


def test_an_archive_is_whole_and_its_screens_open() -> None:
    staff = hire(4)
    fill(130, staff.reporters, staff.sections)
    assert Article.objects.count() == 130
    settled = Article.objects.filter(state=State.SETTLED)
    assert PublishedArticle.objects.visible().count() == settled.count() > 100
    newest, oldest = Article.objects.latest("pk"), Article.objects.earliest("pk")
    assert newest.updated_at > oldest.updated_at
    assert newest.state != State.SETTLED
    published = settled.latest("pk")
    assert published.signed_hash == content_hash(content_of(published))
    assert PublishedArticle.objects.get(pk=published.pk).content_hash == published.signed_hash
    assert ledger.verify() == []
    found = measure(staff, times=1)
    assert all(each.queries < 100 and each.milliseconds > 0 for each in found)
    lines = table("sqlite", [130], [{each.screen: [each.queries, 1.0] for each in found}])
    assert any(line.startswith("| tab live, chief |") for line in lines)


def test_the_same_seed_gives_the_same_archive() -> None:
    staff = hire(2)
    fill(5, staff.reporters, staff.sections, seed=3)
    fill(5, staff.reporters, staff.sections, seed=3)
    headlines = list(Article.objects.order_by("pk").values_list("headline", flat=True))
    assert headlines[:5] == headlines[5:]
