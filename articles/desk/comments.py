"""What the newsroom says about a piece, and to what passage: said, answered, done, opened again.

A comment is no content: it changes no version, no hash and no page, and the ledger knows nothing
of it. Who and when are kept in the thread itself.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import signals
from articles.desk import notices, rights
from articles.desk.content import TEXT_FIELDS, Content
from articles.desk.errors import NotAllowed, Refused
from articles.models import Article, Comment, Revision, State
from articles.text import anchors
from articles.text.anchors import Passage
from articles.text.markup import Block, blocks

LONGEST = 2000
# A second press of the same button within this time says nothing twice.
_TWICE = timedelta(minutes=1)
_OPEN = frozenset(State) - {State.SETTLED, State.SPIKED}
_NUMBERED = re.compile(
    r"\s*(?:[-*·•]\s+|[（(]?[\d一二三四五六七八九十]{1,3}[)）.、．]\s*)(?=[^\s\d])"
)


def texts_of(content: Content, field: str) -> list[Block]:
    """The text that a passage of this field stands in, block by block."""
    if field == "body":
        return blocks(content["body"])
    return [Block("paragraph", content[field])] if field in TEXT_FIELDS else []


def closed(article: Article) -> str:
    """Why nothing more is said about the piece now; empty while it is being worked on."""
    if article.state in _OPEN:
        return ""
    return _("Nothing is being changed in this piece now. Open it again first, then comment.")


def may_say(user: User, article: Article) -> bool:
    return not closed(article) and rights.may_discuss(user, article)


def _check(user: User, article: Article) -> None:
    if not rights.may_discuss(user, article):
        raise NotAllowed(_("The comments of this piece are for those who write and review it."))
    if why := closed(article):
        raise Refused(why)


def _worded(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("Write the comment first."))
    if len(text) > LONGEST:
        raise Refused(
            _("A comment has at most %(most)s characters; this one has %(count)s. Shorten it.")
            % {"most": LONGEST, "count": len(text)}
        )
    return text


def open_of(article_ids: Iterable[int]) -> dict[int, int]:
    """How many threads of each of these pieces nobody has marked as done; none: no key."""
    rows = Comment.objects.filter(article__in=article_ids, parent=None, resolved=False)
    return dict(rows.order_by().values_list("article").annotate(Count("pk")))


@transaction.atomic
def say(
    article: Article,
    user: User,
    text: str,
    *,
    revision: int,
    field: str = "",
    block: int = 0,
    quote: str = "",
    prefix: str = "",
) -> Comment:
    """Begin a thread about a passage that this person sees in that revision.

    Without a field it is about the whole piece; without a quote about the whole field, or that
    block of the body. Raises NotAllowed or Refused.
    """
    _check(user, article)
    text = _worded(text)
    # Two presses of one button at the same moment go one after the other.
    Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    seen = Revision.objects.filter(article=article, number=revision).first()
    if seen is None:
        raise Refused(_("That revision does not exist. Load the page again, then comment."))
    mark = _mark(seen.content, field, block, quote, prefix) if field else Passage(0, 0, "")
    comment = Comment(
        article=article,
        user=user,
        user_name=str(user),
        text=text,
        round=article.round,
        revision=revision,
        field=field,
        **mark._asdict(),
    )
    return _add(comment)


def _mark(content: Content, field: str, block: int, quote: str, prefix: str) -> Passage:
    texts = texts_of(content, field)
    if not 0 <= block < len(texts):
        raise Refused(_("That passage is not in this text. Mark it again."))
    if not quote.strip():
        return anchors.whole(texts, block)
    found = anchors.pick(texts, block, quote, prefix)
    # What the page shows otherwise than the text keeps it (numbers of a list) is the whole block.
    return found or anchors.whole(texts, block)


def _add(comment: Comment) -> Comment:
    """Save and announce it, unless it is the second press of one button."""
    twin = Comment.objects.filter(
        article=comment.article,
        parent=comment.parent,
        kind=comment.kind,
        user=comment.user,
        text=comment.text,
        field=comment.field,
        block=comment.block,
        start=comment.start,
        quote=comment.quote,
        at__gt=timezone.now() - _TWICE,
    ).first()
    if twin is not None:
        return twin
    comment.save()
    talking = Comment.objects.filter(article=comment.article).values_list("user", flat=True)
    notices.commented(comment.article, comment.user, comment.pk, set(talking))
    transaction.on_commit(
        lambda: signals.commented.send_robust(
            Comment, article_id=comment.article_id, comment_id=comment.pk
        )
    )
    return comment


def _thread(comment: Comment, user: User) -> Comment:
    """The first row of the comment's thread, locked, if this person may go on with it."""
    _check(user, comment.article)
    first: Comment = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("article")
        .get(pk=comment.parent_id or comment.pk)
    )
    return first


def _row(first: Comment, user: User, kind: str, text: str = "") -> Comment:
    return Comment(
        article=first.article,
        parent=first,
        kind=kind,
        user=user,
        user_name=str(user),
        text=text,
        round=first.article.round,
        revision=first.revision,
    )


@transaction.atomic
def answer(comment: Comment, user: User, text: str) -> Comment:
    first = _thread(comment, user)
    return _add(_row(first, user, Comment.Kind.SAID, _worded(text)))


@transaction.atomic
def resolve(comment: Comment, user: User) -> None:
    """Mark a thread as done. A second time changes nothing."""
    _turn(comment, user, resolved=True)


@transaction.atomic
def reopen(comment: Comment, user: User) -> None:
    _turn(comment, user, resolved=False)


def _turn(comment: Comment, user: User, *, resolved: bool) -> None:
    first = _thread(comment, user)
    turned = Comment.objects.filter(pk=first.pk, resolved=not resolved).update(resolved=resolved)
    if turned:
        kind = Comment.Kind.RESOLVED if resolved else Comment.Kind.REOPENED
        _row(first, user, kind).save()


def points(article: Article, user: User, note: str, revision: int) -> None:
    """Each line of a return's note as a thread, so that each can be seen to be mended. Called
    inside the return."""
    Comment.objects.bulk_create(
        Comment(
            article=article,
            kind=Comment.Kind.POINT,
            user=user,
            user_name=str(user),
            text=point,
            round=article.round,
            revision=revision,
        )
        for line in note.splitlines()
        if (point := _NUMBERED.sub("", line).strip())
    )
