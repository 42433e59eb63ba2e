"""What somebody typed and has not saved yet: kept for them alone, never written over the piece.

A text is kept beside the version that it was typed into; when the piece has moved on meanwhile
it is "older" and taking it up leads to a comparison, never to a silent save. It is closed by the
save that contains it. The piece, its revisions and its ledger know nothing of all this.
"""

import json
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk.errors import NotAllowed, Refused
from articles.desk.rights import may_create, may_edit, may_view
from articles.models import Article, Autosave

KEPT_DAYS = 30
LARGEST = 1_500_000  # characters of JSON: ten times the longest report with its markup
Fields = list[list[str]]


def keep(
    user: User,
    article: Article | None,
    sitting: str,
    version: int,
    fields: Fields,
    typed_at: int,
) -> tuple[Autosave, bool]:
    """Keep what stands on the screen, and say whether that is anything new.

    A row that is closed already, or holds something later, is left as it is. Raises NotAllowed,
    Refused.
    """
    if len(json.dumps(fields, ensure_ascii=False)) > LARGEST:
        raise Refused(
            _("This text is too long to be kept in the background. Save it, or split it.")
        )
    mine = Autosave.objects.filter(user=user, sitting=sitting)
    kept = mine.first()
    if kept is None:
        kept = _begin(user, article, sitting, version, fields, typed_at)
        if kept is not None:
            return kept, True
        # Another request of the same sitting was faster, or the piece went at this moment.
        kept = mine.first()
        if kept is None:
            raise NotAllowed(_("There is no such piece any more. Copy what you typed."))
    if kept.closed_at or typed_at <= kept.typed_at:
        return kept, False
    is_new = kept.fields != fields
    kept.version, kept.fields, kept.typed_at = version, fields, typed_at
    kept.updated_at = timezone.now()
    # Compare-and-set: a save may close the row, or a later copy arrive, at this moment.
    written = Autosave.objects.filter(pk=kept.pk, closed_at=None, typed_at__lt=typed_at).update(
        version=version, fields=fields, typed_at=typed_at, updated_at=kept.updated_at
    )
    if not written:
        kept.refresh_from_db()
    return kept, bool(written) and is_new


def _begin(
    user: User,
    article: Article | None,
    sitting: str,
    version: int,
    fields: Fields,
    typed_at: int,
) -> Autosave | None:
    """A new row; None when the database has such a row already, or no such piece any more.

    Whoever may see the piece may keep what they typed into it, even when they may not write it
    any more: the text is theirs, and nobody else ever sees it.
    """
    if article is None and not may_create(user):
        raise NotAllowed(_("Your role does not write pieces."))
    if article is not None and not (may_edit(user, article) or may_view(user, article)):
        raise NotAllowed(_("You may not see this piece any more. Copy what you typed."))
    prune()
    try:
        with transaction.atomic():
            return Autosave.objects.create(
                user=user,
                article=article,
                sitting=sitting,
                version=version,
                fields=fields,
                typed_at=typed_at,
                updated_at=timezone.now(),
            )
    except IntegrityError:
        return None


def prune() -> None:
    """Nobody comes back for a text after a month."""
    Autosave.objects.filter(updated_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()


def close(user: User, sittings: list[str]) -> None:
    """These texts are contained in a save, or thrown away: nothing of them is kept.

    A sitting without a row gets a closed one: its first request may still be under way.
    """
    now = timezone.now()
    for sitting in dict.fromkeys(each for each in sittings if each):
        Autosave.objects.update_or_create(
            user=user,
            sitting=sitting,
            defaults={"closed_at": now, "updated_at": now, "fields": []},
        )


def forget(user: User, sitting: str) -> None:
    """Everything was taken back by hand: there is nothing to keep. The sitting goes on."""
    Autosave.objects.filter(user=user, sitting=sitting, closed_at=None).delete()


def replace(user: User, article: Article | None, kept: Autosave, sittings: list[str]) -> None:
    """`kept` holds what those sittings held: it took them up."""
    theirs = Autosave.objects.filter(user=user, article=article, sitting__in=sittings)
    close(user, list(theirs.exclude(pk=kept.pk).values_list("sitting", flat=True)))


def waiting(user: User, article: Article | None = None) -> "QuerySet[Autosave]":
    """Their texts that were typed into this piece, or into pieces never saved."""
    return all_of(user).filter(article=article)


def all_of(user: User) -> "QuerySet[Autosave]":
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    return Autosave.objects.filter(user=user, closed_at=None, updated_at__gte=since)


def is_older(kept: Autosave) -> bool:
    """Whether the piece has moved on since the text was typed into it."""
    return kept.article is not None and kept.version != kept.article.version


def known(user: User, sittings: list[str]) -> dict[str, int | None]:
    """What the server has of these sittings: when it was typed, or None for a closed one."""
    rows: Any = Autosave.objects.filter(user=user, sitting__in=sittings)
    return {row.sitting: None if row.closed_at else row.typed_at for row in rows.defer("fields")}
