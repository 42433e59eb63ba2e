"""Links for people outside the house: who may make one, and what one opens.

The owner may show their own piece while it is being written and reviewed. Once it is signed off
or waits for its hour it is under embargo, and a withdrawn piece is the desk's affair: then only
editors of the section make links, and only links that an editor made go on opening. Nobody shows
a spiked piece. A link is as good as its maker's account.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Rank
from articles.desk import ledger
from articles.desk.editing import newest_revision
from articles.desk.errors import NotAllowed, Refused
from articles.desk.rights import is_owner, may_view, rank_for
from articles.models import (
    Article,
    PreviewLink,
    PreviewOpening,
    PublishedArticle,
    Revision,
    State,
)

# How long a link may live.
HOURS = (1, 24, 72, 168)
# Open links that one piece may have at once.
MOST = 30
# Opened again from the same place within this time is the same opening.
_SAME_OPENING = timedelta(minutes=1)


def is_embargoed(article: Article) -> bool:
    """Signed off, waiting for its hour, or taken down: nobody outside reads it unless an editor
    says so."""
    if article.state == State.APPROVED:
        return True
    hidden = ~PublishedArticle.objects.visible().of("pk")
    return PublishedArticle.objects.filter(hidden, pk=article.pk).exists()


def _is_editor(user: User, article: Article) -> bool:
    return rank_for(user, article) >= Rank.EDITOR


def may_share(user: User, article: Article) -> bool:
    if article.state == State.SPIKED or not may_view(user, article):
        return False
    return _is_editor(user, article) or (is_owner(user, article) and not is_embargoed(article))


def may_revoke(user: User, link: PreviewLink) -> bool:
    return link.created_by_id == user.pk or _is_editor(user, link.article)


def new_key() -> str:
    """Printed into a form: pressing its button twice makes one link."""
    return secrets.token_urlsafe(24)


def _token(user: User, article: Article, key: str) -> str:
    """256 bits that nobody can work out without the installation's own secret."""
    made_of = f"{user.pk}:{article.pk}:{key}"
    return salted_hmac("articles.desk.previews", made_of, algorithm="sha256").hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Made:
    """`token` belongs into the address; it is not kept and cannot be had again later."""

    link: PreviewLink
    token: str


def make(
    article: Article,
    user: User,
    *,
    key: str,
    for_whom: str,
    hours: int,
    revision_number: int | None,
) -> Made:
    """A link to one revision, or with None to the newest one; with a known `key`, the one made
    before. Raises NotAllowed or Refused."""
    if not may_share(user, article):
        raise NotAllowed(why_not(user, article))
    for_whom = for_whom.strip()
    if not for_whom:
        raise Refused(_("Say for whom the link is."))
    if hours not in HOURS:
        raise Refused(_("Choose how long the link works."))
    if len(key) < len(new_key()):
        raise Refused(_("Open the page again, then make the link."))
    if revision_number is not None and not (
        article.revisions.filter(number=revision_number).exists()
    ):
        raise Refused(_("This piece has no such revision."))
    token = _token(user, article, key)
    known = PreviewLink.objects.filter(token_hash=_hash(token))
    if link := known.first():
        return Made(link, token)
    if openable(article).count() >= MOST:
        raise Refused(_("This piece has many open links. Revoke one first."))
    try:
        with transaction.atomic():
            link = PreviewLink.objects.create(
                article=article,
                token_hash=_hash(token),
                revision_number=revision_number,
                for_whom=for_whom,
                by_editor=_is_editor(user, article),
                created_by=user,
                expires_at=timezone.now() + timedelta(hours=hours),
            )
            ledger.append(
                "preview", link.pk, "share_preview", user,
                rank=rank_for(user, article),
                note=f"#{article.pk} {for_whom} – {link.expires_at.isoformat(timespec='seconds')}",
                revision=revision_number,
            )  # fmt: skip
    except IntegrityError:
        # The other press of the same button was quicker.
        link = known.get()
    return Made(link, token)


def why_not(user: User, article: Article) -> str:
    """The sentence for somebody who may not make a link to this piece."""
    if article.state == State.SPIKED:
        return _("This piece is spiked: nobody shows it to anybody.")
    if is_owner(user, article):
        return _(
            "This piece is signed off, scheduled or withdrawn. Now only an editor of the section "
            "shows it to people outside."
        )
    return _("Only its owner and the editors of its section show this piece to people outside.")


@transaction.atomic
def revoke(link: PreviewLink, user: User) -> None:
    """End a link now. It stays on record with its openings."""
    if not may_revoke(user, link):
        raise NotAllowed(_("Only whoever made this link and the section's editors revoke it."))
    ended = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if not ended:
        raise Refused(_("This link has been revoked already."))
    ledger.append(
        "preview", link.pk, "revoke_preview", user,
        rank=rank_for(user, link.article), note=f"#{link.article_id} {link.for_whom}",
    )  # fmt: skip


def openable(article: Article) -> "QuerySet[PreviewLink]":
    """Links of a piece that have not ended by themselves or by somebody's hand."""
    return PreviewLink.objects.filter(
        article=article, revoked_at=None, expires_at__gt=timezone.now()
    )


def sleeps(link: PreviewLink, embargoed: bool) -> bool:
    """Whether the piece (under embargo, or spiked) or its maker's account keeps a link shut."""
    if link.article.state == State.SPIKED or not link.created_by.is_active:
        return True
    return embargoed and not link.by_editor


@dataclass(frozen=True)
class Opened:
    link: PreviewLink
    revision: Revision
    is_newest: bool


def open_link(token: str) -> Opened | None:
    """What a token opens now. None for whatever does not open, for whatever reason.

    The look-up goes by the hash: how far a guess is right cannot be measured by time.
    """
    link = (
        PreviewLink.objects.select_related("article__section", "created_by")
        .filter(token_hash=_hash(token), revoked_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if link is None or sleeps(link, is_embargoed(link.article)):
        return None
    newest = newest_revision(link.article)
    number = link.revision_number or newest.number
    revision = (
        newest if number == newest.number else link.article.revisions.filter(number=number).first()
    )
    if revision is None:
        return None
    revision.article = link.article
    return Opened(link, revision, revision == newest)


def record_opening(opened: Opened, *, network: str, program: str) -> None:
    seen = PreviewOpening.objects.filter(
        link=opened.link,
        network=network,
        program=program,
        revision_number=opened.revision.number,
        at__gt=timezone.now() - _SAME_OPENING,
    )
    if not seen.exists():
        PreviewOpening.objects.create(
            link=opened.link,
            revision_number=opened.revision.number,
            network=network,
            program=program,
        )
