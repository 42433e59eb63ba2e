"""The door: the only code that writes what readers see.

Everything here runs inside the caller's transaction, and says which pages it concerns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Rank
from articles import pagetags, search
from articles.desk import editing, housestyle, invalidations, ledger, shown, shown_special
from articles.desk.content import SWITCHES, Content, clips_of, content_hash
from articles.desk.errors import Refused
from articles.images import tenths
from articles.models import (
    Article,
    OldAddress,
    PublishedArticle,
    PublishedCorrection,
    PublishedCredit,
    PublishedImage,
    PublishedRecording,
    PublishedSpecial,
    PublishedSpecialPiece,
    PublishedTag,
    Revision,
    Section,
    Special,
    State,
    Tag,
    bulk,
)
from articles.models.old_address import key_of

_COPIED = (
    "kicker", "headline", "deck", "original_headline", "web_title", "short_title", "summary",
    "body", "responsible_editor", "origin", "source_author", "source_url", "ai_label",
)  # fmt: skip


def publication_of(article: Article) -> PublishedArticle | None:
    return PublishedArticle.objects.filter(pk=article.pk).first()


def snapshot(
    revision: Revision,
    *,
    at: datetime,
    visible_from: datetime | None = None,
    correction: str = "",
) -> PublishedArticle:
    """What readers see of a revision, not saved: the page and its preview are made of this.

    `at` is the moment of putting out; a piece that is out keeps its first `visible_from`.
    """
    existing = PublishedArticle.objects.filter(pk=revision.article_id).first()
    subjects = Tag.objects.in_bulk([tag["id"] for tag in revision.content["tags"]])
    published = _of(revision, {number: tag.slug for number, tag in subjects.items()})
    published.visible_from = existing.visible_from if existing else visible_from or at
    published.date = (
        existing.date if existing else timezone.localtime(published.visible_from).date()
    )
    published.updated_at = at if existing else published.visible_from
    if existing:
        published.corrections = list(existing.corrections)
        published.withdrawn_at = existing.withdrawn_at
        published.withdrawal_notice = existing.withdrawal_notice
    if correction:
        published.corrections.append({"at": at.isoformat(), "note": correction})
    return published


def _of(revision: Revision, slugs: Mapping[int, str]) -> PublishedArticle:
    """The content of a revision as readers see it, with no times; asks the database for pictures
    and recordings alone."""
    content = revision.content
    figures = shown.figures(content)
    return PublishedArticle(
        id=revision.article_id,
        revision_number=revision.number,
        content_hash=revision.content_hash,
        section_id=content["section"]["id"],
        source_name=content["source"]["name"] if content["source"] else "",
        credits=content["credits"],
        tags=[
            {"name": tag["name"], "slug": slugs[tag["id"]]}
            for tag in content["tags"]
            if tag["id"] in slugs
        ],
        figures=figures,
        cover=next((figure for figure in figures if figure["is_cover"]), None),
        clips=shown.clips(content),
        **{name: content[name] for name in _COPIED},
        **{name: content.get(name, False) for name in SWITCHES},
    )


def publish(article: Article, *, visible_from: datetime | None = None) -> PublishedArticle:
    """Put out what the last pass signed, byte for byte, now or from `visible_from` on.

    Raises Refused when the newest revision is not what was signed, or house style stops it.
    """
    revision = editing.newest_revision(article)
    signed = article.signed_hash
    if not signed or revision.content_hash != signed or content_hash(revision.content) != signed:
        raise Refused(
            _("What stands here is not what was signed off. Return it and have it reviewed again.")
        )
    day = timezone.localtime(visible_from).date() if visible_from else None
    if problem := housestyle.refusal(housestyle.report(article, day).stopping):
        raise Refused(problem)
    now = timezone.now()
    correction = revision.content["correction_note"] if article.correction_open else ""
    published = snapshot(revision, at=now, visible_from=visible_from, correction=correction)
    _write(published, revision)
    if correction:
        PublishedCorrection.objects.create(article=published, note=correction, at=now)
    return published


def import_published(
    content: Content,
    *,
    visible_from: datetime,
    operator: User,
    owner: User | None = None,
    note: str = "",
) -> PublishedArticle:
    """Load a piece that the paper published before: no review, and the ledger says so.

    For the archive loader and the demo; the operator at the command line answers for it.
    """
    with transaction.atomic():
        article = editing.create_for(content, owner or operator)
        revision = editing.newest_revision(article)
        published = snapshot(revision, at=visible_from, visible_from=visible_from)
        _write(published, revision)
        editing.bump(
            article,
            state=State.SETTLED,
            base_revision=revision.number,
            signed_hash=revision.content_hash,
            updated_at=visible_from,
        )
        ledger.append(
            "article",
            article.pk,
            "import",
            operator,
            from_state=State.DRAFT,
            to_state=State.SETTLED,
            note=note,
            revision=revision.number,
            content_hash=revision.content_hash,
        )
    return published


class Imported(NamedTuple):
    """A piece that nobody has seen here, and what became of it where it was published before.

    `at` is the moment of its publication; a correction has its own moment and its note.
    """

    revision: Revision
    at: datetime
    correction: tuple[datetime, str] | None = None
    withdrawn_at: datetime | None = None
    notice: str = ""
    # Where it stood there, as `old_address.normal` writes it.
    addresses: Sequence[str] = ()
    # What search needs of it, where that was worked out already.
    prepared: search.Prepared | None = None


@dataclass(frozen=True)
class Arrival:
    """A piece of an old archive. What `content` names stands in the database already."""

    content: Content
    at: datetime
    withdrawn_at: datetime | None = None
    notice: str = ""
    addresses: Sequence[str] = ()
    prepared: search.Prepared | None = None


def import_together(arrivals: Sequence[Arrival], operator: User) -> list[int]:
    """`import_published` for many at once, in a fixed number of questions; their numbers.

    Which pages change by it, the caller says: once for all that it brings in.
    """
    revisions = editing.create_settled(
        [(arrival.content, arrival.at) for arrival in arrivals], operator
    )
    import_many(
        (
            Imported(
                revision,
                arrival.at,
                withdrawn_at=arrival.withdrawn_at,
                notice=arrival.notice,
                addresses=arrival.addresses,
                prepared=arrival.prepared,
            )
            for arrival, revision in zip(arrivals, revisions, strict=True)
        ),
        tell=False,
    )
    desks = dict(Section.objects.values_list("pk", "desk"))
    chains = [
        (revision.article_id, _import_acts(arrival, revision, operator, desks))
        for arrival, revision in zip(arrivals, revisions, strict=True)
    ]
    ledger.begin("article", chains, operator)
    return [revision.article_id for revision in revisions]


def _import_acts(
    arrival: Arrival, revision: Revision, operator: User, desks: Mapping[int, int]
) -> list[ledger.Act]:
    """Made, taken over and, where it was so, withdrawn: the entries of `import_published`."""
    made: dict[str, Any] = {
        "revision": revision.number,
        "content_hash": revision.content_hash,
    }
    rank = operator.rank_on(desks[arrival.content["section"]["id"]])
    plain = ledger.role_of(operator, Rank.NONE)
    draft, settled = State.DRAFT.value, State.SETTLED.value
    acts = [
        ledger.Act("create", ledger.role_of(operator, rank), to_state=draft, **made),
        ledger.Act("import", plain, from_state=draft, to_state=settled, **made),
    ]
    if arrival.withdrawn_at:
        note = _("Withdrawn before it was taken over from the archive.")
        acts.append(
            ledger.Act("withdraw", plain, from_state=settled, to_state=settled, note=note, **made)
        )
    return acts


def import_many(pieces: Iterable[Imported], *, tell: bool = True) -> None:
    """Pieces that nobody has seen before, many at once; their ledger is the caller's, and, unless
    it lets `tell` stand, to say that readers' pages have changed.

    Quickest between `search.forget_all` and `search.complete`.
    """
    pieces = list(pieces)
    subjects = {tag["id"] for piece in pieces for tag in piece.revision.content["tags"]}
    slugs = dict(Tag.objects.filter(pk__in=subjects).values_list("pk", "slug"))
    numbers = {slug: number for number, slug in slugs.items()}
    snapshots = [_imported(piece, slugs) for piece in pieces]
    captions = {piece.revision.article_id: _captions(piece.revision) for piece in pieces}
    bulk.insert(PublishedArticle, snapshots)
    bulk.insert(PublishedCredit, (row for each in snapshots for row in _credit_rows(each)))
    bulk.insert(PublishedTag, (row for each in snapshots for row in _tag_rows(each, numbers)))
    bulk.insert(PublishedImage, (row for each in snapshots for row in _image_rows(each)))
    bulk.insert(
        PublishedRecording,
        (row for each in snapshots for row in _recording_rows(each, captions[each.pk])),
    )
    bulk.insert(
        PublishedCorrection,
        (
            PublishedCorrection(article=each, note=piece.correction[1], at=piece.correction[0])
            for piece, each in zip(pieces, snapshots, strict=True)
            if piece.correction
        ),
    )
    bulk.insert(
        OldAddress,
        (
            {"key": key_of(address), "address": address, "article_id": each.pk}
            for piece, each in zip(pieces, snapshots, strict=True)
            for address in piece.addresses
        ),
    )
    search.index_many((each, piece.prepared) for piece, each in zip(pieces, snapshots, strict=True))
    if tell:
        invalidations.changed({pagetags.EVERYTHING})


def _imported(piece: Imported, slugs: Mapping[int, str]) -> PublishedArticle:
    published = _of(piece.revision, slugs)
    published.date = timezone.localtime(piece.at).date()
    published.visible_from = published.updated_at = piece.at
    if piece.correction:
        published.updated_at, note = piece.correction
        published.corrections = [{"at": published.updated_at.isoformat(), "note": note}]
    published.withdrawn_at, published.withdrawal_notice = piece.withdrawn_at, piece.notice
    return published


def reindex(articles: Iterable[PublishedArticle]) -> None:
    """Write the search columns of published pieces anew, and nothing else."""
    with transaction.atomic():
        for published in articles:
            search.index(published)


def unschedule(article: Article) -> None:
    """Take back a piece that no reader has seen yet: its snapshot goes."""
    search.forget(article.pk)
    PublishedArticle.objects.filter(pk=article.pk).delete()
    invalidations.changed({pagetags.EVERYTHING})


def withdraw(article: Article, notice: str) -> datetime:
    """The moment from which readers no longer see the piece."""
    at = timezone.now()
    PublishedArticle.objects.filter(pk=article.pk).update(withdrawn_at=at, withdrawal_notice=notice)
    invalidations.changed({pagetags.EVERYTHING})
    return at


def reinstate(article: Article) -> None:
    PublishedArticle.objects.filter(pk=article.pk).update(withdrawn_at=None, withdrawal_notice="")
    invalidations.changed({pagetags.EVERYTHING})


def _write(published: PublishedArticle, revision: Revision) -> None:
    """Replace the snapshot and the rows that lists and permissions ask for."""
    tags = invalidations.tags_of_piece(published.pk)
    published.save()
    published.credit_rows.all().delete()
    PublishedCredit.objects.bulk_create(PublishedCredit(**row) for row in _credit_rows(published))
    published.tag_rows.all().delete()
    subjects = Tag.objects.filter(slug__in=[tag["slug"] for tag in published.tags])
    numbers = dict(subjects.values_list("slug", "pk"))
    PublishedTag.objects.bulk_create(PublishedTag(**row) for row in _tag_rows(published, numbers))
    published.image_rows.all().delete()
    PublishedImage.objects.bulk_create(_image_rows(published))
    published.recording_rows.all().delete()
    PublishedRecording.objects.bulk_create(_recording_rows(published, _captions(revision)))
    search.index(published)
    invalidations.changed(tags | invalidations.tags_of_piece(published.pk))


def _credit_rows(published: PublishedArticle) -> list[dict[str, Any]]:
    return [
        {
            "article_id": published.pk,
            "position": position,
            "name": credit["name"],
            "role": credit["role"],
            "author_id": credit["author"],
            "visible_from": published.visible_from,
        }
        for position, credit in enumerate(published.credits)
    ]


def _tag_rows(published: PublishedArticle, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "article_id": published.pk,
            "tag_id": numbers[tag["slug"]],
            "visible_from": published.visible_from,
        }
        for tag in published.tags
    ]


def _image_rows(published: PublishedArticle) -> list[PublishedImage]:
    return [
        PublishedImage(
            article=published,
            content_hash=figure["image"],
            format=figure["format"],
            focal_x=tenths(figure["focal_x"]),
            focal_y=tenths(figure["focal_y"]),
        )
        for figure in published.figures
    ] + [
        PublishedImage(
            article=published,
            content_hash=clip["poster"]["image"],
            format=clip["poster"]["format"],
        )
        for clip in published.clips
        if clip["poster"]
    ]


def _captions(revision: Revision) -> dict[str, str]:
    """The captions of each recording, by its hash."""
    return {clip["recording"]: clip["captions"] for clip in clips_of(revision.content)}


def _recording_rows(
    published: PublishedArticle, captions: dict[str, str]
) -> list[PublishedRecording]:
    return [
        PublishedRecording(
            article=published,
            content_hash=clip["recording"],
            format=clip["format"],
            size=clip["size"],
            captions=captions[clip["recording"]],
            captions_hash=clip["captions"],
        )
        for clip in published.clips
    ]


def preview(revision: Revision, correction: str = "") -> PublishedArticle:
    """A revision as readers would see it if it were put out now; not saved."""
    return snapshot(revision, at=timezone.now(), correction=correction)


# --- Topics ---------------------------------------------------------------------------------------


def special_snapshot(special: Special, at: datetime) -> PublishedSpecial:
    """What readers see of a topic, not saved: the page and its preview are made of this."""
    before = PublishedSpecial.objects.filter(pk=special.pk).first()
    cover = shown_special.cover_of(special)
    return PublishedSpecial(
        id=special.pk,
        slug=special.slug,
        title=special.title,
        introduction=special.introduction,
        cover=cover,
        cover_hash=cover["image"] if cover else "",
        cover_format=cover["format"] if cover else "",
        cover_x=tenths(special.cover_focal_x),
        cover_y=tenths(special.cover_focal_y),
        groups=shown_special.groups_of(special),
        version=special.version,
        published_at=before.published_at if before else at,
        updated_at=at,
    )


def put_out_special(special: Special, at: datetime) -> PublishedSpecial:
    """Readers see the topic as it is stored. Who may, `articles.desk.specials` asks."""
    published = special_snapshot(special, at)
    published.save()
    published.piece_rows.all().delete()
    PublishedSpecialPiece.objects.bulk_create(
        PublishedSpecialPiece(special=published, piece=number) for number in published.piece_ids
    )
    # Its pieces link to it.
    invalidations.changed({pagetags.EVERYTHING})
    return published


def take_down_special(special_id: int) -> None:
    PublishedSpecial.objects.filter(pk=special_id).delete()
    # Its pieces link to it.
    invalidations.changed({pagetags.EVERYTHING})
