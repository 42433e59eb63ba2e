"""Accounts: roles by name, nobody locked out, nobody raised by the back door."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import User
from accounts.roles import Rank, offered
from tests import cast as people

PASSWORD = "bridge-at-night-7"


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def form(user: User, *roles: str, active: bool = True, **fields: Any) -> dict[str, Any]:
    data = {
        "username": user.username,
        "full_name": user.full_name,
        "email": user.email,
        "groups": [group(name) for name in roles],
        "desks": list(user.desks.values_list("pk", flat=True)),
    }
    return data | ({"is_active": "on"} if active else {}) | fields


def change(client: Client, user: User, *roles: str, **fields: Any) -> Any:
    path = f"/admin/accounts/user/{user.pk}/change/"
    return client.post(path, form(user, *roles, **fields))


@pytest.fixture
def admin(client: Client, cast: people.Cast) -> Client:
    client.force_login(cast.administrator)
    return client


def test_a_new_person_in_one_step(admin: Client, cast: people.Cast) -> None:
    """Nobody gives them a password: the next page makes the link with which they set their own."""
    data = {
        "username": "lisi", "full_name": "李四", "email": "lisi@paper.example",
        "password1": PASSWORD, "password2": PASSWORD,
        "groups": [group("reporter")], "desks": [cast.desk.pk],
    }  # fmt: skip
    response = admin.post("/admin/accounts/user/add/", data)
    user = User.objects.get(username="lisi")
    assert response.status_code == 302
    assert response["Location"] == f"/admin/accounts/user/{user.pk}/access/"
    assert [role.name for role in user.roles] == ["reporter"]
    assert user.desk_ids == {cast.desk.pk}
    assert user.is_staff
    assert not user.has_usable_password()
    assert not Client().login(username="lisi", password=PASSWORD)


def test_a_role_lets_in_and_no_role_keeps_out(admin: Client, cast: people.Cast) -> None:
    assert change(admin, cast.outsider, "editor").status_code == 302
    cast.outsider.refresh_from_db()
    assert cast.outsider.is_staff
    assert change(admin, cast.outsider).status_code == 302
    cast.outsider.refresh_from_db()
    assert not cast.outsider.is_staff


def test_roles_are_called_as_people_call_them(
    admin: Client, cast: people.Cast, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    page = admin.get(f"/admin/accounts/user/{cast.reporter.pk}/change/").content.decode()
    for role in offered():
        assert str(role.label) in page
    assert "desk_head" not in page


def test_nobody_sets_a_password_for_somebody_else(admin: Client, cast: people.Cast) -> None:
    path = f"/admin/accounts/user/{cast.reporter.pk}/password/"
    new = {"password1": PASSWORD, "password2": PASSWORD}
    assert admin.get(path).status_code in (302, 404)
    assert admin.post(path, new).status_code in (302, 403, 404)
    client = Client()
    client.force_login(people.make_user("root", is_superuser=True))
    assert client.post(path, new).status_code in (302, 403, 404)
    cast.reporter.refresh_from_db()
    assert cast.reporter.check_password("correct-horse-9")
    assert "password/" not in admin.get(path.replace("password", "change")).content.decode()


def test_a_deactivated_person_is_out_at_once(admin: Client, cast: people.Cast) -> None:
    reporter = Client()
    reporter.force_login(cast.reporter)
    assert reporter.get("/admin/").status_code == 200
    assert change(admin, cast.reporter, "reporter", active=False).status_code == 302
    assert reporter.get("/admin/").status_code == 302


def test_the_last_administrator_stays(admin: Client, cast: people.Cast) -> None:
    assert change(admin, cast.administrator, "reporter").status_code == 200
    assert change(admin, cast.administrator, "administrator", active=False).status_code == 200
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active
    assert [role.name for role in cast.administrator.roles] == ["administrator"]


def test_an_inactive_administrator_does_not_count(admin: Client, cast: people.Cast) -> None:
    people.make_user("gone", "administrator", is_active=False)
    assert change(admin, cast.administrator, "reporter").status_code == 200


def test_another_administrator_may_take_over(admin: Client, cast: people.Cast) -> None:
    other = people.make_user("admin2", "administrator")
    assert change(admin, other, "administrator", active=False).status_code == 302
    assert change(admin, other, "administrator").status_code == 302
    other.refresh_from_db()
    admin.force_login(other)
    assert change(admin, cast.administrator, "reporter").status_code == 302
    assert {group.name for group in cast.administrator.groups.all()} == {"reporter"}


def test_nobody_gives_themselves_a_role(admin: Client, cast: people.Cast) -> None:
    """Else whoever keeps the accounts would be chief editor for the asking."""
    people.make_user("admin2", "administrator")
    refused = change(admin, cast.administrator, "administrator", "chief")
    assert refused.status_code == 200
    assert {group.name for group in cast.administrator.groups.all()} == {"administrator"}


def test_nobody_deactivates_themselves(admin: Client, cast: people.Cast) -> None:
    people.make_user("admin2", "administrator")
    assert change(admin, cast.administrator, "administrator", active=False).status_code == 200
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active


def test_no_superuser_by_a_forged_form(admin: Client, cast: people.Cast) -> None:
    permission = Permission.objects.get(codename="delete_image").pk
    forged = {"is_superuser": "on", "is_staff": "on", "user_permissions": [permission]}
    assert change(admin, cast.outsider, **forged).status_code == 302
    cast.outsider.refresh_from_db()
    assert not cast.outsider.is_superuser
    assert not cast.outsider.is_staff
    assert not cast.outsider.user_permissions.exists()


def test_an_operator_is_beyond_an_administrators_reach(admin: Client) -> None:
    root = people.make_user("root", is_superuser=True)
    assert change(admin, root).status_code == 403
    path = f"/admin/accounts/user/{root.pk}/access/"
    for act in ("invite", "remove_factor", "sign_out"):
        assert admin.post(path, {"act": act}).status_code == 403
    root.refresh_from_db()
    assert root.check_password("correct-horse-9")


def test_an_operator_may_make_another(client: Client, cast: people.Cast) -> None:
    client.force_login(people.make_user("root", is_superuser=True))
    assert change(client, cast.outsider, is_superuser="on").status_code == 302
    cast.outsider.refresh_from_db()
    assert cast.outsider.is_superuser
    assert cast.outsider.is_staff


def test_an_administrator_has_no_editorial_power(cast: people.Cast) -> None:
    assert cast.administrator.highest_rank == Rank.NONE


def test_the_list_finds_by_name_role_and_desk(admin: Client, cast: people.Cast) -> None:
    page = admin.get("/admin/accounts/user/?q=Proof").content.decode()
    assert "proof" in page
    assert "reporter2" not in page
    page = admin.get("/admin/accounts/user/?role=chief").content.decode()
    assert "chief2" in page
    assert "reporter2" not in page
