"""The home page: what stands where."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from articles.public.front import BLOCK, NEWEST, front
from articles.rendering import load_site
from articles.rendering.choices import SECONDS
from tests.cast import Cast, make_section
from tests.front.choices import choose
from tests.public.archive import copies, figure, make_image, put_out, put_out_tomorrow, take_down


def test_a_new_site_says_that_nothing_is_there_yet(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200


def test_newest_stand_side_by_side_while_nobody_has_chosen_a_lead(
    client: Client, cast: Cast
) -> None:
    now = timezone.now()
    first = put_out(cast, at=now, figures=[figure(make_image(), is_cover=True)])
    pieces = [first, *copies(first, [now - timedelta(hours=hours) for hours in range(1, 30)])]
    shown = front(load_site(), now)
    assert shown.lead is None
    assert shown.seconds == pieces[:SECONDS]
    assert shown.newest == pieces[SECONDS : SECONDS + NEWEST]
    [block] = shown.blocks
    assert block.first == pieces[SECONDS]
    assert len(block.rest) == BLOCK - 1
    page = client.get("/").content.decode()
    assert "leaderless" in page
    assert 'class="lead' not in page
    assert page.count('fetchpriority="high"') == 1


def test_chosen_pieces_stand_in_their_places(client: Client, cast: Cast) -> None:
    now = timezone.now()
    cover = [figure(make_image(), is_cover=True, credit="白帆摄")]
    lead = put_out(cast, "通栏大字", kicker="引题", deck="副题", figures=cover)
    picture = put_out(cast, "一幅大图", figures=cover)
    first = put_out(cast, "栏目头一条", at=now - timedelta(days=90))
    copies(lead, [now - timedelta(hours=hours) for hours in range(2, 30)])
    for piece, key in ((lead, "lead"), (picture, "picture"), (first, f"block-{cast.section.pk}")):
        choose(cast.chief, piece, key)
    page = client.get("/").content.decode()
    top, rest = page.split('<article class="band"')
    assert "通栏大字" in top.split('<div class="seconds">')[0]
    assert "leaderless" not in page
    assert "白帆摄" in rest.split("</article>")[0]
    assert "栏目头一条" in rest.split('class="block-first"')[1].split("</article>")[0]
    for piece in (lead, picture, first):
        assert page.count(f'<a href="{piece.get_absolute_url()}">') == 1, piece


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
    taken = shown.seconds
    [block] = shown.blocks
    in_block = [block.first, *block.rest]
    assert not set(taken) & set(in_block)
    hours_of_block = [
        round((now - piece.visible_from).total_seconds() / 3600) for piece in in_block
    ]
    assert hours_of_block == [5, 6, 7, 8, 9]


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
        choose(cast.chief, piece, f"block-{section.pk}")
        choose(cast.chief, piece, "seconds")
    choose(cast.chief, piece)
    choose(cast.chief, piece, "spare")
    with django_assert_max_num_queries(8):
        client.get("/")
