"""A switch of a piece is content: revisions keep it, hashes cover it. Content that is older than
the switch, or has it off, reads and verifies as it did before there was one."""

import pytest

from articles.admin.article_compare import changes
from articles.desk import editing, ledger
from articles.desk.content import SWITCHES, content_hash, content_of
from articles.desk.merging import Merge
from articles.models import PublishedArticle, Revision
from tests.cast import Cast, make_draft, make_published, step

pytestmark = pytest.mark.django_db
ON = {"without_related": True}
# The names in a content before there were switches, and its hash as it was then.
BEFORE = {
    "kicker", "headline", "deck", "original_headline", "web_title", "short_title", "summary",
    "body", "responsible_editor", "origin", "source_author", "source_url", "ai_label",
    "correction_note", "section", "source", "tags", "credits", "figures",
}  # fmt: skip
HASH = "b580c1fdc8a8aee2"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


def test_content_with_everything_off_is_what_it_was(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    content = content_of(article) | {"section": {"id": 1, "name": "要闻"}}
    assert set(content) == BEFORE
    assert content_hash(content).startswith(HASH)


def test_a_revision_keeps_it_and_readers_get_it(cast: Cast) -> None:
    article = make_published(cast, **ON)
    assert editing.newest_revision(article).content["without_related"] is True
    assert PublishedArticle.objects.get().without_related
    assert ledger.verify() == []
    step(article, "revise", cast.reporter)
    content = content_of(article)
    before = editing.newest_revision(article).number
    del content["without_related"]
    editing.write(article, content, cast.reporter)
    newest = editing.newest_revision(article)
    assert newest.number == before + 1
    assert set(newest.content) == BEFORE
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.second_editor)
    step(article, "publish", cast.editor)
    assert not PublishedArticle.objects.get().without_related
    assert ledger.verify() == []


def test_restoring_an_older_revision_switches_it_off_again(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    editing.write(article, content_of(article) | ON, cast.reporter)
    restored = editing.restore(article, 1, cast.reporter)
    article.refresh_from_db()
    assert not article.without_related
    assert restored.content_hash == Revision.objects.get(number=1).content_hash


def test_it_is_compared_and_merged(cast: Cast) -> None:
    base = content_of(make_draft(cast.reporter, cast.section))
    on = base | ON
    [change] = changes(base, on)
    assert (change.name, "".join(piece.text for piece in change.pieces)) == (SWITCHES[0], "否是")
    assert Merge(base, on, base | {"deck": "副题"}).content({}) == on | {"deck": "副题"}
    assert Merge(on, base, on).content({}) == base
    assert Merge(base, on, on).content({}) == on
