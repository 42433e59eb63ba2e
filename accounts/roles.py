"""Roles as data: what each may do is written here and nowhere else.

A role is a group of the same name, kept in step after every `migrate`. Permissions open
screens of the admin; editorial power comes from the rank, and only `articles.desk` asks for
it. An administrator has permissions but no rank.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Rank(IntEnum):
    """A ladder: whoever stands on a rung may do what the rungs below may."""

    NONE = 0
    EDITOR = 1
    DESK_HEAD = 2
    CHIEF = 3


RANK_LABELS: dict[Rank, str | Promise] = {
    Rank.NONE: _("no rank"),
    Rank.EDITOR: _("editor"),
    Rank.DESK_HEAD: _("desk head"),
    Rank.CHIEF: _("chief editor"),
}


@dataclass(frozen=True)
class Role:
    name: str
    label: str | Promise
    rank: Rank = Rank.NONE
    everywhere: bool = False
    """The rank holds for every desk, not only for the person's own."""
    writes: bool = False
    """May start a piece of their own."""
    proofreads: bool = False
    administers: bool = False
    """Somebody active has it at all times, and whoever has it proves themselves twice."""
    permissions: tuple[str, ...] = ()


_DESK = (
    "articles.view_article",
    "articles.change_article",
    "articles.view_image",
    "articles.add_image",
    "articles.change_image",
    "articles.view_recording",
    "articles.add_recording",
    "articles.change_recording",
    "articles.view_section",
    "articles.view_tag",
    "articles.view_source",
    "articles.view_stylerule",
    "accounts.view_author",
)
_WRITING = (*_DESK, "articles.add_article", "articles.add_tag")
_EDITING = (*_WRITING, "articles.change_tag", "articles.add_source", "articles.change_source")
_HEADING = (
    *_EDITING,
    "accounts.add_author",
    "accounts.change_author",
    *(f"articles.{act}_stylerule" for act in ("add", "change", "delete")),
)
_LEADING = (
    *_HEADING,
    "articles.change_policy",
    "articles.view_policy",
    "articles.view_ledgerentry",
    "accounts.add_duty",
    "accounts.change_duty",
    "accounts.view_duty",
    "accounts.view_desk",
)

REPORTER = Role("reporter", _("reporter"), writes=True, permissions=_WRITING)
EDITOR = Role("editor", _("editor"), Rank.EDITOR, writes=True, permissions=_EDITING)
DESK_HEAD = Role("desk_head", _("desk head"), Rank.DESK_HEAD, writes=True, permissions=_HEADING)
CHIEF = Role(
    "chief", _("chief editor"), Rank.CHIEF, everywhere=True, writes=True, permissions=_LEADING
)
PROOFREADER = Role("proofreader", _("proofreader"), proofreads=True, permissions=_DESK)
_SYSTEM = (
    *(f"accounts.{act}_desk" for act in ("add", "change", "view", "delete")),
    *(f"accounts.{act}_author" for act in ("add", "change", "view")),
    *(f"articles.{act}_section" for act in ("add", "change", "view")),
    *(f"articles.{act}_siteidentity" for act in ("change", "view")),
    *(f"articles.{act}_page" for act in ("add", "change", "view")),
    *(f"articles.{act}_source" for act in ("add", "change", "view")),
    *(f"articles.{act}_outlet" for act in ("add", "change", "view")),
    *(f"articles.{act}_grouprobot" for act in ("add", "change", "view")),
    *(f"articles.{act}_delivery" for act in ("change", "view")),
    "accounts.view_duty",
    "articles.view_tag",
    "articles.view_policy",
)
_SECURITY = (
    *(f"accounts.{act}_user" for act in ("add", "change", "view")),
    "accounts.view_desk",
    "accounts.view_duty",
)
_AUDIT = (
    "accounts.view_signin",
    "accounts.view_duty",
    "articles.view_policy",
    "articles.view_ledgerentry",
    "articles.view_accessentry",
    "articles.export_audit",
)
ADMINISTRATOR = Role(
    "administrator",
    _("administrator"),
    administers=True,
    permissions=tuple(dict.fromkeys((*_SYSTEM, *_SECURITY, *_AUDIT))),
)
# The administrator's powers apart (三员), each with somebody else; see `offered`.
SYSTEM_ADMINISTRATOR = Role(
    "system_administrator", _("system administrator"), administers=True, permissions=_SYSTEM
)
SECURITY_ADMINISTRATOR = Role(
    "security_administrator", _("security administrator"), administers=True, permissions=_SECURITY
)
AUDIT_ADMINISTRATOR = Role(
    "audit_administrator",
    _("audit administrator"),
    administers=True,
    permissions=(*_AUDIT, "accounts.view_user"),
)
APART = (SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, AUDIT_ADMINISTRATOR)

ROLES: dict[str, Role] = {
    role.name: role
    for role in (REPORTER, EDITOR, DESK_HEAD, CHIEF, PROOFREADER, ADMINISTRATOR, *APART)
}


def offered() -> tuple[Role, ...]:
    """The roles that somebody can be given here: one administrator, or three of them apart."""
    hidden = (ADMINISTRATOR,) if settings.ADMINISTRATORS_APART else APART
    return tuple(role for role in ROLES.values() if role not in hidden)


def guarded() -> tuple[Role, ...]:
    """Roles that the last active holder of keeps."""
    return tuple(role for role in offered() if role.administers)


def granted(role: Role) -> tuple[str, ...]:
    """What a role opens here; one that is not offered opens nothing."""
    return role.permissions if role in offered() else ()


def install_groups(**_signal: Any) -> None:
    """Make the groups and give each exactly the permissions that this module names."""
    from django.contrib.auth.models import Group, Permission

    if not apps.is_installed("articles"):
        return
    existing = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type").filter(
            content_type__app_label__in=("accounts", "articles")
        )
    }
    for role in ROLES.values():
        group, _created = Group.objects.get_or_create(name=role.name)
        # While the first app migrates, the permissions of the next do not exist yet.
        group.permissions.set(existing[name] for name in granted(role) if name in existing)
