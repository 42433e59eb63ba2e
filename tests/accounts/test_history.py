"""Who signed in, when, from where: for oneself one's own, for the administrator all of it."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts import history
from accounts.models import SignIn
from tests.accounts.helpers import ACCOUNT, sign_in
from tests.cast import Cast


def test_ones_own_and_nobody_elses(cast: Cast) -> None:
    sign_in(Client(), "reporter", "wrong again 123", REMOTE_ADDR="203.0.113.66")
    sign_in(Client(), "editor", REMOTE_ADDR="198.51.100.77")
    client = Client()
    sign_in(client, "reporter")
    page = client.get(ACCOUNT)
    assert [row.outcome for row in page.context["sign_ins"]] == ["in", "wrong"]
    text = page.content.decode()
    assert "203.0.113.66" in text
    assert "198.51.100.77" not in text


def test_all_of_it_for_the_administrator_to_read(cast: Cast) -> None:
    sign_in(Client(), "reporter", "wrong again 123", REMOTE_ADDR="203.0.113.66")
    client = Client()
    sign_in(client, "admin")
    page = client.get("/admin/accounts/signin/").content.decode()
    for word in ("203.0.113.66", "账号或密码不对", "已登录", str(cast.reporter)):
        assert word in page
    # On a telephone each value stands under its own name.
    assert 'data-label="时间"' in page
    assert "选择记录" not in page
    assert "203.0.113.66" not in client.get("/admin/accounts/signin/?q=admin").content.decode()
    row = SignIn.objects.first()
    assert row
    for path in ("add/", f"{row.pk}/delete/"):
        assert client.post(f"/admin/accounts/signin/{path}", {"post": "yes"}).status_code == 403
    client.post(f"/admin/accounts/signin/{row.pk}/change/", {"outcome": "wrong"})
    row.refresh_from_db()
    assert row.outcome == "in"
    for name in ("reporter", "chief", "proof"):
        other = Client()
        sign_in(other, name)
        assert other.get("/admin/accounts/signin/").status_code == 403


def test_rows_are_kept_as_long_as_is_set(cast: Cast, settings: Any) -> None:
    settings.SIGN_INS_KEPT_DAYS = 183
    for days in (182, 184):
        sign_in(Client(), "reporter")
        SignIn.objects.filter(pk=SignIn.objects.latest("pk").pk).update(
            at=timezone.now() - timedelta(days=days)
        )
    history.prune()
    assert SignIn.objects.count() == 1


def test_the_list_asks_the_same_however_long_it_is(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    sign_in(client, "admin")
    path = "/admin/accounts/signin/"
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for name in ("reporter", "editor", "chief", "proof"):
        sign_in(Client(), name)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)
