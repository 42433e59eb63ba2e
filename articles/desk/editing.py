"""Writing content: one lock, one version check, one revision for each save."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Author, User
from articles.desk import ledger
from articles.desk.content import (
    SWITCHES,
    TEXT_FIELDS,
    Content,
    apply,
    apply_new,
    clips_of,
    content_hash,
    content_of,
    with_clips,
)
from articles.desk.errors import NotAllowed, Refused, Stale
from articles.desk.rights import may_create, may_edit, rank_for
from articles.models import Article, Credit, Revision, State, bulk
from articles.text.markup import clean


def newest_revision(article: Article) -> Revision:
    revision: Revision = article.revisions.order_by("-number")[0]
    return revision


def lock(article_id: int, version: int) -> Article:
    """The row, locked for the rest of the transaction, if it still is that version."""
    article = (
        Article.objects.select_for_update(of=("self",)).select_related("section").get(pk=article_id)
    )
    if article.version != version:
        last = ledger.last_entry("article", article_id)
        who = last.actor_name if last else ""
        raise Stale(
            _("%(who)s changed this piece while you were working on it. Look again, then decide.")
            % {"who": who or _("Somebody else")}
        )
    return article


def lock_for_writing(article_id: int, version: int, user: User) -> Article:
    """Like `lock`, for somebody who is about to write content. Raises Stale or NotAllowed."""
    article = lock(article_id, version)
    if not may_edit(user, article):
        raise NotAllowed(
            _("You cannot edit this piece now: it is in the state “%(state)s”.")
            % {"state": article.get_state_display()}
        )
    return article


def bump(article: Article, **fields: Any) -> None:
    """Compare-and-set: write fields and the next version, if nobody else has written."""
    fields.setdefault("updated_at", timezone.now())
    written = Article.objects.filter(pk=article.pk, version=article.version).update(
        version=F("version") + 1, **fields
    )
    if not written:
        raise Stale(_("Somebody else changed this piece at the same moment. Look again."))
    article.version += 1
    for name, value in fields.items():
        setattr(article, name, value)


def snapshot_revision(
    article: Article, user: User, kind: str, *, anew: bool = False
) -> tuple[Revision, bool]:
    """The revision that holds the stored content: the newest one, or a new one if it differs.

    `anew`: a new one in any case, since it is `user` who stands for what it says.
    """
    content = content_of(article)
    digest = content_hash(content)
    last = article.revisions.order_by("-number").first()
    if last is not None and last.content_hash == digest and not anew:
        return last, False
    if (
        last is not None
        and kind == Revision.Kind.EDIT
        and last.content["section"] != (content["section"])
    ):
        _check_move(article, last.content, content)
    revision = Revision(
        article=article,
        number=last.number + 1 if last else 1,
        content=content,
        content_hash=digest,
        state=article.state,
        kind=kind,
        user=user,
        user_name=str(user),
    )
    revision.save()
    return revision, True


def _check_move(article: Article, before: Content, after: Content) -> None:
    """The section decides who reviews: once a round has begun it stays."""
    moved = before["section"]["id"] != after["section"]["id"]
    if moved and (article.state != State.DRAFT or article.is_fix):
        raise Refused(
            _("The section cannot change in a review or a fix. Return the piece to draft first.")
        )


@transaction.atomic
def record(
    article: Article, user: User, *, created: bool = False, action: str = "edit", note: str = ""
) -> Revision | None:
    """Close a save: link bylines, keep the revision, ledger it. None when nothing changed.

    Call it inside the transaction that wrote the fields and rows of the piece.
    """
    _link_credits(article)
    revision, is_new = snapshot_revision(article, user, Revision.Kind.EDIT)
    if not is_new:
        return None
    if not created:
        bump(article)
    ledger.append(
        "article",
        article.pk,
        "create" if created else action,
        user,
        rank=rank_for(user, article),
        from_state="" if created else article.state,
        to_state=article.state,
        note=note,
        revision=revision.number,
        content_hash=revision.content_hash,
    )
    return revision


def _link_credits(article: Article) -> None:
    """A printed name that belongs to exactly one author page leads there."""
    for credit in Credit.objects.filter(article=article, author=None):
        namesakes = list(Author.objects.filter(name=credit.name)[:2])
        if len(namesakes) == 1:
            Credit.objects.filter(pk=credit.pk).update(author=namesakes[0])


@transaction.atomic
def write(article: Article, content: Content, user: User) -> Revision | None:
    """Replace the whole content, as loaded at `article.version`. Raises WorkflowError."""
    fresh = lock_for_writing(article.pk, article.version, user)
    apply(fresh, content)
    revision = record(fresh, user)
    article.refresh_from_db()
    return revision


@transaction.atomic
def restore(article: Article, number: int, user: User) -> Revision:
    """Write an older revision's content again, as a new revision: restoring the one before takes
    it back. Raises WorkflowError.

    What the running round has fixed stays: the section in a review or a fix, and the public note
    unless a correction is open.
    """
    fresh = lock_for_writing(article.pk, article.version, user)
    old = fresh.revisions.filter(number=number).first()
    if old is None:
        raise Refused(_("There is no revision %(number)s of this piece.") % {"number": number})
    stored = content_of(fresh)
    content = stored | dict.fromkeys(SWITCHES, False) | old.content
    content = with_clips(content, clips_of(old.content))
    if fresh.state != State.DRAFT or fresh.is_fix:
        content["section"] = stored["section"]
    if not fresh.correction_open:
        content["correction_note"] = stored["correction_note"]
    apply(fresh, content)
    revision = record(fresh, user, action="restore", note=f"#{number}")
    if revision is None:
        raise Refused(
            _("Revision %(number)s is what the piece says now: there is nothing to restore.")
            % {"number": number}
        )
    article.refresh_from_db()
    return revision


@transaction.atomic
def create(content: Content, user: User) -> Article:
    """A new draft with this content, owned by `user`."""
    if not may_create(user):
        raise NotAllowed(_("Your role does not write pieces."))
    return create_for(content, user)


@transaction.atomic
def create_for(content: Content, owner: User) -> Article:
    """Like `create`, asking no right: for the archive loader and the operator's intake."""
    article = Article.objects.create(
        headline=content["headline"], section_id=content["section"]["id"], owner=owner
    )
    apply(article, content)
    article.refresh_from_db()
    record(article, owner, created=True)
    return article


