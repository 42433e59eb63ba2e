"""Changes of the house's settings in the ledger, with what was before and what is after.

`newsroom.settingswatch` tells of each row that somebody saves or removes, inside the transaction
that does it. What a setting keeps secret is said to have changed, and no more.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.models import Author, Desk, User
from articles.desk import ledger
from articles.models import (
    GroupRobot,
    IdentityLine,
    Image,
    LedgerEntry,
    Outlet,
    Section,
    SiteIdentity,
    Source,
    Tag,
)

ADDED, CHANGED, REMOVED = "setting_added", "setting_changed", "setting_removed"
LABELS: dict[str, str | Promise] = {
    ADDED: __("Setting added"),
    CHANGED: __("Setting changed"),
    REMOVED: __("Setting removed"),
}
_LONGEST = 200
_HIDDEN = "•••"


@dataclass(frozen=True)
class Watched:
    """`kind` of the chain; fields that other rules keep, or nobody may read, are left out."""

    kind: str
    without: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    # Nothing but these, where there are any. Such rows come with the pieces that need them: that
    # they are made is told there.
    only: tuple[str, ...] = ()


WATCHED: dict[type[models.Model], Watched] = {
    # Days of mourning have a chain of their own.
    SiteIdentity: Watched("identity", ("mourning_from", "mourning_until", "mourning_scope")),
    IdentityLine: Watched("identity_line", ("identity",)),
    # Its reviews are set, and recorded, with the policy.
    Section: Watched("section", ("reviews_required", "proofreads_required")),
    Outlet: Watched("outlet"),
    Source: Watched("source"),
    Desk: Watched("desk"),
    Author: Watched("author"),
    GroupRobot: Watched("robot", secret=("address", "secret")),
    Tag: Watched("tag", only=("name", "slug")),
    # Under how many pieces that readers have in front of them it may stand.
    Image: Watched("image", only=("caption", "credit", "rights_holder", "licence")),
}
KINDS: dict[str, str | Promise] = {
    watched.kind: model._meta.verbose_name or model.__name__ for model, watched in WATCHED.items()
}
Values = dict[str, str]


def values(row: models.Model) -> Values:
    """What a row says, as the ledger writes it."""
    watched = WATCHED[type(row)]
    found: Values = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in watched.without:
            continue
        if watched.only and field.name not in watched.only:
            continue
        value = getattr(row, field.name if field.is_relation else field.attname)
        text = "" if value is None else str(value)
        found[field.name] = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return found


def stored(row: models.Model) -> Values:
    """What the database says of it now; nothing where it is new."""
    known = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    return values(known) if known else {}


def record(user: User, row: models.Model, before: Values, after: Values) -> LedgerEntry | None:
    """One entry for what differs; None when nothing does."""
    watched = WATCHED[type(row)]
    names = [name for name in before | after if before.get(name, "") != after.get(name, "")]
    if not names:
        return None
    action = CHANGED if before and after else ADDED if after else REMOVED
    if watched.only and action == ADDED:
        return None
    changes = {}
    for name in names:
        pair = [before.get(name, ""), after.get(name, "")]
        changes[name] = [_HIDDEN if each else "" for each in pair] if (
            name in watched.secret
        ) else pair  # fmt: skip
    note = {"name": str(row)[:_LONGEST], "changes": changes}
    return ledger.append(
        watched.kind, row.pk, action, user, rank=user.rank_on(None),
        note=ledger.canonical(note).decode(),
    )  # fmt: skip


def words(entry: LedgerEntry) -> str:
    """A change as a sentence: each field by its label, before and after."""
    model = next((each for each, w in WATCHED.items() if w.kind == entry.subject_kind), None)
    try:
        note = json.loads(entry.note)
        changes, name = note["changes"], note["name"]
    except (ValueError, KeyError, TypeError):
        return entry.note
    if model is None:
        return entry.note
    told = [
        _("%(field)s: %(before)s → %(after)s")
        % {
            "field": _label(model, field),
            "before": _said(model, field, before),
            "after": _said(model, field, after),
        }
        for field, (before, after) in changes.items()
    ]
    return f"{name} · {'; '.join(told)}"


def _label(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name) if _has(model, name) else name  # type: ignore[union-attr]  # a field of ours, no relation back


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())


def _said(model: type[models.Model], name: str, text: str) -> str:
    if not text:
        return "—"
    if text in ("True", "False"):
        return _("yes") if text == "True" else _("no")
    if _has(model, name):
        choices: Any = getattr(model._meta.get_field(name), "flatchoices", None) or ()
        return str(dict(choices).get(text, text))
    return text
