"""Topics for readers (专题): who edits them, who puts them out, and the only way to do either.

Words of a topic's own (title, introduction, cover, names of groups) reach readers when somebody
with the right publishes them. Which pieces stand in it, and where, is the editors' daily work:
every piece is signed by itself, so a topic that says nothing new is put out as it is saved.
"""

import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles.desk import ledger, publishing, rights, shown_special
from articles.desk.errors import NotAllowed, NoteRequired, Refused, Stale
from articles.desk.pages import tidy
from articles.models import (
    Article,
    LedgerEntry,
    PublishedArticle,
    PublishedSpecial,
    Special,
    SpecialGroup,
    SpecialPiece,
)

CHAIN = "special"
MOST_PIECES = 200
MOST_GROUPS = 20
COVER = ("alt", "caption", "credit", "rights_holder", "licence", "focal_x", "focal_y")

# [{"name", "pieces": [id]}], in their order.
Groups = list[dict[str, Any]]


def published_of(special: Special) -> PublishedSpecial | None:
    return PublishedSpecial.objects.filter(pk=special.pk).first()


def offered(user: User) -> Q:
    """Pieces that this person may put into a topic: those they may open, and public ones."""
    theirs = Exists(rights.viewable(user).filter(pk=OuterRef("pk")))
    return Q(theirs | PublishedArticle.objects.visible().of("pk"))


@transaction.atomic
def save(user: User, special: Special, groups: Groups) -> LedgerEntry | None:
    """Add or change a topic; None when nothing changes. Raises NotAllowed, Refused,
    ValidationError, and Stale when somebody else changed it since `special.version` was read."""
    if not rights.may_edit_specials(user):
        raise NotAllowed(_("Only editors change topics."))
    before = _locked(special) if special.pk else None
    stored = shown_special.groups_of(before) if before else []
    special.title = special.title.strip()
    special.introduction = tidy(special.introduction)
    if before:
        special.was_public = before.was_public
        special.created_at = before.created_at
        if before.was_public:
            special.slug = before.slug
    special.full_clean()
    groups = _checked(user, groups, stored)
    told = _difference(before, stored, special, groups)
    if not told:
        return None
    special.version = before.version + 1 if before else 1
    special.save()
    _write(special, groups)
    entry = _record(user, special, "edit_special", f"{special.title}: {told}")
    live = published_of(special)
    if live and _says_nothing_new(special, live):
        publishing.put_out_special(special, timezone.now())
    return entry


@transaction.atomic
def publish(user: User, special: Special) -> PublishedSpecial:
    """Let readers see the topic as it is stored at `special.version`. Raises WorkflowError."""
    if not rights.may_publish_specials(user):
        raise NotAllowed(_("Only desk heads and the chief editor put a topic out."))
    fresh = _locked(special)
    if not fresh.introduction:
        raise Refused(_("Write an introduction first: it says what the topic is about."))
    if fresh.cover and not fresh.cover_alt.strip():
        raise Refused(_("Say first what the cover shows, for readers who cannot see it."))
    if not waits(fresh, published_of(fresh)):
        raise Refused(_("Readers see the topic like this already."))
    published = publishing.put_out_special(fresh, timezone.now())
    Special.objects.filter(pk=fresh.pk).update(was_public=True)
    _record(user, fresh, "publish_special", fresh.title)
    return published


@transaction.atomic
def take_down(user: User, special: Special, note: str) -> None:
    """No reader sees the topic any more; its pieces stay where they are."""
    if not rights.may_edit_specials(user):
        raise NotAllowed(_("Only editors change topics."))
    note = note.strip()
    if not note:
        raise NoteRequired(_("Write why the topic is taken down."))
    fresh = _locked(special)
    if published_of(fresh) is None:
        raise Refused(_("Readers do not see this topic."))
    publishing.take_down_special(fresh.pk)
    _record(user, fresh, "take_down_special", note)


def add_piece(user: User, special: Special, place: int, article: Article) -> None:
    """Put a piece at the end of the group at `place`, counted from 0, as `special.version` has
    them. Raises WorkflowError."""
    groups = shown_special.groups_of(special) or [{"name": "", "pieces": []}]
    if any(article.pk in group["pieces"] for group in groups):
        raise Refused(_("The piece is in this topic already."))
    if not 0 <= place < len(groups):
        raise Refused(_("Choose a group of the topic."))
    groups[place]["pieces"].append(article.pk)
    save(user, special, groups)


