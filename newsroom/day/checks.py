"""In the evening: what people were told, what is stored and what readers get must agree."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import timezone

from articles.desk import ledger
from articles.desk.content import SWITCHES, TEXT_FIELDS, content_hash, content_of
from articles.models import (
    Article,
    LedgerEntry,
    PublishedArticle,
    Revision,
    Section,
)
from articles.models.published import article_url
from newsroom.day.plan import PEAK
from newsroom.day.readers import Get, article_links
from newsroom.day.report import Day

_MARK = re.compile(r"记号\w+?第\d+次")
_AT_MOST = 1.0
_SIGNING = ("pass", "override", "discard")


@dataclass(frozen=True)
class Finding:
    """One question of the evening: what was asked, how many were looked at, what is wrong."""

    question: str
    looked_at: int
    wrong: list[str]


def findings(day: Day, get: Get, server_log: str = "") -> Iterator[Finding]:
    yield _everything_happened(day)
    yield _saves_are_revisions(day)
    yield _nothing_was_overwritten(day)
    yield working_copies()
    yield _schedule(day)
    yield _peak(day)
    yield signed()
    yield _separation()
    yield _readers_get(get)
    yield _readers_do_not_get(get)
    yield whole_ledger()
    yield _no_locks(day, server_log)
    errors = [error for error in day.notes.errors if "locked" not in error]
    yield Finding("nothing failed that no rule explains", sum(day.notes.acts.values()), errors)


def _everything_happened(day: Day) -> Finding:
    wrong = []
    if day.notes.late:
        wrong.append(f"{day.notes.late} people were sent home with work left")
    pieces = Article.objects.count()
    if pieces != day.plan.pieces:
        wrong.append(f"{pieces} pieces were written, {day.plan.pieces} were planned")
    return Finding("all pieces were written and the day came to its end", pieces, wrong)


def _saves_are_revisions(day: Day) -> Finding:
    """Every save that somebody was told of is a revision with that hash and that paragraph, and
    no revision of somebody's hand is there of which nobody was told."""
    wrong = []
    stored = {
        (revision.article_id, revision.number): revision
        for revision in Revision.objects.filter(kind=Revision.Kind.EDIT).iterator(500)
    }
    told = set()
    for save in day.notes.saves:
        told.add((save.article_id, save.revision))
        revision = stored.get((save.article_id, save.revision))
        where = f"piece {save.article_id}, revision {save.revision}"
        if revision is None or revision.content_hash != save.content_hash:
            wrong.append(f"{where}: an acknowledged save is not there")
        elif save.mark not in revision.content["body"]:
            wrong.append(f"{where}: its paragraph is not there")
    if len(told) != len(day.notes.saves):
        wrong.append("one revision was given for two saves")
    # The note of a correction is written by the step that opens it.
    corrected = set(
        LedgerEntry.objects.filter(subject_kind="article", action="correct").values_list(
            "subject_id", "revision"
        )
    )
    wrong += [
        f"piece {key[0]}, revision {key[1]}: nobody was told of this save"
        for key in stored.keys() - told - corrected
    ]
    return Finding("every acknowledged save is a revision", len(day.notes.saves), wrong)


def _nothing_was_overwritten(day: Day) -> Finding:
    """Each save adds a paragraph to what it read. One that is missing in the next revision was
    overwritten; only discarding takes text away, and says so."""
    wrong = []
    discarded = set(
        LedgerEntry.objects.filter(subject_kind="article", action="discard").values_list(
            "subject_id", "revision"
        )
    )
    newest: dict[int, set[str]] = {}
    for article_id, number, content in (
        Revision.objects.order_by("article_id", "number")
        .values_list("article_id", "number", "content")
        .iterator(500)
    ):
        marks = set(_MARK.findall(content["body"]))
        lost = newest.get(article_id, set()) - marks
        if lost and (article_id, number) not in discarded:
            wrong.append(f"piece {article_id}, revision {number} lost {', '.join(sorted(lost))}")
        newest[article_id] = marks
    last: dict[int, tuple[int, str]] = {}
    for save in day.notes.saves:
        last[save.article_id] = max(
            last.get(save.article_id, (0, "")), (save.revision, save.mark.rstrip("。"))
        )
    for article_id, (number, mark) in last.items():
        later = [each for each in discarded if each[0] == article_id and each[1] > number]
        if mark not in newest[article_id] and not later:
            wrong.append(f"piece {article_id}: the last acknowledged save is not in it")
    return Finding("no save was overwritten", len(last), wrong)


def working_copies() -> Finding:
    wrong = []
    articles = list(Article.objects.select_related("section", "source"))
    for article in articles:
        newest = article.revisions.order_by("-number")[0]
        if content_hash(content_of(article)) != newest.content_hash:
            wrong.append(f"piece {article.pk} does not say what revision {newest.number} says")
    return Finding("every working copy is its newest revision", len(articles), wrong)


def _schedule(day: Day) -> Finding:
    wrong = []
    met = [each for each in day.appointments if not each.cancelled]
    for each in met:
        if each.early:
            wrong.append(f"{each.path} was there before its time")
        if each.seen_after is None:
            wrong.append(f"{each.path} never came")
        elif each.seen_after > _AT_MOST:
            wrong.append(f"{each.path} came {each.seen_after:.2f} s late")
    if not met:
        wrong.append("nothing was scheduled")
    return Finding("every scheduled piece was seen within a second of its time", len(met), wrong)


