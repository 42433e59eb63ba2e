"""Any revision can be written again, as a new one; nothing goes away by it."""

import pytest

from articles.desk import editing, ledger
from articles.desk.content import content_of
from articles.desk.errors import NotAllowed, Refused, Stale
from articles.models import Article, LedgerEntry
from tests.admin.helpers import signed_in, theirs, url
from tests.cast import Cast, make_draft, make_published, step


def restore_url(article: Article, number: int) -> str:
    return url("articles_article_restore", article.pk, number)


def test_a_restored_revision_is_a_new_one_and_can_be_taken_back(cast: Cast) -> None:
    article = make_draft(
        cast.reporter,
        cast.section,
        credits=[{"name": "郝佳伟", "role": "reporter", "author": None}],
    )
    first = content_of(article)
    theirs(article, cast.editor, headline="改过的标题", credits=[], body="<p>别的。</p>")
    article.refresh_from_db()
    client = signed_in(cast.reporter)
    page = client.get(url("articles_article_revision", article.pk, 1)).content.decode()
    assert restore_url(article, 1) in page
    press = {"version": article.version}
    assert client.post(restore_url(article, 1), press).status_code == 302
    article.refresh_from_db()
    assert content_of(article) == first
    assert [each.number for each in article.revisions.all()] == [3, 2, 1]
    entry = LedgerEntry.objects.latest("seq")
    assert (entry.action, entry.note, entry.revision) == ("restore", "#1", 3)
    assert article.version == 3
    # The button pressed twice restores once.
    assert client.post(restore_url(article, 1), press).url == article.get_absolute_url()
    assert article.revisions.count() == 3
    client.post(restore_url(article, 2), {"version": 3})
    article.refresh_from_db()
    assert article.headline == "改过的标题"
    assert ledger.verify() == []


def test_who_may_not_edit_may_not_restore(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "revise", cast.reporter)
    theirs(article, cast.reporter, headline="改过的标题")
    article.refresh_from_db()
    before = article.revisions.count()
    for user in (cast.other_reporter, cast.foreign_editor, cast.outsider):
        response = signed_in(user).post(restore_url(article, 1), {"version": article.version})
        assert response.status_code == 403, user
    step(article, "submit", cast.reporter)
    page = signed_in(cast.reporter).get(url("articles_article_revision", article.pk, 1))
    assert restore_url(article, 1) not in page.content.decode()
    with pytest.raises(NotAllowed):
        editing.restore(article, 1, cast.reporter)
    assert signed_in(cast.reporter).get(restore_url(article, 1)).status_code == 405
    assert article.revisions.count() == before


def test_a_restore_that_is_late_or_idle_says_so(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    with pytest.raises(Refused):
        editing.restore(article, 1, cast.reporter)
    with pytest.raises(Refused):
        editing.restore(article, 9, cast.reporter)
    theirs(article, cast.editor, headline="改过的标题")
    with pytest.raises(Stale):
        editing.restore(article, 1, cast.reporter)
    response = signed_in(cast.reporter).post(restore_url(article, 1), {"version": 1}, follow=True)
    (message,) = response.context["messages"]
    assert message.level_tag == "error"
    article.refresh_from_db()
    assert article.headline == "改过的标题"


def test_a_restore_in_a_review_keeps_the_section(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.other_section)
    moved = {"id": cast.section.pk, "name": cast.section.name}
    theirs(article, cast.reporter, section=moved, headline="改过的标题")
    step(article, "submit", cast.reporter)
    editing.restore(article, 1, cast.editor)
    assert (article.section, article.headline) == (cast.section, "夜班公交通到厂门口")
