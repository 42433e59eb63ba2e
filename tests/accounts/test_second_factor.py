"""The authenticator app and recovery codes, the whole way by HTTP; and who needs them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import SignIn, User
from accounts.roles import Rank
from articles.desk import duties
from tests.accounts.helpers import (
    ACCOUNT,
    CODE,
    LOGIN,
    SECRET,
    code,
    give_app,
    give_codes,
    is_in,
    sign_in,
)
from tests.cast import Cast, make_draft, make_user, step


def secret_of(page: str) -> str:
    found = re.search(r'<code class="nu-secret">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1].replace(" ", "")


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_with_an_app() -> None:
    cast = Cast()
    client = Client()
    sign_in(client, "reporter")
    page = client.get(ACCOUNT + "app/")
    assert "data:image/svg+xml" in page.content.decode()
    secret = secret_of(page.content.decode())
    wrong = client.post(ACCOUNT + "app/", {"code": "000000"})
    assert wrong.status_code == 200
    # A wrong code costs nothing: the picture that was scanned stays the right one.
    assert secret_of(wrong.content.decode()) == secret
    done = client.post(ACCOUNT + "app/", {"code": code(secret)})
    assert done["Location"] == ACCOUNT + "codes/"
    shown = client.get(done["Location"]).content.decode()
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", shown)
    assert len(set(codes)) == 10
    again = client.get(done["Location"]).content.decode()
    assert not any(each in again for each in codes)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    client.post("/admin/logout/")

    # Signing in now takes two steps, and still leads to where one wanted to go.
    answer = sign_in(client, "reporter", to="/admin/notices/")
    assert answer["Location"] == CODE
    assert not is_in(client)
    assert SignIn.objects.latest("pk").outcome == "half"
    assert "恢复码" in client.get(CODE).content.decode()
    assert client.post(CODE, {"code": "123456"}).status_code == 200
    assert client.post(CODE, {"code": code(secret, 1)})["Location"] == "/admin/notices/"
    assert is_in(client)
    row = SignIn.objects.filter(outcome="in").latest("at")
    assert (row.user, row.how) == (cast.reporter, "password,totp")
    assert SignIn.objects.filter(outcome="wrong_factor", user=cast.reporter).count() == 1
    assert not SignIn.objects.filter(outcome="half").exists()

    # A recovery code does it too, once.
    for answer, status in ((codes[3], 302), (codes[3], 200), (codes[4].replace(" ", ""), 302)):
        other = Client()
        sign_in(other, "reporter")
        assert other.post(CODE, {"code": answer}).status_code == status
    assert client.get(ACCOUNT).context["codes_left"] == 8


def test_a_code_is_good_for_one_sign_in(cast: Cast) -> None:
    give_app(cast.editor)
    seen = code()
    first, thief = Client(), Client()
    for client, status in ((first, 302), (thief, 200)):
        sign_in(client, "editor")
        assert client.post(CODE, {"code": seen}).status_code == status
    assert not is_in(thief)
    # Another process remembers nothing of it, and blanks make no other code of it.
    cache.clear()
    assert thief.post(CODE, {"code": f"{seen[:3]} {seen[3:]}"}).status_code == 200
    assert not is_in(thief)


def test_the_clock_may_be_half_a_minute_wrong_and_no_more(cast: Cast) -> None:
    give_app(cast.editor)
    for steps, status in ((-3, 200), (3, 200), (-1, 302)):
        client = Client()
        sign_in(client, "editor")
        assert client.post(CODE, {"code": code(steps=steps)}).status_code == status


def test_nobody_comes_to_the_second_step_without_the_first(cast: Cast) -> None:
    give_app(cast.editor)
    client = Client()
    for send in (client.get, client.post):
        assert send(CODE)["Location"] == LOGIN
    sign_in(client, "editor")
    # Who goes back to the first page begins anew.
    client.get(LOGIN)
    assert client.post(CODE, {"code": code()})["Location"] == LOGIN
    assert not is_in(client)


def test_deactivated_between_the_two_steps(cast: Cast) -> None:
    give_app(cast.editor)
    client = Client()
    sign_in(client, "editor")
    User.objects.filter(pk=cast.editor.pk).update(is_active=False)
    client.post(CODE, {"code": code()})
    assert not is_in(client)


def needs(user: User) -> bool:
    """Whether somebody who has just signed in is led to setting up a second factor."""
    client = Client()
    first = sign_in(client, user.username)
    shown = client.get(first["Location"], follow=True)
    return bool(shown.request["PATH_INFO"] == ACCOUNT and shown.context["needs_factor"])


def test_the_policy_asks_editors_and_above_and_administrators(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = "editors"
    for user in (cast.editor, cast.desk_head, cast.chief, cast.administrator):
        assert needs(user), user
    for user in (cast.reporter, cast.proofreader):
        assert not needs(user), user
    for role in ("system_administrator", "security_administrator", "audit_administrator"):
        assert needs(make_user(role[:5], role)), role
    assert needs(make_user("root", is_superuser=True))
    # Whoever is going to be on duty as an editor sets it up before the night.
    now = timezone.now()
    duties.grant(
        cast.chief, cast.other_reporter, Rank.EDITOR,
        starts_at=now + timedelta(hours=5), ends_at=now + timedelta(hours=9),
    )  # fmt: skip
    assert needs(cast.other_reporter)
    settings.SECOND_FACTOR = "everybody"
    assert needs(cast.reporter)
    settings.SECOND_FACTOR = "nobody"
    assert not needs(cast.chief)


@pytest.mark.django_db(transaction=True)
def test_the_newsroom_opens_once_the_factor_is_set_up(settings: Any) -> None:
    cast = Cast()
    settings.SECOND_FACTOR = "editors"
    client = Client()
    sign_in(client, "editor", to="/admin/notices/")
    page = client.get("/admin/notices/", follow=True)
    assert page.request["PATH_INFO"] == ACCOUNT
    assert page.context["is_popup"]
    for path in ("/admin/", "/admin/articles/article/", "/admin/password_change/"):
        assert client.get(path).status_code == 302
    piece = make_draft(cast.reporter, cast.section)
    step(piece, "submit", cast.reporter)
    # What is typed meanwhile is given back and changes nothing.
    typed = {"version": piece.version, "to": "draft", "note": "请核对 第三段"}
    pressed = client.post(f"/admin/articles/article/{piece.pk}/step/return/", typed)
    assert pressed.status_code == 401
    assert "请核对 第三段" in pressed.content.decode()
    assert client.get("/admin/articles/article/session/").status_code == 401
    secret = secret_of(client.get(ACCOUNT + "app/").content.decode())
    client.post(ACCOUNT + "app/", {"code": code(secret)})
    codes = client.get(ACCOUNT + "codes/")
    assert codes.context["target"] == "/admin/notices/"
    assert client.get(codes.context["target"]).status_code == 200
    assert is_in(client)


def test_whoever_only_has_a_password_today_can_sign_out(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = "editors"
    client = Client()
    sign_in(client, "editor")
    client.post("/admin/logout/")
    assert client.get(ACCOUNT)["Location"].startswith(LOGIN)


def test_a_session_from_before_the_factor_signs_in_again(cast: Cast, settings: Any) -> None:
    client = Client()
    sign_in(client, "editor")
    assert is_in(client)
    give_app(cast.editor)
    settings.SECOND_FACTOR = "editors"
    shown = client.get("/admin/", follow=True)
    assert shown.request["PATH_INFO"] == LOGIN
    assert 'name="password"' in shown.content.decode()
    sign_in(client, "editor")
    client.post(CODE, {"code": code()})
    assert is_in(client)


def test_the_last_factor_of_a_role_that_needs_one_stays(cast: Cast, settings: Any) -> None:
    give_app(cast.editor)
    give_codes(cast.editor)
    client = Client()
    sign_in(client, "editor")
    client.post(CODE, {"code": code()})
    row = Authenticator.objects.get(user=cast.editor, type="totp")
    address = f"{ACCOUNT}remove/{row.pk}/"
    settings.SECOND_FACTOR = "editors"
    assert client.post(address)["Location"] == ACCOUNT
    assert Authenticator.objects.filter(pk=row.pk).exists()
    settings.SECOND_FACTOR = "nobody"
    assert client.get(address).status_code == 200
    assert Authenticator.objects.filter(pk=row.pk).exists()
    client.post(address)
    # The codes go with it; a second press finds nothing.
    assert not Authenticator.objects.filter(user=cast.editor).exists()
    assert client.post(address).status_code == 404


def test_nobody_removes_somebody_elses(cast: Cast) -> None:
    give_app(cast.editor)
    row = Authenticator.objects.get()
    client = Client()
    sign_in(client, "reporter")
    assert client.post(f"{ACCOUNT}remove/{row.pk}/").status_code == 404
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_what_changes_the_way_in_asks_again_after_some_minutes(cast: Cast) -> None:
    give_app(cast.reporter)
    client = Client()
    sign_in(client, "reporter")
    client.post(CODE, {"code": code()})
    row = Authenticator.objects.get()
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - 600} for record in session["account_authentication_methods"]
    ]
    session.save()
    address = f"{ACCOUNT}remove/{row.pk}/"
    asked = client.get(address)
    assert asked["Location"].startswith(ACCOUNT + "again/")
    assert client.get(asked["Location"]).status_code == 200
    assert client.post(asked["Location"], {"password": "not that one"}).status_code == 200
    assert client.get(address)["Location"].startswith(ACCOUNT + "again/")
    shown = client.post(asked["Location"], {"password": "correct-horse-9"})
    assert shown["Location"] == address
    assert client.get(address).status_code == 200


def test_a_secret_whose_key_is_lost_opens_nothing(cast: Cast, settings: Any) -> None:
    give_app(cast.editor)
    settings.SECRET_KEY = "another-key-that-is-long-enough-to-be-one-0123456789"
    client = Client()
    sign_in(client, "editor")
    for guess in (code(), code("A" * 32), "000000"):
        assert client.post(CODE, {"code": guess}).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_in(client)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_new_codes_end_the_old_ones(cast: Cast) -> None:
    give_app(cast.reporter)
    old = give_codes(cast.reporter)
    client = Client()
    sign_in(client, "reporter")
    client.post(CODE, {"code": code()})
    assert client.post(ACCOUNT + "codes/new/")["Location"] == ACCOUNT + "codes/"
    new = client.get(ACCOUNT + "codes/").context["codes"]
    assert len(new) == 10
    other = Client()
    sign_in(other, "reporter")
    assert other.post(CODE, {"code": old[0]}).status_code == 200
    assert other.post(CODE, {"code": new[0]}).status_code == 302


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "1", "null", '"x"', "{not json", '{"id": 1}',
                   '{"id":"eA","rawId":"eA","type":"public-key","response":{}}',
                   '{"response":{"userHandle":"MQ"}}', '{"response":[]}', '{"response":null}',
                   '{"id":"eA","rawId":"eA","type":"public-key","response":{"clientDataJSON":"e30",'
                   '"authenticatorData":"eA","signature":"eA","userHandle":"/////"}}'],
)  # fmt: skip
def test_rubbish_for_a_passkey_is_refused_everywhere(cast: Cast, credential: str) -> None:
    passkey = ACCOUNT + "passkey/"
    asked = Client().get(passkey, headers={"Accept": "application/json"})
    assert asked.json()["request_options"]["publicKey"]["userVerification"] == "required"
    anybody = Client()
    anybody.get(passkey, headers={"Accept": "application/json"})
    assert anybody.post(passkey, {"credential": credential})["Location"] == LOGIN
    give_app(cast.editor)
    half = Client()
    sign_in(half, "editor")
    half.get(CODE)
    assert half.post(CODE, {"credential": credential}).status_code == 200
    inside = Client()
    sign_in(inside, "reporter")
    inside.get(ACCOUNT + "passkeys/add/")
    made = inside.post(ACCOUNT + "passkeys/add/", {"credential": credential, "name": "x"})
    assert made.status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()
    assert not is_in(anybody)
    assert not is_in(half)
