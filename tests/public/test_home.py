"""The home page: what stands where."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from articles.public.front import BLOCK, LEAD_CANDIDATES, SECONDS, front
from articles.rendering import load_site
from tests.cast import Cast, make_section
from tests.public.archive import copies, figure, make_image, put_out, put_out_tomorrow, take_down


def test_a_new_site_says_that_nothing_is_there_yet(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200


def test_newest_with_a_picture_leads_and_the_next_follow(cast: Cast) -> None:
    now = timezone.now()
    cover = [figure(make_image(), is_cover=True)]
    pieces = [
        put_out(cast, at=now - timedelta(hours=hours), figures=cover if hours in (2, 3) else [])
        for hours in (1, 2, 3)
    ]
    pieces += copies(pieces[0], [now - timedelta(hours=hours) for hours in range(4, 30)])
    shown = front(load_site(), now)
    assert shown.lead == pieces[1]
    assert shown.seconds == [pieces[0], *pieces[2 : SECONDS + 1]]
    assert shown.newest[0] == pieces[SECONDS + 1]
    [block] = shown.blocks
    assert block.first == pieces[SECONDS + 1]
    assert len(block.rest) == BLOCK - 1


def test_old_picture_does_not_lead(cast: Cast) -> None:
    now = timezone.now()
    put_out(cast, at=now - timedelta(days=9), figures=[figure(make_image(), is_cover=True)])
    newest = put_out(cast)
    copies(newest, [now - timedelta(hours=hours) for hours in range(2, LEAD_CANDIDATES + 1)])
    assert front(load_site(), now).lead == newest


def test_each_channel_has_a_block_however_long_ago_it_last_printed(cast: Cast) -> None:
    now = timezone.now()
    child = make_section("local", "本地", cast.desk, parent=cast.section)
    unlisted = make_section("hidden", "不列出", cast.desk, listed=False)
    put_out(cast, section=unlisted, at=now - timedelta(days=800))
    rare = put_out(cast, section=cast.other_section, at=now - timedelta(days=900))
    inner = put_out(cast, section=child, at=now - timedelta(days=700))
    copies(put_out(cast), [now - timedelta(hours=hours) for hours in range(2, 40)])
    blocks = {block.channel.section: block for block in front(load_site(), now).blocks}
    assert set(blocks) == {cast.section, cast.other_section}
    assert blocks[cast.other_section].first == rare
    assert inner not in (blocks[cast.section].first, *blocks[cast.section].rest)


def test_block_of_a_channel_shows_the_newest_of_all_its_sections(cast: Cast) -> None:
    now = timezone.now()
    child = make_section("local", "本地", cast.desk, parent=cast.section)
    for start, section in ((1, child), (2, cast.section)):
        first = put_out(cast, at=now - timedelta(hours=start), section=section)
        copies(first, [now - timedelta(hours=hours) for hours in range(start + 2, 20, 2)])
    shown = front(load_site(), now)
    taken = [shown.lead, *shown.seconds]
    [block] = shown.blocks
    in_block = [block.first, *block.rest]
    assert not set(taken) & set(in_block)
    hours_of_block = [
        round((now - piece.visible_from).total_seconds() / 3600) for piece in in_block
    ]
    assert hours_of_block == [6, 7, 8, 9, 10]


def test_hidden_pieces_are_nowhere_on_it(client: Client, cast: Cast) -> None:
    put_out(cast, "看得见")
    put_out_tomorrow(cast, "还没到点")
    take_down(put_out(cast, "已经撤下"))
    page = client.get("/").content.decode()
    assert "看得见" in page
    assert "还没到点" not in page
    assert "已经撤下" not in page


def test_links_lead_to_pages(client: Client, cast: Cast) -> None:
    now = timezone.now()
    copies(put_out(cast), [now - timedelta(hours=hours) for hours in range(2, 25)])
    page = client.get("/").content.decode()
    links = {link for link in re.findall(r'href="(/[^"]*)"', page) if "static" not in link}
    assert len(links) > 20
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_queries_do_not_grow_with_the_paper(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        section = make_section(f"s-{number}", desk=cast.desk)
        piece = put_out(cast, section=section)
        copies(piece, [piece.visible_from] * 3)
    with django_assert_max_num_queries(8):
        client.get("/")
