"""Under a piece: the one before and after it in its section, and others on its subjects."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from articles.models import PublishedArticle, Tag
from tests.cast import Cast
from tests.public.archive import put_out, put_out_tomorrow, take_down
from tests.public.test_lists import main_of


def hours_ago(number: int) -> Any:
    return timezone.now() - timedelta(hours=number)


def beside(client: Client, piece: PublishedArticle) -> tuple[list[str], list[str]]:
    """Addresses of the neighbours, and of the related pieces."""
    page = main_of(client.get(piece.get_absolute_url()))
    ways = re.findall(r'<a class="(?:before|after)" rel="(?:prev|next)" href="([^"]+)"', page)
    return ways, re.findall(r'<h3><a href="([^"]+)"', page)


def addresses(*pieces: PublishedArticle) -> list[str]:
    return [piece.get_absolute_url() for piece in pieces]


def test_a_piece_alone_leads_nowhere(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    put_out_tomorrow(cast)
    take_down(put_out(cast))
    assert beside(client, piece) == ([], [])


def test_neighbours_are_those_of_the_section_by_the_hour(client: Client, cast: Cast) -> None:
    old, piece, new = (put_out(cast, at=hours_ago(number)) for number in (9, 6, 3))
    put_out(cast, at=hours_ago(5), section=cast.other_section)
    assert beside(client, piece)[0] == addresses(old, new)
    assert beside(client, old)[0] == addresses(piece)
    take_down(new)
    assert beside(client, piece)[0] == addresses(old)


def test_pieces_of_one_moment_have_an_order(client: Client, cast: Cast) -> None:
    moment = hours_ago(2)
    first, second, third = (put_out(cast, at=moment) for _number in range(3))
    assert beside(client, second)[0] == addresses(first, third)


def test_shared_tags_come_first_and_the_section_fills_up(client: Client, cast: Cast) -> None:
    port, wages = Tag.objects.create(name="港口"), Tag.objects.create(name="工资")
    piece = put_out(cast, at=hours_ago(1), tags=(port, wages))
    other = cast.other_section
    both = put_out(cast, at=hours_ago(30), section=other, tags=(port, wages))
    one = put_out(cast, at=hours_ago(20), section=other, tags=(wages,))
    before, filler = put_out(cast, at=hours_ago(40)), put_out(cast, at=hours_ago(50))
    gone = put_out(cast, at=hours_ago(2), section=other, tags=(port,))
    put_out_tomorrow(cast, section=other, tags=(port,))
    assert beside(client, piece) == (addresses(before), addresses(both, gone, one, filler))
    take_down(gone)
    assert beside(client, piece)[1] == addresses(both, one, filler)


def test_never_more_than_four_and_each_once(client: Client, cast: Cast) -> None:
    port = Tag.objects.create(name="港口")
    pieces = [put_out(cast, at=hours_ago(number), tags=(port,)) for number in range(2, 12)]
    ways, related = beside(client, pieces[5])
    assert len(ways) == 2
    assert len(related) == 4
    assert len({*ways, *related, pieces[5].get_absolute_url()}) == 7


def test_switched_off_for_a_piece_it_leads_to_its_neighbours_alone(
    client: Client, cast: Cast
) -> None:
    port = Tag.objects.create(name="港口")
    old = put_out(cast, at=hours_ago(9), tags=(port,))
    for number in (20, 30, 40):
        put_out(cast, at=hours_ago(number), tags=(port,))
    piece = put_out(cast, at=hours_ago(1), tags=(port,), without_related=True)
    ways, related = beside(client, piece)
    assert (ways, related) == (addresses(old), [])
    assert "相关" not in main_of(client.get(piece.get_absolute_url()))
    assert beside(client, old)[1], "other pieces still have theirs"