def create_settled(pieces: Sequence[tuple[Content, datetime]], owner: User) -> list[Revision]:
    """Pieces of an old archive, each with the moment of its last change; their first revisions.

    As `create_for`, but in a fixed number of questions: every reference is resolved, and the
    ledger is the caller's.
    """
    now = timezone.now()
    numbers = bulk.reserve(Article, len(pieces))
    articles, revisions = [], []
    for number, (content, moment) in zip(numbers, pieces, strict=True):
        # Rows in bulk go past the field that sanitises.
        content["body"] = clean(content["body"])
        digest = content_hash(content)
        articles.append(
            Article(
                **{name: content[name] for name in TEXT_FIELDS},
                **{name: content.get(name, False) for name in SWITCHES},
                pk=number,
                section_id=content["section"]["id"],
                source_id=content["source"]["id"] if content["source"] else None,
                owner=owner,
                state=State.SETTLED.value,
                version=2,
                signed_hash=digest,
                base_revision=1,
                created_at=now,
                updated_at=moment,
            )
        )
        revisions.append(
            Revision(
                article_id=number,
                number=1,
                content=content,
                content_hash=digest,
                state=State.DRAFT.value,
                user=owner,
                user_name=str(owner),
                created_at=now,
            )
        )
    bulk.insert(Article, articles)
    apply_new(articles, [content for content, _moment in pieces])
    bulk.insert(Revision, revisions)
    return revisions


def blank_content(**fields: Any) -> Content:
    """Content with every field empty but those given; `section` takes a Section."""
    content: Content = dict.fromkeys(TEXT_FIELDS, "")
    content |= {"origin": Article.Origin.OWN.value, "ai_label": Article.AILabel.NONE.value}
    content |= {"source": None, "tags": [], "credits": [], "figures": []}
    section = fields.pop("section")
    content["section"] = {"id": section.pk, "name": section.name}
    return content | fields


def byline(user: User, role: Credit.Role = Credit.Role.REPORTER) -> dict[str, Any]:
    """The credit of somebody who signs in here, under the name of their author page."""
    page = Author.objects.filter(user=user).first()
    return {
        "name": page.name if page else str(user),
        "role": role.value,
        "author": page.pk if page else None,
    }
