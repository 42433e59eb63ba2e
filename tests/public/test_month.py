"""The archive by day: a month's days with pieces are links, and the ways to other months."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.public.archive import put_out, put_out_tomorrow, take_down
from tests.public.test_lists import listed, main_of


def noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=4, tzinfo=UTC)


def month_of(response: Any) -> str:
    return main_of(response).split('<nav class="month"')[1].split("</nav>")[0]


def linked(part: str) -> list[str]:
    return re.findall(r'href="/archive/([0-9/]+)/"', part)


def test_days_with_pieces_are_links_and_other_days_are_not(client: Client, cast: Cast) -> None:
    put_out(cast, at=noon("2025-02-03"))
    put_out(cast, at=noon("2025-03-01"))
    put_out(cast, at=noon("2025-03-01"))
    put_out(cast, at=noon("2025-03-31"))
    put_out(cast, at=noon("2025-05-09"))
    take_down(put_out(cast, at=noon("2025-03-12")))
    month = month_of(client.get("/archive/2025/03/01/"))
    table, ways = month.split("</table>")
    assert linked(table) == ["2025/03/01", "2025/03/31"]
    assert linked(ways) == ["2025/02/03", "2025/05/09"]
    assert re.search(r'03/01/" aria-current="date"', table)
    # A Saturday: the sixth place of a week that begins on Monday.
    first_week = table.split("<tbody>")[1].split("</tr>")[0]
    assert [place == "" for place in re.findall(r"<td>(.*?)</td>", first_week)] == [
        True, True, True, True, True, False, False,
    ]  # fmt: skip
    assert len(re.findall(r"<td>.*?\d+</(?:a|span)></td>", table)) == 31


def test_a_day_without_pieces_stands_in_its_month(client: Client, cast: Cast) -> None:
    put_out(cast, at=noon("2024-02-01"))
    response = client.get("/archive/2024/02/29/")
    month = month_of(response)
    assert linked(month) == ["2024/02/01"]
    assert '<span aria-current="date">29</span>' in month
    assert "2024/02/01" in main_of(response).split("</header>")[1]


def test_the_way_in_shows_the_newest_day(client: Client, cast: Cast) -> None:
    put_out_tomorrow(cast)
    today = timezone.localdate()
    empty = client.get("/archive/")
    assert main_of(empty) == main_of(client.get(f"/archive/{today:%Y/%m/%d}/"))
    assert "noindex" in empty.content.decode()
    piece = put_out(cast, at=noon("2025-03-01"))
    assert listed(client.get("/archive/")) == [piece.pk]
    assert main_of(client.get("/archive/")) == main_of(client.get("/archive/2025/03/01/"))
    canonical = 'rel="canonical" href="http://testserver/archive/2025/03/01/"'
    assert canonical in client.get("/archive/").content.decode()


def test_what_comes_later_shows_in_no_calendar(client: Client, cast: Cast) -> None:
    put_out(cast, at=timezone.now() + timedelta(days=40))
    today = timezone.localdate()
    assert "/archive/" not in month_of(client.get(f"/archive/{today:%Y/%m/%d}/"))


def test_columns_are_named_shortly_and_in_full(client: Client, cast: Cast) -> None:
    put_out(cast)
    table = main_of(client.get("/archive/")).split("<thead>")[1].split("</thead>")[0]
    names = re.findall(r'<abbr title="([^"]+)">([^<]+)</abbr>', table)
    assert names == [(f"星期{day}", day) for day in "一二三四五六日"]
