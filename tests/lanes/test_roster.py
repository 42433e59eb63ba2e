"""The duty roster: who is there this week, what is missing, and that the chief alone fills it."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from accounts.models import Duty
from accounts.roles import Rank
from articles.desk import duties, ledger, roster
from articles.desk.errors import NotAllowed, NoteRequired, Refused
from articles.desk.roster import Shift
from articles.models import LedgerEntry
from newsroom import environment
from tests.admin.helpers import questions, signed_in
from tests.cast import Cast, make_user

ROSTER = "/admin/roster/"


def next_monday() -> date:
    return roster.monday_of(timezone.localdate()) + timedelta(days=7)


def at(monday: date, number: int = 0, night: bool = False) -> Shift:
    return Shift(monday + timedelta(days=number), night)


def give(cast: Cast, shift: Shift, rank: Rank = Rank.EDITOR, desks: tuple = (), **span: datetime):  # type: ignore[no-untyped-def, type-arg]
    times = {"starts_at": shift.starts_at, "ends_at": shift.ends_at}
    user = span.pop("user", cast.editor)
    return duties.grant(cast.chief, user, rank, desks=desks, **times | span)


def gaps(monday: date) -> set[tuple[str, str]]:
    return {
        (line.key, cell.shift.key)
        for line, cells in roster.week(monday, timezone.now())
        for cell in cells
        if cell.is_gap
    }


def test_shifts_fill_the_clock() -> None:
    monday = next_monday()
    day, night = at(monday), at(monday, night=True)
    assert day.ends_at == night.starts_at
    assert night.ends_at == at(monday, 1).starts_at
    assert timezone.localtime(night.ends_at).strftime("%H:%M") == "06:00"
    assert roster.shift_of(night.key) == night
    for key in ("", "2026-13-01.day", "2026-11-26.noon", "9999-12-31.night", "x.day"):
        assert roster.shift_of(key) is None


def test_what_is_missing(cast: Cast) -> None:
    monday = next_monday()
    assert len(gaps(monday)) == 14 * 3  # the chief and two desks
    night = at(monday, night=True)
    give(cast, night, desks=(cast.desk,))
    mine, other = f"desk-{cast.desk.pk}", f"desk-{cast.other_desk.pk}"
    assert (mine, night.key) not in gaps(monday)
    assert (other, night.key) in gaps(monday)
    # Whoever looks after every section looks after each desk, and is no chief by that.
    give(cast, night)
    assert (other, night.key) not in gaps(monday)
    assert ("chief", night.key) in gaps(monday)
    give(cast, night, Rank.CHIEF, user=cast.desk_head)
    assert not {key for key in gaps(monday) if key[1] == night.key}


def test_half_a_shift_leaves_a_gap_until_somebody_has_the_rest(cast: Cast) -> None:
    monday = next_monday()
    night = at(monday, night=True)
    middle = night.starts_at + timedelta(hours=5)
    give(cast, night, ends_at=middle)
    key = (f"desk-{cast.desk.pk}", night.key)
    assert key in gaps(monday)
    page = signed_in(cast.editor).get(f"{ROSTER}?week={monday}").content.decode()
    assert f"{timezone.localtime(middle):%H:%M}" in page
    rest = give(cast, night, starts_at=middle, user=cast.second_editor)
    assert key not in gaps(monday)
    duties.revoke(cast.chief, rest)
    assert key in gaps(monday)


def test_the_past_has_no_gaps(cast: Cast) -> None:
    assert gaps(next_monday() - timedelta(days=21)) == set()


def test_the_chief_puts_somebody_on_duty(cast: Cast) -> None:
    monday = next_monday()
    night = at(monday, 2, night=True)
    client = signed_in(cast.chief)
    where = {"at": night.key, "line": f"desk-{cast.desk.pk}"}
    page = client.get(ROSTER, {"week": monday} | where).content.decode()
    assert 'name="user"' in page
    typed = where | {"user": cast.reporter.pk, "rank": int(Rank.DESK_HEAD), "reason": "代审"}
    for _press in range(2):
        assert client.post(f"{ROSTER}?week={monday}", typed).status_code == 302
    duty = Duty.objects.get()
    assert (duty.user, duty.rank, list(duty.desks.all())) == (cast.reporter, 2, [cast.desk])
    assert (duty.starts_at, duty.ends_at) == (night.starts_at, night.ends_at)
    assert LedgerEntry.objects.filter(action="grant_duty").count() == 1
    shown = signed_in(cast.editor).get(f"{ROSTER}?week={monday}").content.decode()
    assert cast.reporter.full_name in shown
    assert 'name="user"' not in shown


@pytest.mark.parametrize(
    "wrong", [{"user": ""}, {"user": "0"}, {"rank": "3"}, {"rank": "x"}, {"reason": "长" * 201}]
)
def test_a_form_that_is_wrong_gives_nothing(cast: Cast, wrong: dict[str, str]) -> None:
    typed = {"at": at(next_monday()).key, "line": "all", "user": cast.reporter.pk, "rank": "1"}
    response = signed_in(cast.chief).post(f"{ROSTER}?week={next_monday()}", typed | wrong)
    assert response.status_code == 400
    assert not Duty.objects.exists()


def test_a_shift_that_is_over_is_not_given(cast: Cast) -> None:
    old = at(next_monday() - timedelta(days=21))
    typed = {"at": old.key, "line": "all", "user": cast.reporter.pk, "rank": "1"}
    assert signed_in(cast.chief).post(ROSTER, typed).status_code == 302
    assert not Duty.objects.exists()


def test_who_reads_and_who_fills(cast: Cast) -> None:
    typed = {"at": at(next_monday()).key, "line": "all", "user": cast.editor.pk, "rank": "1"}
    readers = (cast.reporter, cast.editor, cast.desk_head, cast.proofreader, cast.administrator)
    for user in readers:
        assert signed_in(user).get(ROSTER).status_code == 200
        for sent in (typed, {"fill": "1"}):
            assert signed_in(user).post(ROSTER, sent).status_code == 403
    assert signed_in(cast.outsider).get(ROSTER).status_code == 403
    # Whoever is chief for a night puts nobody on duty.
    now = timezone.now()
    duties.grant(
        cast.chief, cast.editor, Rank.CHIEF, starts_at=now, ends_at=now + timedelta(hours=8),
        reason="总编出差",
    )  # fmt: skip
    assert signed_in(cast.editor).post(ROSTER, typed).status_code == 403
    assert Duty.objects.count() == 1


def test_a_week_is_filled_from_the_week_before(cast: Cast) -> None:
    monday = next_monday()
    last = monday - timedelta(days=7)
    gone = make_user("gone", "editor")
    night = give(cast, at(last, 6, night=True), desks=(cast.desk,))
    give(cast, at(last, 5, night=True), Rank.CHIEF, user=cast.desk_head)
    give(cast, at(last, 4), user=gone)
    revoked = give(cast, at(last, 3))
    duties.revoke(cast.chief, revoked)
    long = at(last, 1)
    give(cast, long, ends_at=long.ends_at + timedelta(days=20), user=cast.proofreader)
    gone.is_active = False
    gone.save()
    client = signed_in(cast.chief)
    for _press in range(2):
        assert client.post(f"{ROSTER}?week={monday}", {"fill": "1"}).status_code == 302
    new = Duty.objects.filter(starts_at__gte=at(monday).starts_at).order_by("starts_at")
    assert [(duty.user, duty.rank) for duty in new] == [(cast.desk_head, 3), (cast.editor, 1)]
    assert new[1].ends_at - night.ends_at == timedelta(days=7)
    assert list(new[1].desks.all()) == [cast.desk]
    assert ledger.verify() == []


def running(cast: Cast) -> Duty:
    now = timezone.now()
    return duties.grant(
        cast.chief, cast.reporter, Rank.DESK_HEAD, desks=[cast.desk], reason="夜班",
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=7),
    )  # fmt: skip


def test_handing_over(cast: Cast) -> None:
    duty = running(cast)
    path = f"/admin/accounts/duty/{duty.pk}/revoke/?week={timezone.localdate()}"
    client = signed_in(cast.chief)
    assert 'name="hand_over"' in client.get(path).content.decode()
    assert client.post(path, {"hand_over": "1", "user": ""}).status_code == 400
    sent = {"hand_over": "1", "user": cast.other_reporter.pk, "week": str(timezone.localdate())}
    refused = client.post(path, sent)
    assert refused.status_code == 400
    assert f"{cast.other_reporter.full_name}是记者" in refused.content.decode()
    assert Duty.objects.count() == 1
    sent["reason"] = "部主任发烧，替到天亮"
    response = client.post(path, sent)
    assert response["Location"] == f"{ROSTER}?week={timezone.localdate()}"
    new = Duty.objects.latest("pk")
    assert (new.user, new.rank, new.ends_at, new.reason) == (
        cast.other_reporter, duty.rank, duty.ends_at, "部主任发烧，替到天亮",
    )  # fmt: skip
    for user, rank in ((cast.reporter, Rank.NONE), (cast.other_reporter, Rank.DESK_HEAD)):
        user.forget_standing()
        assert user.rank_on(cast.desk.pk) == rank
    actions = LedgerEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["grant_duty", "revoke_duty", "grant_duty"]
    notes = LedgerEntry.objects.order_by("pk").values_list("note", flat=True)
    assert f"已交给{cast.other_reporter}" in notes[1]
    assert "T" not in notes[2]
    assert "部主任" in notes[2]
    # A second press finds it handed over already.
    assert client.post(path, sent).status_code == 302
    assert Duty.objects.count() == 2


def test_whom_a_duty_lifts_far_gets_it_only_with_a_reason(cast: Cast) -> None:
    night = at(next_monday(), night=True)
    lifted = ((cast.reporter, Rank.DESK_HEAD), (cast.proofreader, Rank.CHIEF), (cast.editor, 3))
    for user, rank in lifted:
        with pytest.raises(NoteRequired, match=str(user)):
            give(cast, night, Rank(rank), user=user)
    assert not Duty.objects.exists()
    for user, rank in ((cast.reporter, 1), (cast.editor, 2), (cast.desk_head, 3), (cast.chief, 3)):
        give(cast, night, Rank(rank), user=user)
    typed = {"at": night.key, "line": "chief", "user": cast.reporter.pk, "rank": "3"}
    client = signed_in(cast.chief)
    refused = client.post(f"{ROSTER}?week={next_monday()}", typed | {"reason": " "})
    assert refused.status_code == 400
    assert f"{cast.reporter.full_name}是记者" in refused.content.decode()
    assert Duty.objects.count() == 4
    assert (
        client.post(f"{ROSTER}?week={next_monday()}", typed | {"reason": "总编出差"}).status_code
        == 302
    )
    assert Duty.objects.count() == 5


def test_ending_says_what_is_missing_then(cast: Cast) -> None:
    duty = running(cast)
    path = f"/admin/accounts/duty/{duty.pk}/revoke/"
    client = signed_in(cast.chief)
    until = f"{timezone.localtime(duty.ends_at):%Y-%m-%d %H:%M}"
    missing = f"没有人以部门主任身份值{cast.desk.name}的班"
    page = client.get(path).content.decode()
    assert missing in page
    assert until in page
    # Somebody of lower rank, or who leaves earlier, does not make up for it; the chief does.
    now = timezone.now()
    hours = {"starts_at": now, "ends_at": duty.ends_at}
    duties.grant(cast.chief, cast.editor, Rank.EDITOR, **hours)
    early = {"starts_at": now, "ends_at": duty.ends_at - timedelta(hours=1)}
    duties.grant(cast.chief, cast.desk_head, Rank.CHIEF, **early)
    assert missing in client.get(path).content.decode()
    duties.grant(cast.chief, cast.second_chief, Rank.CHIEF, **hours)
    assert missing not in client.get(path).content.decode()
    Duty.objects.filter(user=cast.second_chief).update(revoked_at=now)
    said = client.post(path, {"note": "提前收工"}, follow=True).content.decode()
    assert missing in said
    entry = LedgerEntry.objects.get(action="revoke_duty")
    assert entry.note == "提前收工"


def test_handing_over_is_the_chiefs_and_not_to_oneself(cast: Cast) -> None:
    duty = running(cast)
    with pytest.raises(NotAllowed):
        duties.hand_over(cast.reporter, duty, cast.other_reporter)
    with pytest.raises(Refused):
        duties.hand_over(cast.chief, duty, cast.reporter)
    assert Duty.objects.filter(revoked_at=None).count() == 1


def test_whoever_is_on_duty_reads_until_when(cast: Cast) -> None:
    duty = running(cast)
    clock = f"{timezone.localtime(duty.ends_at):%H:%M}"
    home = signed_in(cast.reporter).get("/admin/").content.decode()
    assert home.count(clock) >= 2
    assert "您正在值班" in home
    elsewhere = signed_in(cast.reporter).get("/admin/articles/article/").content.decode()
    assert f"{clock}" in elsewhere
    other = signed_in(cast.other_reporter).get("/admin/").content.decode()
    assert "您正在值班" not in other
    assert cast.reporter.full_name in other


def test_the_roster_asks_as_often_for_many_as_for_one(cast: Cast) -> None:
    client = signed_in(cast.chief)
    counts = []
    for number in (1, 6):
        for day in range(number):
            give(cast, at(next_monday(), day), desks=(cast.desk,))
        counts.append(questions(client, ROSTER, {"week": next_monday()}))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("week", ["", "soon", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_week_that_is_none_is_this_one(cast: Cast, week: str) -> None:
    response = signed_in(cast.chief).get(ROSTER, {"week": week})
    assert response.context["monday"] == roster.monday_of(timezone.localdate())


def test_the_shifts_hours_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_DAY_SHIFT", "08:30-20:00")
    first, last = environment.clock_span("NEWSROOM_DAY_SHIFT", "06:00-18:00")
    assert (first.hour, first.minute, last.hour) == (8, 30, 20)
    for wrong in ("8-20", "20:00-08:00", "x", "08:00"):
        monkeypatch.setenv("NEWSROOM_DAY_SHIFT", wrong)
        with pytest.raises(ImproperlyConfigured, match="NEWSROOM_DAY_SHIFT"):
            environment.clock_span("NEWSROOM_DAY_SHIFT", "06:00-18:00")
