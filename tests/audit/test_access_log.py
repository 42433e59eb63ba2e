"""Who opened which piece: written once, by every screen that shows it, and by no refusal."""

import json
import logging
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import images
from articles.desk import access, content, editing, previews
from articles.desk.chores import CHORES
from articles.models import AccessEntry, Article, IncomingFile
from newsroom import environment
from tests.admin.helpers import press, signed_in, url
from tests.cast import Cast, make_draft, make_published, step
from tests.matrix.pieces import picture
from tests.topics.topics import make_special

FROM = "203.0.113.77"


def opened() -> list[tuple[str, str, int]]:
    entries = AccessEntry.objects.order_by("pk")
    return [(entry.name, entry.screen, entry.subject_id) for entry in entries]


def with_picture(cast: Cast) -> tuple[Article, Any]:
    image = images.store(picture((9, 90, 9)), "a.jpg", cast.reporter)
    figure = {
        "image": image.content_hash, "is_cover": True, "alt": "图", "caption": "", "credit": "",
        "rights_holder": "", "licence": "", "focal_x": 0.5, "focal_y": 0.5,
    }  # fmt: skip
    return make_draft(cast.reporter, cast.section, figures=[figure]), image


@pytest.mark.parametrize(
    ("screen", "args"),
    [
        ("change", ()), ("preview", ()), ("preview_window", ()), ("sheet", ()), ("compare", ()),
        ("revisions", ()), ("revision", (1,)), ("share", ()), ("readers", ()),
    ],
)  # fmt: skip
def test_every_screen_of_a_piece_leaves_an_entry(
    cast: Cast, screen: str, args: tuple[int, ...]
) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.desk_head)
    answer = client.get(url(f"articles_article_{screen}", article.pk, *args), REMOTE_ADDR=FROM)
    assert answer.status_code == 200
    [entry] = AccessEntry.objects.all()
    assert (entry.user, entry.kind, entry.subject_id) == (cast.desk_head, "article", article.pk)
    assert (entry.screen, entry.address, entry.public) == (screen, FROM, False)
    assert timezone.now() - entry.at < timedelta(minutes=1)


