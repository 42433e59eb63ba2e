"""Who has a piece open, since when; and that looking busy is not being busy."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import User
from articles.models import Article, Presence
from tests.admin.helpers import signed_in, theirs, url
from tests.admin.test_idle import idle_for
from tests.cast import Cast, make_draft, step

BEAT = "articles_article_presence"


def beat(client: Client, user: User, article: Article, sitting: str, **asked: Any) -> Any:
    body = {
        "as": str(user.pk), "article": article.pk, "sitting": sitting * 32,
        "version": article.version,
    }  # fmt: skip
    return client.post(url(BEAT), json.dumps(body | asked), content_type="application/json")


def look(client: Client, article: Article) -> list[str]:
    answer = client.get(url(BEAT), {"article": article.pk, "version": article.version})
    here: list[str] = answer.json()["here"]
    return here


def test_others_and_ones_own_other_windows_are_told(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    mine, editors = signed_in(cast.reporter), signed_in(cast.editor)
    assert beat(mine, cast.reporter, article, "a").json() == {"here": [], "moved": ""}
    (said,) = beat(editors, cast.editor, article, "b").json()["here"]
    assert str(cast.reporter) in said
    (said,) = beat(mine, cast.reporter, article, "a").json()["here"]
    assert str(cast.editor) in said
    # In a second window of the same person: both are told of.
    here = beat(mine, cast.reporter, article, "c").json()["here"]
    assert len(here) == 2
    assert str(cast.reporter) not in "".join(here)
    # The screens say it before any script has asked.
    page = mine.get(url("articles_article_change", article.pk)).content.decode()
    assert here[1] in page
    step(article, "submit", cast.reporter)
    page = mine.get(url("articles_article_change", article.pk)).content.decode()
    assert here[1] in page


def test_a_closed_window_is_gone_at_once_and_a_silent_one_soon(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    mine, editors = signed_in(cast.reporter), signed_in(cast.editor)
    beat(mine, cast.reporter, article, "a")
    assert look(editors, article)
    beat(mine, cast.reporter, article, "a", leave=True)
    assert look(editors, article) == []
    # Opened again at once, as after a save: here since the beginning.
    since = Presence.objects.get().since
    beat(mine, cast.reporter, article, "d")
    assert Presence.objects.get(left_at=None).since == since
    row = Presence.objects.filter(left_at=None)
    row.update(seen_at=row.get().seen_at - timedelta(seconds=40))
    assert look(editors, article)
    row.update(seen_at=row.get().seen_at - timedelta(seconds=6))
    assert look(editors, article) == []


def test_who_only_reads_is_not_editing(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    beat(signed_in(cast.reporter), cast.reporter, article, "a")
    look(signed_in(cast.editor), article)
    assert not Presence.objects.exists()


def test_a_piece_that_moved_on_is_told(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    theirs(article, cast.editor, headline="别人的标题")
    moved = beat(signed_in(cast.reporter), cast.reporter, article, "a").json()["moved"]
    assert str(cast.editor) in moved


def test_strangers_learn_nothing(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    beat(signed_in(cast.reporter), cast.reporter, article, "a")
    asked = {"article": article.pk, "version": 1}
    for user in (cast.foreign_editor, cast.other_reporter, cast.outsider):
        assert signed_in(user).get(url(BEAT), asked).status_code == 403, user
        assert beat(signed_in(user), user, article, "e").status_code == 403, user
    assert Client().get(url(BEAT), asked).status_code == 401
    assert signed_in(cast.reporter).get(url(BEAT), {"article": "x"}).status_code == 400
    assert signed_in(cast.reporter).get(url(BEAT), asked | {"article": 10**9}).status_code == 404
    # Nobody ends the presence of another.
    beat(signed_in(cast.editor), cast.editor, article, "a", leave=True)
    assert look(signed_in(cast.editor), article)


def test_beats_do_not_prolong_a_session(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    idle_for(client, 50)
    was = client.session["active_at"]
    assert beat(client, cast.reporter, article, "a").status_code == 200
    assert client.session["active_at"] == was
    idle_for(client, 61)
    assert beat(client, cast.reporter, article, "a").status_code == 401
