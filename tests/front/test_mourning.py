"""Days of mourning, and how paragraphs begin: what the paper sets for every page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import ledger, mourning
from articles.desk.errors import NotAllowed
from articles.models import Mourning, SiteIdentity
from tests.cast import Cast
from tests.public.archive import put_out

PATH = "/admin/mourning/"
HOUR = timedelta(hours=1)


def clock(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def classes(client: Client, path: str) -> str:
    found = re.search(
        r'<html lang="[^"]+"(?: class="([^"]*)")?>', client.get(path).content.decode()
    )
    assert found is not None
    return found[1] or ""


@pytest.fixture
def chief(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chief)
    return client


def test_whole_site_loses_its_colours_between_two_hours(
    client: Client, cast: Cast, chief: Client
) -> None:
    piece = put_out(cast)
    paths = ("/", "/news/", piece.get_absolute_url(), "/search/", "/no-such-page/")
    assert {classes(client, path) for path in paths} == {""}
    data = {"seen": "0", "scope": "site", "starts_at": "", "ends_at": clock(timezone.now() + HOUR)}
    assert chief.post(PATH, data)["Location"] == PATH
    assert {classes(client, path) for path in paths} == {"mourning"}
    assert "网站现在是灰色" in chief.get(PATH).content.decode()
    SiteIdentity.objects.update(mourning_from=timezone.now() + HOUR)
    assert {classes(client, path) for path in paths} == {""}
    SiteIdentity.objects.update(
        mourning_from=timezone.now() - HOUR, mourning_until=timezone.now() - HOUR / 2
    )
    assert {classes(client, path) for path in paths} == {""}


def test_front_page_alone(client: Client, cast: Cast, chief: Client) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯江网")
    piece = put_out(cast)
    data = {"seen": "0", "scope": "home", "ends_at": clock(timezone.now() + HOUR)}
    chief.post(PATH, data)
    assert classes(client, "/") == "mourning"
    assert classes(client, piece.get_absolute_url()) == ""
    assert SiteIdentity.objects.get().site_name == "溯江网"
    assert chief.post(PATH, {"seen": "1", "end": "1"})["Location"] == PATH
    assert classes(client, "/") == ""
    chief.post(PATH, {"seen": "2", "end": "1"})
    entries = ledger.history(*mourning.CHAIN)
    assert [entry.action for entry in entries] == ["set_grey", "end_grey"]
    assert all(entry.actor == cast.chief for entry in entries)
    assert "仅首页" in entries[0].note


def test_refused_with_what_was_typed(cast: Cast, chief: Client) -> None:
    now = timezone.now()
    end = clock(now + HOUR)
    for data, status in (
        ({"scope": "site", "ends_at": ""}, 400),
        ({"scope": "moon", "ends_at": end}, 400),
        ({"scope": "site", "ends_at": clock(now - HOUR)}, 409),
        ({"scope": "site", "ends_at": end, "starts_at": clock(now + 2 * HOUR)}, 409),
    ):
        response = chief.post(PATH, data | {"seen": "0"})
        assert response.status_code == status, data
        assert data["ends_at"] in response.content.decode(), data
    assert not ledger.history(*mourning.CHAIN)


def test_two_at_once_and_a_second_press(cast: Cast, chief: Client) -> None:
    end = clock(timezone.now() + HOUR)
    data = {"seen": "0", "scope": "site", "ends_at": end}
    chief.post(PATH, data)
    assert chief.post(PATH, data).status_code == 302
    assert len(ledger.history(*mourning.CHAIN)) == 1
    later = chief.post(PATH, data | {"scope": "home"})
    assert later.status_code == 409
    assert "有人改动了设定" in later.content.decode()
    assert chief.post(PATH, {"seen": "0", "end": "1"}).status_code == 409
    assert SiteIdentity.objects.get().mourning_scope == Mourning.SITE


def test_who_may(cast: Cast) -> None:
    end = timezone.now() + HOUR
    for user in cast.everybody:
        if user in (cast.chief, cast.second_chief, cast.administrator):
            continue
        with pytest.raises(NotAllowed):
            mourning.set_grey(user, seen=0, starts_at=None, ends_at=end, scope=Mourning.SITE)
        with pytest.raises(NotAllowed):
            mourning.end_grey(user, seen=0)
    assert mourning.set_grey(
        cast.administrator, seen=0, starts_at=None, ends_at=end, scope=Mourning.SITE
    )


def test_paper_chooses_how_paragraphs_begin(client: Client, cast: Cast) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯江网")
    admin = Client()
    admin.force_login(cast.administrator)
    path = "/admin/articles/siteidentity/1/change/"
    assert 'name="paragraphs"' in admin.get(path).content.decode()
    data = {
        "site_name": "溯江网", "paragraphs": "space", "lines-TOTAL_FORMS": "0",
        "lines-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert admin.post(path, data).status_code == 302
    assert classes(client, put_out(cast).get_absolute_url()) == "p-space"
