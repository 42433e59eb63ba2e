"""The most read: who leads, where it is shown, who leaves at once, and what the newsroom sees."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import reads
from articles.models import MostRead, PublishedArticle, SiteIdentity
from articles.models.reads import hour_of
from articles.public.most_read import LEAST, SHOWN, most_read
from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_published, step
from tests.public.archive import copies, put_out, take_down


def make_pieces(cast: Cast, number: int) -> list[PublishedArticle]:
    first = put_out(cast)
    return [first, *copies(first, [timezone.now() - timedelta(hours=2)] * (number - 1))]


def count(pieces: Iterable[PublishedArticle], hours_ago: int = 0) -> None:
    """The first is read most, each one after it a little less."""
    hour = hour_of(timezone.now()) - hours_ago
    reads.record(
        sorted((piece.pk, hour, 100 - place) for place, piece in enumerate(pieces))
    )  # fmt: skip
    reads.rank()


def shown() -> list[PublishedArticle]:
    found = most_read(timezone.now())
    return found.pieces if found else []


def test_nobody_leads_before_some_were_read(client: Client, cast: Cast) -> None:
    pieces = make_pieces(cast, LEAST)
    count(pieces[:-1])
    assert shown() == []
    for path in ("/", "/news/"):
        assert "most-read" not in client.get(path).content.decode()


def test_the_day_leads_and_a_quiet_day_leaves_it_to_the_week(cast: Cast) -> None:
    pieces = make_pieces(cast, 8)
    count(pieces, hours_ago=30)
    found = most_read(timezone.now())
    assert found is not None
    assert not found.is_of_day
    assert found.pieces == pieces
    count(pieces[6:0:-1])
    found = most_read(timezone.now())
    assert found is not None
    assert found.is_of_day
    assert found.pieces == pieces[6:0:-1]


def test_what_was_read_last_week_no_longer_leads(cast: Cast) -> None:
    pieces = make_pieces(cast, 6)
    count(pieces, hours_ago=7 * 24)
    assert shown() == []
    count(reversed(pieces), hours_ago=7 * 24 - 1)
    assert shown() == pieces[::-1]


def test_who_is_withdrawn_leaves_at_once_and_the_next_move_up(client: Client, cast: Cast) -> None:
    pieces = make_pieces(cast, SHOWN + 2)
    count(pieces)
    assert shown() == pieces[:SHOWN]
    take_down(pieces[3])
    assert shown() == [*pieces[:3], *pieces[4 : SHOWN + 1]]
    page = client.get("/").content.decode()
    block = page[page.index('<section class="most-read') :].partition("</section>")[0]
    assert block.count("<li>") == SHOWN
    assert pieces[3].get_absolute_url() not in page


def test_ranking_again_changes_nothing_and_new_reads_do(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    pieces = make_pieces(cast, 6)
    count(pieces)
    before = list(MostRead.objects.values_list("pk", flat=True))
    # Per span: who leads, the places, and two for the ends of the savepoint.
    with django_assert_num_queries(2 * 4):
        reads.rank()
    assert list(MostRead.objects.values_list("pk", flat=True)) == before
    reads.record([(pieces[5].pk, hour_of(timezone.now()), 500)])
    reads.rank()
    assert shown() == [pieces[5], *pieces[:5]]


def test_pages_ask_one_question_more_however_much_is_read(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    count(make_pieces(cast, 70))
    with django_assert_max_num_queries(8):
        assert "most-read" in client.get("/").content.decode()
    with django_assert_max_num_queries(8):
        assert "most-read" in client.get("/news/").content.decode()
    with django_assert_max_num_queries(1):
        assert len(shown()) == SHOWN


def test_older_pages_of_a_section_have_it_not(client: Client, cast: Cast) -> None:
    count(make_pieces(cast, 30))
    page = client.get("/news/").content.decode()
    older = page.partition("?before=")[2].partition('"')[0]
    assert "most-read" not in client.get(f"/news/?before={older}").content.decode()


# --- For the newsroom ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["editor", "reporter", "chief"])
def test_the_newsroom_sees_the_reads_of_a_day(cast: Cast, name: str) -> None:
    piece = make_published(cast)
    hour = hour_of(timezone.now())
    reads.record([(piece.pk, hour - back, 7) for back in (30, 20, 0)])
    client = signed_in(getattr(cast, name))
    listed = client.get(url("articles_article_changelist"), {"tab": "all"}).content.decode()
    opened = client.get(piece.get_absolute_url(), {"edit": "1"}).content.decode()
    for page in (listed, opened):
        assert "近24小时阅读 14" in page


def test_a_piece_that_nobody_reads_says_nothing(cast: Cast) -> None:
    piece = make_published(cast)
    step(make_published(cast, "撤下的"), "withdraw", cast.editor, "有误")
    client = signed_in(cast.editor)
    listed = client.get(url("articles_article_changelist"), {"tab": "all"}).content.decode()
    assert piece.headline in listed
    assert "近24小时" not in listed


def test_under_a_piece_the_others_stand(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯江网")
    pieces = make_pieces(cast, 8)
    count(pieces)
    take_down(pieces[2])
    with django_assert_max_num_queries(4):
        page = client.get(pieces[0].get_absolute_url()).content.decode()
    block = page[page.index('<section class="most-read') :].partition("</section>")[0]
    linked = re.findall(r'href="([^"]+)"', block)
    assert linked == [piece.get_absolute_url() for piece in (pieces[1], *pieces[3:7])]
