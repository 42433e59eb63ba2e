"""Roles × screens: who opens which screen, and who may write there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Desk, User
from accounts.roles import Rank, offered
from articles.desk import duties
from articles.models import LedgerEntry, SiteIdentity, Source, Tag
from tests import cast as people

CHIEFS = {"chief"}
HEADS = CHIEFS | {"head"}
EDITORS = HEADS | {"editor"}
WRITERS = EDITORS | {"reporter"}
STAFF = WRITERS | {"proof"}
ADMIN = {"admin"}
ONE_OF_EACH = STAFF | ADMIN | {"outsider"}


@pytest.fixture
def rows(cast: people.Cast) -> dict[str, int]:
    """A row for every screen, by the names that the addresses below use."""
    now = timezone.now()
    duty = duties.grant(
        cast.chief, cast.reporter, Rank.EDITOR, starts_at=now, ends_at=now + timedelta(hours=1)
    )
    SiteIdentity.objects.create(pk=1, site_name="工人报")
    return {
        "user": cast.outsider.pk,
        "desk": Desk.objects.create(name="空部").pk,
        "author": people.make_author("张三").pk,
        "duty": duty.pk,
        "section": cast.section.pk,
        "tag": Tag.objects.create(name="安全").pk,
        "source": Source.objects.create(name="某报").pk,
        "entry": LedgerEntry.objects.get().pk,
    }


SECTION = "articles/section/{section}/change/"
SEES = {
    "accounts/user/": ADMIN,
    "accounts/user/add/": ADMIN,
    "accounts/user/{user}/change/": ADMIN,
    "accounts/user/{user}/access/": ADMIN,
    "accounts/user/{user}/history/": ADMIN,
    "accounts/desk/": ADMIN | CHIEFS,
    "accounts/desk/add/": ADMIN,
    "accounts/desk/{desk}/change/": ADMIN | CHIEFS,
    "accounts/author/": ADMIN | STAFF,
    "accounts/author/add/": ADMIN | HEADS,
    "accounts/author/{author}/change/": ADMIN | STAFF,
    "accounts/duty/": ADMIN | CHIEFS,
    "accounts/duty/add/": CHIEFS,
    "accounts/duty/{duty}/change/": ADMIN | CHIEFS,
    "accounts/duty/{duty}/revoke/": CHIEFS,
    "articles/section/": ADMIN | STAFF,
    "articles/section/add/": ADMIN,
    SECTION: ADMIN | STAFF,
    "articles/tag/": ADMIN | STAFF,
    "articles/tag/add/": WRITERS,
    "articles/tag/{tag}/change/": ADMIN | STAFF,
    "articles/source/": ADMIN | STAFF,
    "articles/source/add/": ADMIN | EDITORS,
    "articles/source/{source}/change/": ADMIN | STAFF,
    "articles/siteidentity/1/change/": ADMIN,
    "articles/policy/": ADMIN | CHIEFS,
    "articles/ledgerentry/": ADMIN | CHIEFS,
    "articles/ledgerentry/add/": set(),
    "articles/ledgerentry/{entry}/change/": ADMIN | CHIEFS,
    "articles/siteidentity/add/": set(),
    "articles/policy/add/": set(),
}
WRITES = {
    "accounts/user/{user}/change/": ADMIN,
    "accounts/user/{user}/access/": ADMIN,
    "accounts/desk/{desk}/change/": ADMIN,
    "accounts/author/{author}/change/": ADMIN | HEADS,
    "accounts/duty/{duty}/change/": set(),
    SECTION: ADMIN,
    "articles/tag/{tag}/change/": EDITORS,
    "articles/source/{source}/change/": ADMIN | EDITORS,
    "articles/siteidentity/1/change/": ADMIN,
    "articles/policy/": CHIEFS,
    "articles/ledgerentry/{entry}/change/": set(),
}
DELETES = {
    "accounts/user/{user}/delete/": set(),
    "accounts/desk/{desk}/delete/": ADMIN,
    "accounts/author/{author}/delete/": set(),
    "accounts/duty/{duty}/delete/": set(),
    "articles/section/{section}/delete/": set(),
    "articles/tag/{tag}/delete/": set(),
    "articles/source/{source}/delete/": set(),
    "articles/siteidentity/1/delete/": set(),
    "articles/policy/1/delete/": set(),
    "articles/ledgerentry/{entry}/delete/": set(),
}


def allowed(client: Client, cast: people.Cast, method: str, path: str) -> set[str]:
    """Names of those who do not get a 403, each tried on the screen."""
    got_in = set()
    for user in cast.everybody:
        if user.username not in ONE_OF_EACH:
            continue
        client.force_login(user)
        status = getattr(client, method)(path).status_code
        assert status in (200, 302, 400, 403), (user, path, status)
        if status != 403:
            got_in.add(user.username)
    return got_in


@pytest.mark.parametrize("pattern", SEES)
def test_who_sees(client: Client, cast: people.Cast, rows: dict[str, int], pattern: str) -> None:
    path = "/admin/" + pattern.format(**rows)
    assert client.get(path)["Location"].startswith("/admin/login/")
    assert allowed(client, cast, "get", path) == SEES[pattern]


@pytest.mark.parametrize("pattern", WRITES)
def test_who_writes(client: Client, cast: people.Cast, rows: dict[str, int], pattern: str) -> None:
    path = "/admin/" + pattern.format(**rows)
    assert client.post(path)["Location"].startswith("/admin/login/")
    assert allowed(client, cast, "post", path) == WRITES[pattern]


@pytest.mark.parametrize("pattern", DELETES)
def test_who_deletes(client: Client, cast: people.Cast, rows: dict[str, int], pattern: str) -> None:
    path = "/admin/" + pattern.format(**rows)
    assert allowed(client, cast, "post", path) == DELETES[pattern]


def test_not_even_an_operator_deletes_what_must_stay(client: Client, rows: dict[str, int]) -> None:
    client.force_login(people.make_user("root", is_superuser=True))
    for pattern in DELETES:
        if "desk" in pattern or "tag" in pattern or "source" in pattern:
            continue
        assert (
            client.post("/admin/" + pattern.format(**rows), {"post": "yes"}).status_code == 403
        ), pattern


def test_groups_have_no_screen(client: Client, cast: people.Cast) -> None:
    client.force_login(people.make_user("root", is_superuser=True))
    assert client.get("/admin/auth/group/").status_code == 404


def test_the_matrix_knows_every_role(cast: people.Cast) -> None:
    tried = User.objects.filter(username__in=ONE_OF_EACH)
    assert {role.name for user in tried for role in user.roles} == {role.name for role in offered()}
