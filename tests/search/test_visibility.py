"""Search finds what readers may see now, through every act of the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import search
from articles.desk import publishing
from articles.models import PublishedArticle, SearchEntry
from tests.cast import Cast, make_draft, make_published, step
from tests.search.shelf import NOON, found, shelve

pytestmark = pytest.mark.django_db


def hits(query: str) -> list[int]:
    return [hit.article.pk for hit in search.find(query).hits]


def test_scheduled_is_found_from_its_second_on() -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, "渡口的末班船")
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    hour = timezone.now() + timedelta(hours=1)
    step(article, "publish", cast.editor, visible_from=hour)
    assert hits("末班船") == []
    assert search.find("末班船", at=hour - timedelta(microseconds=1)).hits == []
    assert len(search.find("末班船", at=hour).hits) == 1
    step(article, "unschedule", cast.editor)
    assert search.find("末班船", at=hour).hits == []
    assert not SearchEntry.objects.exists()


def test_withdrawn_and_reinstated() -> None:
    cast = Cast()
    article = make_published(cast, "渡口的末班船")
    assert hits("末班船") == [article.pk]
    step(article, "withdraw", cast.editor, "来源有误")
    assert hits("末班船") == []
    step(article, "reinstate", cast.chief)
    assert hits("末班船") == [article.pk]


def test_a_revision_replaces_the_entry_and_keeps_the_place() -> None:
    cast = Cast()
    article = make_published(cast, "渡口的末班船")
    newer = make_published(cast, "末班船之后")
    published = PublishedArticle.objects.get(pk=article.pk)
    published.headline = "渡口的头班船，末班"
    published.section = cast.other_section
    publishing.reindex([published])
    assert hits("渡口的末班船") == []
    assert hits("头班船") == [article.pk]
    assert hits("末班") == [newer.pk, article.pk]
    publishing.reindex([published])
    assert hits("头班船") == [article.pk], "twice is as good as once"


def test_moved_to_another_section_and_hour() -> None:
    cast = Cast()
    shelve(1, "夜班公交", section=cast.section)
    shelve(2, "夜班公交", section=cast.section)
    shelve(2, "夜班公交", section=cast.other_section, at=NOON)
    assert found("夜班") == [2, 1]
    assert found("夜班", section=cast.section) == [1]
    assert found("夜班", section=cast.other_section) == [2]


def test_forgotten() -> None:
    shelve(1, "夜班公交")
    search.forget(1)
    search.forget(1)
    assert found("夜班") == []


def test_a_transaction_that_fails_leaves_the_index_alone() -> None:
    from django.db import transaction

    published = shelve(1, "夜班公交")
    with pytest.raises(RuntimeError), transaction.atomic():
        published.body = "<p>头班地铁</p>"
        publishing.reindex([published])
        raise RuntimeError
    assert found("夜班") == [1]
    assert found("地铁") == []