def test_the_review_screen_and_a_steps_page_leave_one_each(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    client = signed_in(cast.editor)
    # To whom it waits the piece opens as its review: one opening, not two.
    client.get(url("articles_article_change", article.pk), follow=True)
    assert opened() == [("Editor", "review", article.pk)]
    client.get(url("articles_article_step", article.pk, "return"))
    assert opened()[1:] == [("Editor", "step", article.pk)]


def test_the_copy_as_it_came_in_is_an_opening_too(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    stored = {"name": "稿.txt", "data": "稿".encode(), "content_hash": "0" * 64, "report": {},
              "section": cast.section, "received_by": cast.reporter}  # fmt: skip
    file = IncomingFile.objects.create(article=article, **stored)
    waiting = IncomingFile.objects.create(**stored)
    client = signed_in(cast.reporter)
    client.get(url("articles_article_incoming", article.pk, file.pk))
    client.get(url("intake-original", waiting.pk))
    kinds = list(AccessEntry.objects.order_by("pk").values_list("kind", "subject_id", "screen"))
    assert kinds == [
        ("article", article.pk, "incoming"), ("copy", waiting.pk, "intake-original")
    ]  # fmt: skip


def test_opened_again_within_minutes_is_the_same_opening(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "WINDOW", 300)
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.editor)
    path = url("articles_article_preview", article.pk)
    with patch("time.time", lambda: 1_000_000.0 * access.WINDOW):
        for _time in range(3):
            client.get(path, REMOTE_ADDR=FROM)
        # Another process does not know what this one has written; the database does.
        access.recent.clear()
        client.get(path, REMOTE_ADDR=FROM)
        assert len(opened()) == 1
        client.get(path, REMOTE_ADDR="203.0.113.78")
        assert len(opened()) == 2, "from another place it is another opening"
    with patch("time.time", lambda: 1_000_001.0 * access.WINDOW):
        client.get(path, REMOTE_ADDR=FROM)
    assert len(opened()) == 3


def test_what_a_screen_asks_by_itself_writes_nothing(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    beat = {"article": article.pk, "version": 1, "sitting": "a" * 20, "as": cast.reporter.pk}
    typed = beat | {"fields": [["headline", "新"]], "at": 1}
    for name, sent in (("presence", beat), ("autosave", typed)):
        answer = client.post(
            url(f"articles_article_{name}"), json.dumps(sent), content_type="application/json"
        )
        assert answer.status_code == 200
    assert client.post(url("articles_article_style"), {"piece": article.pk}).status_code == 200
    assert opened() == []


@pytest.mark.parametrize("who", ["foreign_editor", "administrator", "outsider"])
def test_a_refusal_shows_nothing_and_is_no_opening(cast: Cast, who: str) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(getattr(cast, who))
    assert client.get(url("articles_article_preview", article.pk)).status_code == 403
    assert client.get(url("articles_article_preview", 10**9)).status_code in (403, 404)
    assert opened() == []


def test_a_preview_link_says_for_whom_it_was_made(cast: Cast) -> None:
    article, image = with_picture(cast)
    made = previews.make(
        article, cast.reporter, key=previews.new_key(), for_whom="王师傅", hours=24,
        revision_number=None,
    )  # fmt: skip
    path = reverse("preview", args=[made.token])
    for _time in range(2):
        Client().get(path, REMOTE_ADDR=FROM)
    Client().get(f"{path}images/{image.content_hash}/480.webp", REMOTE_ADDR=FROM)
    [entry] = AccessEntry.objects.all()
    assert (entry.user, entry.name, entry.link_id) == (None, "王师傅", made.link.pk)
    assert (entry.subject_id, entry.screen, entry.address) == (article.pk, "preview_link", FROM)
    previews.revoke(made.link, cast.reporter)
    Client().get(path, REMOTE_ADDR="203.0.113.9")
    assert AccessEntry.objects.count() == 1


def test_a_picture_counts_while_readers_may_not_have_it(cast: Cast) -> None:
    article, image = with_picture(cast)
    path = url("image-file", image.content_hash)
    client = signed_in(cast.foreign_editor)
    for width in ("480.webp", "original"):
        assert client.get(f"{path}{width}").status_code == 200
    assert opened() == [("Foreign", "image", article.pk)]
    AccessEntry.objects.all().delete()
    access.recent.clear()
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.second_editor)
    step(article, "publish", cast.editor)
    client.get(f"{path}480.webp")
    assert opened() == []
    # Opening the piece itself is noted all the same, with what readers could see then.
    signed_in(cast.reporter).get(url("articles_article_change", article.pk))
    assert [entry.public for entry in AccessEntry.objects.all()] == [True]


def test_behind_a_proxy_of_ours_the_caller_is_whom_it_names(cast: Cast, settings: Any) -> None:
    article = make_draft(cast.reporter, cast.section)
    path = url("articles_article_change", article.pk)
    sent = {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 198.51.100.9", "REMOTE_ADDR": "127.0.0.1"}
    client = signed_in(cast.reporter)
    client.get(path, **sent)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client.get(path, **sent)
    addresses = list(AccessEntry.objects.order_by("pk").values_list("address", flat=True))
    assert addresses == ["127.0.0.1", "198.51.100.9"]


def test_a_log_that_cannot_be_written_is_loud_and_stops_nobody(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    article = make_draft(cast.reporter, cast.section, "还没有见报的标题")
    client = signed_in(cast.editor)
    full = DatabaseError("database or disk is full")
    with (
        patch.object(AccessEntry.objects, "bulk_create", side_effect=full),
        caplog.at_level(logging.ERROR, "newsroom.audit"),
    ):
        answer = client.get(url("articles_article_preview", article.pk), REMOTE_ADDR=FROM)
    assert answer.status_code == 200
    [record] = [each for each in caplog.records if each.levelname == "ERROR"]
    assert (record.user, record.address) == ("editor", FROM)
    assert record.subject == f"article:{article.pk}"
    assert "还没有见报" not in caplog.text
    # Once it can be written again, the same opening is.
    client.get(url("articles_article_preview", article.pk), REMOTE_ADDR=FROM)
    assert len(opened()) == 1


def test_one_opening_costs_little_and_the_next_nothing(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.editor)
    path = url("articles_article_preview", article.pk)
    client.get(path)
    with CaptureQueriesContext(connection) as known:
        client.get(path)
    access.recent.clear()
    AccessEntry.objects.all().delete()
    with CaptureQueriesContext(connection) as new:
        client.get(path)
    # Whether readers see it, a savepoint around the insert, and the insert.
    assert len(new) - len(known) == 4
    assert not [query for query in known if "accessentry" in query["sql"]]


def test_old_entries_go_and_young_ones_stay(cast: Cast, settings: Any) -> None:
    article = make_published(cast)
    for client in (signed_in(cast.reporter), signed_in(cast.editor)):
        client.get(url("articles_article_change", article.pk))
    young, old = AccessEntry.objects.order_by("pk")
    now = timezone.now()
    AccessEntry.objects.filter(pk=old.pk).update(at=now - timedelta(days=365, minutes=1))
    AccessEntry.objects.filter(pk=young.pk).update(at=now - timedelta(days=364))
    CHORES["prune_access_log"].run()
    assert [entry.pk for entry in AccessEntry.objects.all()] == [young.pk]


def test_many_old_entries_go_in_steps(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_AT_ONCE", 3)
    then = timezone.now() - timedelta(days=400)
    AccessEntry.objects.bulk_create(
        AccessEntry(at=then, name="甲", kind="article", subject_id=1, screen="x", once=str(number))
        for number in range(7)
    )
    assert access.prune() == 7
    assert not AccessEntry.objects.exists()


def test_less_than_half_a_year_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_ACCESS_LOG_DAYS", "182")
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_ACCESS_LOG_DAYS"):
        environment.integer("NEWSROOM_ACCESS_LOG_DAYS", 365, least=183)


def test_topics_and_what_is_said_about_a_piece_are_openings_too(cast: Cast) -> None:
    special = make_special(cast, ("路边", []))
    client = signed_in(cast.editor)
    client.get(special.get_absolute_url())
    client.get(url("special-preview", special.pk))
    client.get(url("specials"))
    article = make_draft(cast.reporter, cast.section)
    client.post(url("articles_article_comment", article.pk), {"text": ""})
    assert opened() == [
        ("Editor", "special", special.pk), ("Editor", "special-preview", special.pk),
        ("Editor", "comment", article.pk),
    ]  # fmt: skip
    entry = AccessEntry.objects.order_by("pk").first()
    assert entry is not None
    assert (entry.kind, entry.public) == (access.TOPIC, False)
    page = signed_in(cast.administrator).get(url("access-log")).content.decode()
    assert f"专题 {special.pk}" in page
    assert special.title not in page
    signed_in(cast.reporter).get(special.get_absolute_url())
    assert len(opened()) == 3


def test_saving_is_no_second_opening(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    press(signed_in(cast.reporter), article, "submit")
    assert opened() == []
    assert editing.newest_revision(article).content == content.content_of(article)
