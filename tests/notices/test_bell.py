"""The bell: its number, its list, what is read, and what of a piece it may show."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Kind, Notice
from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_draft, step

pytestmark = pytest.mark.django_db


def returned(cast: Cast, note: str = "标题太长") -> Article:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    return step(article, "return", cast.editor, note)


def number(client: Client) -> int:
    answer = client.get(url("notices-count"))
    unread: int = answer.json()["unread"]
    return unread


def test_it_counts_what_i_have_not_read(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    assert number(client) == 0
    assert "没有未读" in client.get(url("index")).content.decode()
    returned(cast)
    returned(cast)
    assert number(client) == 2
    page = client.get(url("index")).content.decode()
    assert 'aria-label="通知：2条未读"' in page
    assert number(signed_in(cast.other_reporter)) == 0


def test_a_hundred_and_more_are_not_counted_to_the_end(cast: Cast) -> None:
    Notice.objects.bulk_create(
        Notice(recipient=cast.reporter, kind=Kind.PUBLISHED, act="publish") for _each in range(130)
    )
    answer = signed_in(cast.reporter).get(url("notices-count")).json()
    assert answer == {"unread": 100, "shown": "99+", "words": "通知：99+条未读"}


def test_asking_for_the_number_takes_one_query_and_is_no_activity(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    client.get(url("index"))
    session = client.session
    session["active_at"] -= 300
    session.save()
    for _each in range(3):
        returned(cast)
    with CaptureQueriesContext(connection) as captured:
        number(client)
    about = [each for each in captured.captured_queries if "articles_notice" in each["sql"]]
    assert len(about) == 1
    assert client.session["active_at"] == session["active_at"]


def test_opening_one_reads_it_and_leads_to_the_piece(cast: Cast) -> None:
    article = returned(cast)
    client = signed_in(cast.reporter)
    notice = Notice.objects.get(recipient=cast.reporter)
    for _time in range(2):
        answer = client.get(url("notice", notice.pk))
        assert answer["Location"] == article.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert number(client) == 0


def test_nobody_opens_or_marks_the_notice_of_another(cast: Cast) -> None:
    returned(cast)
    notice = Notice.objects.get(recipient=cast.reporter)
    other = signed_in(cast.chief)
    assert other.get(url("notice", notice.pk)).status_code == 404
    assert other.post(url("notices-mark"), {"notice": notice.pk}).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None
    assert Client().get(url("notice", notice.pk)).status_code == 302


def test_marking_one_or_all(cast: Cast) -> None:
    for _each in range(3):
        returned(cast)
    client = signed_in(cast.reporter)
    first = Notice.objects.filter(recipient=cast.reporter).earliest("pk")
    client.post(url("notices-mark"), {"notice": first.pk})
    assert number(client) == 2
    newest = Notice.objects.filter(recipient=cast.reporter).latest("pk").pk
    returned(cast)
    page = client.post(url("notices-mark"), {"up_to": newest}, follow=True).content.decode()
    assert "已将2条通知标为已读" in page
    assert number(client) == 1, "what came since the page was drawn stays unread"
    assert client.get(url("notices-mark")).status_code == 405


def test_the_list_says_who_did_what_and_the_note(cast: Cast) -> None:
    returned(cast, "标题太长，第三段数字没有出处")
    page = signed_in(cast.reporter).get(url("notices")).content.decode()
    assert "Editor退回了稿件" in page
    assert "夜班公交通到厂门口" in page
    assert "标题太长，第三段数字没有出处" in page


def test_headline_and_note_are_shown_to_those_who_may_open_the_piece_now(cast: Cast) -> None:
    returned(cast, "第三段数字没有出处")
    # A notice outlives the right to the piece: the reporter moves to another house of the paper.
    Article.objects.update(owner=cast.other_reporter)
    page = signed_in(cast.reporter).get(url("notices")).content.decode()
    assert "夜班公交通到厂门口" not in page
    assert "没有出处" not in page
    assert "您现在无权打开" in page


def test_unread_and_older_ones_and_the_empty_page(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    assert "还没有通知" in client.get(url("notices")).content.decode()
    article = make_draft(cast.reporter, cast.section)
    Notice.objects.bulk_create(
        Notice(
            recipient=cast.reporter,
            kind=Kind.PUBLISHED,
            act="publish",
            article=article,
            actor_name=f"第{each}人",
            read_at=timezone.now() if each % 2 else None,
        )
        for each in range(60)
    )
    page = client.get(url("notices")).content.decode()
    assert "第59人" in page
    assert "第10人" in page
    assert "第9人" not in page
    older = page.split("before=")[1].split('"')[0]
    assert "第9人" in client.get(url("notices"), {"before": older}).content.decode()
    unread = client.get(url("notices"), {"unread": 1}).content.decode()
    assert "第58人" in unread
    assert "第59人" not in unread


def test_the_list_takes_as_many_queries_for_thirty_as_for_five(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    client.get(url("notices"))
    counts: list[Any] = []
    for more in (5, 25):
        for _each in range(more):
            returned(cast)
        with CaptureQueriesContext(connection) as captured:
            client.get(url("notices"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
