"""三员: the administrator's powers apart, each with somebody else, and none sees the others'."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts import checks
from accounts.models import Author, User
from accounts.roles import install_groups
from tests.accounts.helpers import changes
from tests.cast import Cast, make_author, make_user

SYSTEM, SECURITY, AUDIT = (f"{part}_administrator" for part in ("system", "security", "audit"))
# Addresses, and who of the three may look.
LOOK = {
    "/admin/accounts/user/": {SECURITY, AUDIT},
    "/admin/accounts/user/add/": {SECURITY},
    "/admin/accounts/signin/": {AUDIT},
    "/admin/accounts/desk/": {SYSTEM, SECURITY},
    "/admin/accounts/desk/add/": {SYSTEM},
    "/admin/articles/ledgerentry/": {AUDIT},
    "/admin/articles/section/": {SYSTEM},
    "/admin/articles/section/add/": {SYSTEM},
    "/admin/articles/outlet/": {SYSTEM},
    "/admin/articles/grouprobot/": {SYSTEM},
    "/admin/worker/": {SYSTEM},
    "/admin/articles/article/": set(),
    "/admin/articles/image/": set(),
    "/admin/account/": {SYSTEM, SECURITY, AUDIT},
}


@pytest.fixture
def apart(db: None, settings: Any) -> Iterator[dict[str, User]]:
    settings.ADMINISTRATORS_APART = True
    install_groups()
    yield {role: make_user(role, role) for role in (SYSTEM, SECURITY, AUDIT)}
    settings.ADMINISTRATORS_APART = False


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_each_sees_their_part(apart: dict[str, User]) -> None:
    for role, user in apart.items():
        client = client_of(user)
        for path, may in LOOK.items():
            status = client.get(path, follow=True).status_code
            assert status == (200 if role in may else 403), (role, path, status)
        menu = client.get("/admin/").content.decode()
        for path, may in LOOK.items():
            if path.endswith("/add/") or path == "/admin/account/":
                continue
            assert (f'href="{path}"' in menu) == (role in may), (role, path)


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def save(client: Client, user: User, *roles: str, active: bool = True) -> Any:
    data = {
        "username": user.username,
        "full_name": user.full_name,
        "email": "",
        "groups": [group(role) for role in roles],
    }
    path = f"/admin/accounts/user/{user.pk}/change/"
    return client.post(path, data | ({"is_active": "on"} if active else {}))


def test_security_gives_roles_and_audit_only_looks(apart: dict[str, User]) -> None:
    somebody = make_user("somebody")
    security, audit, system = (client_of(apart[role]) for role in (SECURITY, AUDIT, SYSTEM))
    with changes() as heard:
        assert save(security, somebody, "editor").status_code == 302
    assert [what for what, *_rest in heard] == ["roles_changed"]
    for client in (audit, system):
        assert save(client, somebody, "chief").status_code == 403
        for act in ("invite", "sign_out", "remove_factor"):
            path = f"/admin/accounts/user/{somebody.pk}/access/"
            assert client.post(path, {"act": act}).status_code == 403
    for page in ("access", "change"):
        assert audit.get(f"/admin/accounts/user/{somebody.pk}/{page}/").status_code == 200
    assert system.get(f"/admin/accounts/user/{somebody.pk}/access/").status_code == 403
    assert [role.name for role in User.objects.get(pk=somebody.pk).roles] == ["editor"]


def test_nobody_has_two_of_them_or_the_undivided_role(apart: dict[str, User]) -> None:
    somebody = make_user("somebody")
    security = client_of(apart[SECURITY])
    for roles in ((SYSTEM, AUDIT), (SECURITY, SYSTEM), ("administrator",)):
        assert save(security, somebody, *roles).status_code == 200, roles
    assert not somebody.groups.exists()
    page = security.get(f"/admin/accounts/user/{somebody.pk}/change/").content.decode()
    assert "安全管理员" in page
    assert f'value="{group("administrator")}"' not in page


def test_the_last_of_each_stays(apart: dict[str, User]) -> None:
    second = make_user("security2", SECURITY)
    security = client_of(second)
    for role, user in apart.items():
        if role != SECURITY:
            assert save(security, user).status_code == 200, role
            assert save(security, user, role, active=False).status_code == 200, role
    # Of two one may go.
    assert save(security, apart[SECURITY]).status_code == 302
    third = make_user("security3")
    assert save(security, third, SECURITY).status_code == 302
    # Nobody changes their own roles.
    assert save(security, second).status_code == 200


def test_the_undivided_role_opens_nothing_then(apart: dict[str, User]) -> None:
    client = client_of(make_user("old", "administrator"))
    for path in LOOK:
        if path != "/admin/account/":
            assert client.get(path, follow=True).status_code == 403, path


def test_together_the_three_are_not_offered(cast: Cast) -> None:
    install_groups()
    client = client_of(cast.administrator)
    page = client.get(f"/admin/accounts/user/{cast.reporter.pk}/change/").content.decode()
    assert "安全管理员" not in page
    assert save(client, cast.reporter, SECURITY).status_code == 200


def test_the_check_says_who_has_too_much_and_what_nobody_has(apart: dict[str, User]) -> None:
    def found() -> list[str]:
        return [str(each.id) for each in checks.check_administrators(["default"])]

    assert found() == []
    twice = make_user("twice", SYSTEM, AUDIT)
    make_user("undivided", "administrator")
    assert found() == ["accounts.W002", "accounts.W004"]
    User.objects.filter(pk__in=(twice.pk, apart[AUDIT].pk)).update(is_active=False)
    assert found() == ["accounts.W002", "accounts.W003"]
    root = make_user("root", is_superuser=True)
    assert found()[1] == "accounts.W005"
    # The operator who gave the roles lays the power down, and is nobody in particular then.
    client = client_of(root)
    data = {"username": "root", "full_name": "Root", "email": "", "is_active": "on"}
    assert client.post(f"/admin/accounts/user/{root.pk}/change/", data).status_code == 302
    root.refresh_from_db()
    assert (root.is_superuser, root.is_staff) == (False, False)
    assert "accounts.W005" not in found()
    assert checks.check_administrators(None) == []


def test_nobody_gives_themselves_a_byline(cast: Cast) -> None:
    """With it would come the unpublished pieces that carry it; without it, whoever is credited
    could review them."""
    administrator = cast.administrator
    administrator.groups.add(group("editor"))
    theirs, other = make_author("甲", administrator), make_author("乙")
    client = client_of(administrator)

    def link(author: Author, user: User | None) -> User | None:
        data = {"name": author.name, "kind": author.kind, "biography": ""}
        data |= {"user": user.pk} if user else {}
        client.post(f"/admin/accounts/author/{author.pk}/change/", data)
        author.refresh_from_db()
        found: User | None = author.user
        return found

    assert link(other, administrator) is None
    assert link(theirs, None) == administrator
    assert link(other, cast.reporter) == cast.reporter
