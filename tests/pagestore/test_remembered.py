"""What a process that hears of changes remembers of the site between two pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from articles.desk import publishing
from articles.models import Article, Section, SiteIdentity
from articles.models.reads import MostRead
from articles.pagetags import EVERYTHING
from articles.rendering import site
from newsroom.pagestore.counters import Counters, slot_of
from tests.cast import Cast
from tests.public.archive import put_out


@pytest.fixture
def listening(counters: Counters) -> Iterator[None]:
    site.keep_while(lambda: counters.slots[slot_of(EVERYTHING)])
    yield
    site.keep_while(None)


@pytest.mark.usefixtures("listening")
def test_a_second_article_asks_two_questions(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    first, second = put_out(cast), put_out(cast)
    client.get(first.get_absolute_url())
    with django_assert_num_queries(2):
        assert client.get(second.get_absolute_url()).status_code == 200


@pytest.mark.usefixtures("listening")
@pytest.mark.django_db(transaction=True)
def test_what_stands_on_every_page_follows_each_change(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    SiteIdentity.objects.create(pk=1, site_name="溯工网", icp_number="溯ICP备1号")
    assert "溯ICP备1号" in client.get(piece.get_absolute_url()).text
    identity = SiteIdentity.objects.get()
    identity.icp_number = "溯ICP备2号"
    identity.save()
    assert "溯ICP备2号" in client.get(piece.get_absolute_url()).text
    Section.objects.create(name="码头副刊", slug="quay", position=90, desk=cast.section.desk)
    assert "码头副刊" in client.get(piece.get_absolute_url()).text


@pytest.mark.usefixtures("listening")
@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_piece_leaves_what_is_remembered(client: Client, cast: Cast) -> None:
    pieces = [put_out(cast, f"第{number}篇") for number in range(7)]
    for position, piece in enumerate(pieces[1:], start=1):
        MostRead.objects.create(span="day", position=position, article_id=piece.pk)
    page = client.get(pieces[0].get_absolute_url()).text
    assert pieces[3].get_absolute_url() in page
    with transaction.atomic():
        publishing.withdraw(Article(pk=pieces[3].pk), "")
    page = client.get(pieces[0].get_absolute_url()).text
    assert pieces[3].get_absolute_url() not in page


@pytest.mark.usefixtures("listening")
def test_after_a_minute_it_is_read_again_whatever_was_heard(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = put_out(cast)
    SiteIdentity.objects.create(pk=1, site_name="溯工网", icp_number="溯ICP备1号")
    clock = [100.0]
    monkeypatch.setattr(site.time, "monotonic", lambda: clock[0])
    site.keep_while(lambda: 1)
    assert "溯ICP备1号" in client.get(piece.get_absolute_url()).text
    # By hand, past all that tells of changes.
    SiteIdentity.objects.update(icp_number="溯ICP备3号")
    assert "溯ICP备1号" in client.get(piece.get_absolute_url()).text
    clock[0] += 61
    assert "溯ICP备3号" in client.get(piece.get_absolute_url()).text
