"""The corrections page: all of them, newest first, of what readers may read."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from articles.models import PublishedArticle, PublishedCorrection
from articles.public.paging import SIZE
from tests.cast import Cast
from tests.public.archive import put_out, put_out_tomorrow, take_down
from tests.public.test_lists import OLDER, main_of


def correct(piece: PublishedArticle, note: str, at: datetime | None = None) -> PublishedCorrection:
    return PublishedCorrection.objects.create(article=piece, note=note, at=at or timezone.now())


def notes(response: Any) -> list[str]:
    return re.findall(r'<div class="note"><p>([^<]+)</p>', main_of(response))


def test_nothing_corrected_yet(client: Client, cast: Cast) -> None:
    response = client.get("/corrections/")
    assert notes(response) == []
    assert "目前没有" in main_of(response)


def test_newest_first_with_the_way_to_the_piece(client: Client, cast: Cast) -> None:
    now = timezone.now()
    piece, other = put_out(cast), put_out(cast, "港口换新吊")
    correct(piece, "早的更正", now - timedelta(days=3))
    correct(other, "晚的更正", now - timedelta(hours=1))
    correct(piece, "中间的更正", now - timedelta(days=1))
    response = client.get("/corrections/")
    assert notes(response) == ["晚的更正", "中间的更正", "早的更正"]
    ways = re.findall(r'href="([^"#]+)#correction-[^"]+"', main_of(response))
    assert ways == [each.get_absolute_url() for each in (other, piece, piece)]


def test_corrections_of_what_nobody_may_read_are_not_shown(client: Client, cast: Cast) -> None:
    correct(put_out_tomorrow(cast), "未到时候")
    gone = put_out(cast)
    correct(gone, "撤下的")
    assert notes(client.get("/corrections/")) == ["撤下的"]
    take_down(gone)
    assert notes(client.get("/corrections/")) == []


def test_older_pages_leave_no_gap(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    now = timezone.now()
    pieces = [put_out(cast), put_out(cast)]
    for number in range(2 * SIZE + 1):
        # Several share a moment.
        moment = now - timedelta(hours=number // 4)
        correct(pieces[number % 2], f"更正{number:03}", moment)
    seen, path = [], "/corrections/"
    while path:
        with django_assert_max_num_queries(6):
            response = client.get(path)
        seen += notes(response)
        found = OLDER.search(main_of(response))
        path = found[1] if found else ""
    assert len(seen) == len(set(seen)) == 2 * SIZE + 1
    assert seen[0] in ("更正000", "更正001", "更正002", "更正003")
    assert client.get("/corrections/?before=x").status_code == 404