def _peak(day: Day) -> Finding:
    if day.peak is None:
        return Finding("the peak", 0, ["the peak's pieces were never all signed off"])
    moment = day.peak.timestamp()
    rows = PublishedArticle.objects.filter(kicker=PEAK, visible_from=day.peak)
    # Another piece may have been set for that second by chance.
    stored = set(rows.values_list("pk", flat=True))
    at_once = [
        each
        for each in day.appointments
        if each.at == moment and each.article_id in stored and not each.cancelled
    ]
    wrong = []
    if len(at_once) != day.plan.peak or len(stored) != day.plan.peak:
        wrong.append(f"{len(at_once)} of {day.plan.peak} pieces were seen, {len(stored)} were set")
    return Finding("the peak: so many pieces on one second", len(at_once), wrong)


def signed() -> Finding:
    """What readers get is, field by field, the revision that somebody signed."""
    wrong = []
    signed: dict[int, set[str]] = defaultdict(set)
    for subject, digest in LedgerEntry.objects.filter(
        subject_kind="article", action__in=_SIGNING
    ).values_list("subject_id", "content_hash"):
        signed[subject].add(digest)
    published = list(PublishedArticle.objects.all())
    for piece in published:
        revision = Revision.objects.get(article=piece.pk, number=piece.revision_number)
        content = revision.content
        same = all(
            getattr(piece, name) == content[name]
            for name in TEXT_FIELDS
            if name != "correction_note"
        ) and all(getattr(piece, name) == content.get(name, False) for name in SWITCHES)
        if not same or piece.credits != content["credits"]:
            wrong.append(f"piece {piece.pk}: the page differs from revision {revision.number}")
        if content_hash(content) != piece.content_hash or revision.content_hash != (
            piece.content_hash
        ):
            wrong.append(f"piece {piece.pk}: the hash of the page is not its revision's")
        if piece.content_hash not in signed[piece.pk]:
            wrong.append(f"piece {piece.pk}: nobody signed what readers get")
    return Finding("every published piece is what was signed", len(published), wrong)


def _separation() -> Finding:
    """Nobody passed a piece that they own."""
    passes = LedgerEntry.objects.filter(subject_kind="article", action="pass")
    owners = dict(Article.objects.values_list("pk", "owner_id"))
    wrong = [
        f"piece {entry.subject_id}: {entry.actor_name} passed their own"
        for entry in passes
        if owners[entry.subject_id] == entry.actor_id
    ]
    return Finding("nobody passed their own piece", len(passes), wrong)


def _readers_get(get: Get) -> Finding:
    wrong = []
    visible = list(PublishedArticle.objects.visible())
    for piece in visible:
        status, page = get(piece.get_absolute_url())
        if status != 200 or _marks(piece) - set(_MARK.findall(page)):
            wrong.append(f"{piece.get_absolute_url()}: {status}, or not the text that was signed")
    withdrawn = list(PublishedArticle.objects.filter(withdrawn_at__isnull=False))
    for piece in withdrawn:
        status, _page = get(piece.get_absolute_url())
        # Of what was taken back before its time readers are not even told that it is gone.
        assert piece.withdrawn_at is not None
        if status != (410 if piece.visible_from <= piece.withdrawn_at else 404):
            wrong.append(f"{piece.get_absolute_url()} is withdrawn and answers {status}")
    looked_at = len(visible) + len(withdrawn)
    return Finding("live pieces are there, withdrawn ones are gone (410)", looked_at, wrong)


def _marks(piece: PublishedArticle) -> set[str]:
    return set(_MARK.findall(piece.body))


def _readers_do_not_get(get: Get) -> Finding:
    """No paragraph that is not public stands anywhere: on the page of its piece, in lists, feeds
    or sitemaps, or is found."""
    wrong = []
    public: set[str] = set()
    for piece in PublishedArticle.objects.visible():
        public |= _marks(piece)
    hidden_pieces = Article.objects.exclude(pk__in=PublishedArticle.objects.visible().values("pk"))
    today = timezone.localdate()
    for article in hidden_pieces:
        row = PublishedArticle.objects.filter(pk=article.pk).first()
        path = article_url(row.date if row else today, article.pk)
        status, page = get(path)
        if status not in (404, 410) or set(_MARK.findall(page)):
            wrong.append(f"{path} is hidden and answers {status}")
    hidden: set[str] = set()
    for body in Revision.objects.values_list("content__body", flat=True).iterator(500):
        hidden |= set(_MARK.findall(body))
    hidden -= public
    for path in _lists():
        status, page = get(path)
        if status != 200:
            wrong.append(f"{path} answers {status}")
        shown = set(_MARK.findall(page)) & hidden
        if shown:
            wrong.append(f"{path} shows {', '.join(sorted(shown))}")
    for mark in sorted(hidden)[:60]:
        _status, page = get(f"/search/?q={quote(mark)}")
        # The box repeats what was asked for, a hit would say it once more in its excerpt.
        if article_links(page):
            wrong.append(f"search finds {mark}")
    return Finding("nothing hidden is shown anywhere", len(hidden), wrong)


def _lists() -> Iterable[str]:
    today = timezone.localdate()
    yield from ("/", "/feeds/latest.rss", "/feeds/latest.atom", "/news-sitemap.xml", "/sitemap.xml")
    yield f"/archive/{today:%Y/%m/%d}/"
    yield f"/sitemaps/{today:%Y-%m}.xml"
    for slug in Section.objects.values_list("slug", flat=True):
        yield f"/{slug}/"
        yield f"/feeds/{slug}.rss"


def whole_ledger() -> Finding:
    return Finding(
        "the ledger is whole", LedgerEntry.objects.count(), [str(each) for each in ledger.verify()]
    )


def _no_locks(day: Day, server_log: str) -> Finding:
    wrong = [error for error in day.notes.errors if "locked" in error]
    if "locked" in server_log:
        wrong.append("the readers' server met a locked database")
    return Finding("no database was locked", sum(day.notes.acts.values()), wrong)