def waits(special: Special, live: PublishedSpecial | None) -> bool:
    """Whether readers see something else than what is stored, or nothing."""
    return live is None or live.version != special.version


def _says_nothing_new(special: Special, live: PublishedSpecial) -> bool:
    drawn = publishing.special_snapshot(special, live.updated_at)
    same = all(getattr(drawn, name) == getattr(live, name) for name in ("title", "introduction"))
    known = {"", *(group["name"] for group in live.groups)}
    return same and drawn.cover == live.cover and known >= {each["name"] for each in drawn.groups}


def _locked(special: Special) -> Special:
    """The stored row, if it still is the version that somebody looked at."""
    found = Special.objects.select_for_update(of=("self",)).filter(pk=special.pk)
    fresh = found.select_related("cover").first()
    if fresh is None:
        raise Refused(_("This topic is not there any more."))
    if fresh.version != special.version:
        raise Stale(overtaken())
    return fresh


def overtaken() -> str:
    return _(
        "Somebody else changed this topic meanwhile. What you typed is still here: look at the "
        "stored topic in another window, put the two together and save again."
    )


def _checked(user: User, groups: Groups, stored: Groups) -> Groups:
    """Each piece once, and none that this person has no business to show; empty groups without a
    name are left out."""
    known = {number for group in stored for number in group["pieces"]}
    taken: set[int] = set()
    checked: Groups = []
    for group in groups:
        pieces = [number for number in dict.fromkeys(group["pieces"]) if number not in taken]
        taken.update(pieces)
        name = group["name"].strip()
        if name or pieces:
            checked.append({"name": name, "pieces": pieces})
    if len(taken) > MOST_PIECES or len(checked) > MOST_GROUPS:
        raise Refused(
            _("A topic has room for %(pieces)s pieces in %(groups)s groups.")
            % {"pieces": MOST_PIECES, "groups": MOST_GROUPS}
        )
    added = taken - known
    allowed = Article.objects.filter(offered(user), pk__in=added).values_list("pk", flat=True)
    if missing := sorted(added - set(allowed)):
        raise Refused(
            _("There is no piece %(number)s that you may put into a topic.")
            % {"number": "、".join(map(str, missing))}
        )
    return checked


def _write(special: Special, groups: Groups) -> None:
    special.groups.all().delete()
    rows = SpecialGroup.objects.bulk_create(
        SpecialGroup(special=special, position=position, name=group["name"])
        for position, group in enumerate(groups)
    )
    SpecialPiece.objects.bulk_create(
        SpecialPiece(special=special, group=row, article_id=number, position=position)
        for row, group in zip(rows, groups, strict=True)
        for position, number in enumerate(group["pieces"])
    )


def _record(user: User, special: Special, action: str, note: str) -> LedgerEntry:
    said: dict[str, Any] = {
        name: getattr(special, name) for name in ("slug", "title", "introduction")
    }
    said |= {f"cover_{name}": getattr(special, f"cover_{name}") for name in COVER}
    said["cover"] = special.cover.content_hash if special.cover else ""
    said["groups"] = shown_special.groups_of(special)
    digest = hashlib.sha256(ledger.canonical(said)).hexdigest()
    return ledger.append(
        CHAIN, special.pk, action, user, rank=user.highest_rank, note=note, content_hash=digest
    )


def _difference(before: Special | None, stored: Groups, after: Special, groups: Groups) -> str:
    """What an edit changes, in words for the ledger; empty when nothing."""
    told = []
    words = {"title": _("title"), "slug": _("address"), "introduction": _("introduction")}
    for name, label in words.items():
        if before is None or getattr(before, name) != getattr(after, name):
            told.append(label)
    covers = [f"cover_{name}" for name in COVER]
    if (before.cover_id if before else None) != after.cover_id or (
        before and any(getattr(before, name) != getattr(after, name) for name in covers)
    ):
        told.append(_("cover"))
    if stored != groups:
        was = {number for group in stored for number in group["pieces"]}
        now = {number for group in groups for number in group["pieces"]}
        if added := len(now - was):
            told.append(ngettext("%(number)s piece in", "%(number)s pieces in", added)
                        % {"number": added})  # fmt: skip
        if removed := len(was - now):
            told.append(ngettext("%(number)s piece out", "%(number)s pieces out", removed)
                        % {"number": removed})  # fmt: skip
        if was == now:
            told.append(_("order and groups"))
    return "; ".join(told)
