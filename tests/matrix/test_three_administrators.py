"""三员 × every address of the admin: each of the three gets their own part, and nothing of a piece.

The tables beside it tell everybody else's rights; this one tells the three's, a second time beside
`accounts.roles`. All in one house: the rows stand once, and the addresses are the same.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import install_groups
from tests.cast import make_draft, make_user
from tests.matrix.pieces import SECRET
from tests.matrix.test_admin_screens import OTHERS, SCREENS, Archive

pytestmark = pytest.mark.django_db

SYSTEM, SECURITY, AUDIT = (f"{part}_administrator" for part in ("system", "security", "audit"))
NONE: set[str] = set()
_ALONE = (NONE, NONE, NONE, NONE)

# Who may look, add, change, delete; of what is not named, none of the three.
APART: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {
    "accounts_author": ({SYSTEM}, {SYSTEM}, {SYSTEM}, NONE),
    "accounts_desk": ({SYSTEM, SECURITY}, {SYSTEM}, {SYSTEM}, {SYSTEM}),
    "accounts_duty": ({SYSTEM, SECURITY, AUDIT}, NONE, NONE, NONE),
    "accounts_signin": ({AUDIT}, NONE, NONE, NONE),
    "accounts_user": ({SECURITY, AUDIT}, {SECURITY}, {SECURITY}, NONE),
    "articles_grouprobot": ({SYSTEM}, {SYSTEM}, {SYSTEM}, NONE),
    "articles_ledgerentry": ({AUDIT}, NONE, NONE, NONE),
    "articles_outlet": ({SYSTEM}, {SYSTEM}, {SYSTEM}, NONE),
    "articles_page": ({SYSTEM}, {SYSTEM}, {SYSTEM}, NONE),
    "articles_policy": ({SYSTEM, AUDIT}, NONE, NONE, NONE),
    "articles_section": ({SYSTEM}, {SYSTEM}, {SYSTEM}, NONE),
    "articles_siteidentity": ({SYSTEM}, NONE, {SYSTEM}, NONE),
    "articles_source": ({SYSTEM}, {SYSTEM}, {SYSTEM}, NONE),
    "articles_tag": ({SYSTEM}, NONE, NONE, NONE),
}
# Of the addresses that are not for everybody.
OPEN: dict[str, set[str]] = {
    "roster": {SYSTEM, SECURITY, AUDIT},
    "accounts_user_access": {SECURITY, AUDIT},
    "worker": {SYSTEM},
    "mourning": {SYSTEM},
    "guarded": {SYSTEM},
    "access-log": {AUDIT},
    "audit-export": {AUDIT},
}
REFUSED = (403, 404, 405)


class _Part:
    """One of the three at their desk, asking for one address after the other."""

    def __init__(self, role: str, wrong: list[str]) -> None:
        self.role, self._wrong = role, wrong
        self._client = Client()
        self._client.force_login(make_user(role, role))

    def get(self, path: str, opens: bool) -> None:
        answer = self._client.get(path, follow=True)
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]  # a file's
        right = answer.status_code == 200 if opens else answer.status_code in REFUSED
        # The ledger tells the auditor what topics of the plan are called.
        tells = not opens and SECRET in body.decode(errors="replace")
        if not right or tells:
            self._wrong.append(f"{self.role} gets {path}: {answer.status_code}")

    def press(self, path: str, data: dict[str, Any]) -> None:
        """What is not theirs to press."""
        status = self._client.post(path, data, follow=True).status_code
        if status not in REFUSED:
            self._wrong.append(f"{self.role} posts to {path}: {status}")


def test_each_of_the_three_gets_their_part_of_the_admin(settings: Any) -> None:
    house = Archive()
    settings.ADMINISTRATORS_APART = True
    install_groups()
    piece = make_draft(house.reporter, house.section, headline=f"{SECRET}稿")
    wrong: list[str] = []
    for person in [_Part(role, wrong) for role in (SYSTEM, SECURITY, AUDIT)]:
        for model in SCREENS:
            look, add, change, delete = (person.role in may for may in APART.get(model, _ALONE))
            row = house.rows[model].pk
            person.get(reverse(f"admin:{model}_changelist"), look)
            person.get(reverse(f"admin:{model}_change", args=[row]), look)
            for page, args, may in (
                ("add", [], add), ("change", [row], change), ("delete", [row], delete)
            ):  # fmt: skip
                path = reverse(f"admin:{model}_{page}", args=args)
                # That row's address leads to the list, which is its screen.
                if not may and (model, page) != ("articles_policy", "change"):
                    person.press(path, {"post": "yes", "name": "改了", "is_superuser": "on"})
        for name in (name for name, allowed in OTHERS.items() if allowed is not None):
            person.get(house.path(name), person.role in OPEN.get(name, NONE))
        for page in ("change", "preview", "review", "revisions", "sheet", "compare", "share"):
            person.get(reverse(f"admin:articles_article_{page}", args=[piece.pk]), False)
        person.press(
            reverse("admin:articles_article_step", args=[piece.pk, "submit"]),
            {"version": piece.version, "state": "approved"},
        )
    assert wrong == []
    piece.refresh_from_db()
    assert (piece.state, piece.version) == ("draft", 1)
