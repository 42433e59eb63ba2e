"""Duties are given and revoked by the chief, through the desk, and stay on record."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Duty
from accounts.roles import Rank
from articles.desk import duties
from articles.models import LedgerEntry
from tests import cast as people

ADD = "/admin/accounts/duty/add/"


def form(cast: people.Cast, start: datetime, end: datetime, **fields: Any) -> dict[str, Any]:
    start, end = timezone.localtime(start), timezone.localtime(end)
    return {
        "user": cast.reporter.pk,
        "rank": int(Rank.DESK_HEAD),
        "desks": [cast.desk.pk],
        "starts_at_0": f"{start:%Y-%m-%d}",
        "starts_at_1": f"{start:%H:%M}",
        "ends_at_0": f"{end:%Y-%m-%d}",
        "ends_at_1": f"{end:%H:%M}",
        "reason": "夜班",
    } | fields


@pytest.fixture
def chief(client: Client, cast: people.Cast) -> Client:
    client.force_login(cast.chief)
    return client


@pytest.fixture
def duty(cast: people.Cast) -> Duty:
    now = timezone.now()
    return duties.grant(
        cast.chief, cast.reporter, Rank.EDITOR, starts_at=now, ends_at=now + timedelta(hours=8)
    )


def test_giving_one(chief: Client, cast: people.Cast) -> None:
    now = timezone.now()
    response = chief.post(ADD, form(cast, now - timedelta(hours=1), now + timedelta(hours=8)))
    assert response.status_code == 302
    duty = Duty.objects.get()
    assert (duty.user, duty.rank, list(duty.desks.all())) == (cast.reporter, 2, [cast.desk])
    entry = LedgerEntry.objects.get(action="grant_duty")
    assert entry.actor == cast.chief
    assert "夜班" in entry.note
    cast.reporter.forget_standing()
    assert cast.reporter.rank_on(cast.desk.pk) == Rank.DESK_HEAD


def test_one_that_ends_before_it_begins(chief: Client, cast: people.Cast) -> None:
    now = timezone.now()
    response = chief.post(ADD, form(cast, now, now - timedelta(hours=1)))
    assert response.status_code == 200
    assert "夜班" in response.content.decode()
    assert not Duty.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_revoking_asks_first_and_is_done_by_post(
    chief: Client, cast: people.Cast, duty: Duty
) -> None:
    path = f"/admin/accounts/duty/{duty.pk}/revoke/"
    assert path in chief.get("/admin/accounts/duty/").content.decode()
    assert chief.get(path).status_code == 200
    duty.refresh_from_db()
    assert duty.revoked_at is None
    assert chief.post(path).status_code == 302
    duty.refresh_from_db()
    assert duty.revoked_at is not None
    assert LedgerEntry.objects.filter(action="revoke_duty", subject_id=duty.pk).count() == 1
    assert chief.post(path).status_code == 302
    assert LedgerEntry.objects.filter(action="revoke_duty").count() == 1
    assert path not in chief.get("/admin/accounts/duty/").content.decode()


def test_a_duty_is_not_edited(chief: Client, cast: people.Cast, duty: Duty) -> None:
    now = timezone.now()
    path = f"/admin/accounts/duty/{duty.pk}/change/"
    assert chief.get(path).status_code == 200
    response = chief.post(path, form(cast, now, now + timedelta(days=300)))
    assert response.status_code == 403
    duty.refresh_from_db()
    assert duty.rank == Rank.EDITOR


def test_the_list_by_when(chief: Client, duty: Duty) -> None:
    for when, found in (("running", 1), ("coming", 0), ("past", 0), ("revoked", 0)):
        page = chief.get(f"/admin/accounts/duty/?when={when}")
        assert page.context["cl"].result_count == found, when
    Duty.objects.update(ends_at=timezone.now())
    page = chief.get("/admin/accounts/duty/?when=past")
    assert page.context["cl"].result_count == 1


def test_a_chief_by_duty_gives_no_duties(client: Client, cast: people.Cast) -> None:
    now = timezone.now()
    duties.grant(
        cast.chief, cast.desk_head, Rank.CHIEF, starts_at=now, ends_at=now + timedelta(hours=8)
    )
    client.force_login(cast.desk_head)
    assert client.get(ADD).status_code == 403
    response = client.post(ADD, form(cast, now, now + timedelta(hours=2)))
    assert response.status_code == 403


def test_the_login_page_opens(client: Client, cast: people.Cast) -> None:
    assert client.get("/admin/login/").status_code == 200
