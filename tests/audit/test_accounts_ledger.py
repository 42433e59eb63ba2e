"""What is done to accounts stands in the ledger, with before and after, or is not done."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from articles.desk import people
from articles.models import LedgerEntry
from tests.admin.helpers import signed_in, url
from tests.cast import Cast


def change(cast: Cast, **fields: object) -> int:
    user = cast.reporter
    sent = {
        "username": user.username, "full_name": user.full_name, "email": "",
        "groups": [Group.objects.get(name="reporter").pk], "desks": [cast.desk.pk],
        "is_active": "on",
    } | fields  # fmt: skip
    sent = {name: value for name, value in sent.items() if value is not None}
    path = url("accounts_user_change", user.pk)
    return signed_in(cast.administrator).post(path, sent).status_code


def entries() -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(subject_kind="account").order_by("pk"))


def test_roles_desks_and_leaving(cast: Cast) -> None:
    editor = Group.objects.get(name="editor").pk
    assert change(cast, groups=[editor], desks=[cast.other_desk.pk]) == 302
    assert change(cast, groups=[editor], desks=[cast.other_desk.pk], is_active=None) == 302
    assert change(cast, groups=[editor], desks=[cast.other_desk.pk]) == 302
    told = [(entry.action, entry.subject_id, entry.actor) for entry in entries()]
    assert told == [
        (f"account_{what}", cast.reporter.pk, cast.administrator)
        for what in ("roles_changed", "desks_changed", "deactivated", "reactivated")
    ]
    assert entries()[0].note == "Reporter (reporter): 记者 → 编辑"
    assert entries()[1].note == "Reporter (reporter): 要闻部 → 文体部"
    page = signed_in(cast.administrator).get(url("articles_ledgerentry_changelist"))
    for words in ("角色有变", "账号停用", "记者 → 编辑"):
        assert words in page.content.decode()


def test_what_changes_nothing_is_not_told(cast: Cast) -> None:
    assert change(cast) == 302
    assert entries() == []


def test_what_cannot_be_written_down_is_not_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(people.ledger, "append", full)
    with pytest.raises(RuntimeError):
        change(cast, groups=[Group.objects.get(name="chief").pk])
    roles = User.objects.get(pk=cast.reporter.pk).groups.values_list("name", flat=True)
    assert list(roles) == ["reporter"]


def test_others_change_nothing(cast: Cast) -> None:
    path = url("accounts_user_change", cast.reporter.pk)
    assert signed_in(cast.chief).post(path, {"full_name": "x"}).status_code == 403
    assert entries() == []
