"""Afterwards: what people were told, what is stored and what readers get must agree."""

import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from articles import search
from articles.images import leftovers
from articles.models import (
    Appearance,
    Article,
    Delivery,
    Image,
    LedgerEntry,
    Notice,
    PublishedArticle,
    PublishedCredit,
    PublishedImage,
    PublishedTag,
    Revision,
    SearchEntry,
    Section,
    SideEffect,
    State,
)
from articles.search.entry import make_entry
from newsroom.day.checks import Finding, signed, whole_ledger, working_copies
from newsroom.soak.notes import Notes
from newsroom.soak.reader import Reader

_QUEUES_EMPTY_WITHIN = 90.0  # seconds
# What tells somebody of it, whoever they are.
_TOLD = ("submit", "publish", "withdraw")


def findings(notes: Notes, port: int, told: int) -> Iterator[Finding]:
    """`told`: how many notices the group has heard of."""
    yield Finding(
        "nothing failed that a kill does not explain", notes.answers.total(), notes.errors
    )
    yield whole_ledger()
    yield _saves(notes)
    yield _steps(notes)
    yield _pictures(notes)
    yield working_copies()
    yield one_moment()
    yield signed()
    yield whole()
    yield _found(notes)
    yield _pages(port)
    yield _told_once()
    yield _outbox(told)
    yield _left_aside()


def drained() -> bool:
    """Wait for what the worker still has to do; whether it has done it. What a killed worker had
    taken is free again after its lease, which is not waited for here."""
    long_ago = timezone.now() - timedelta(seconds=1)
    for model in (Delivery, SideEffect):
        model._default_manager.exclude(claimed_until=None).update(claimed_until=long_ago)
    deadline = time.monotonic() + _QUEUES_EMPTY_WITHIN
    while time.monotonic() < deadline:
        now = timezone.now()
        waiting = (
            Delivery.objects.filter(sent_at=None, given_up_at=None).count()
            + SideEffect.objects.filter(done_at=None).count()
            + Appearance.objects.filter(seen_at=None, due_at__lte=now).count()
        )
        if not waiting:
            return True
        # A refused connection of a moment without a database is tried again in a minute.
        Delivery.objects.filter(sent_at=None, next_try_at__gt=now).update(next_try_at=now)
        SideEffect.objects.filter(done_at=None, next_try_at__gt=now).update(next_try_at=now)
        time.sleep(0.5)
    return False


def _saves(notes: Notes) -> Finding:
    wrong = []
    texts: dict[int, list[str]] = defaultdict(list)
    for number, body in (
        Revision.objects.order_by("article_id", "number")
        .values_list("article_id", "content__body")
        .iterator(500)
    ):
        texts[number].append(body)
    for save in notes.saves:
        bodies = texts.get(save.article_id, [])
        if not any(f"{save.mark}。" in body for body in bodies):
            wrong.append(f"piece {save.article_id}: an acknowledged save is in no revision")
        elif f"{save.mark}。" not in bodies[-1]:
            wrong.append(f"piece {save.article_id}: {save.mark} was overwritten")
    return Finding("every acknowledged save is there", len(notes.saves), wrong)


def _steps(notes: Notes) -> Finding:
    entries = LedgerEntry.objects.filter(subject_kind="article")
    stored = Counter(entries.values_list("subject_id", "action"))
    wrong = [
        f"piece {number}: {name} was told {times} times, the ledger has {stored[number, name]}"
        for (number, name), times in notes.steps.items()
        if stored[number, name] < times
    ]
    return Finding("every acknowledged step is in the ledger", notes.steps.total(), wrong)


def _pictures(notes: Notes) -> Finding:
    wrong = []
    rows = Image.objects.in_bulk(list(notes.pictures), field_name="content_hash")
    for digest in notes.pictures - set(rows):
        wrong.append(f"picture {digest[:12]} was acknowledged and has no row")
    for image in Image.objects.all():
        try:
            with default_storage.open(image.storage_name) as file:
                whole = hashlib.sha256(file.read()).hexdigest() == image.content_hash
        except FileNotFoundError:
            whole = False
        if not whole:
            wrong.append(f"picture {image.content_hash[:12]} has no whole file")
    return Finding("every picture has its whole file", Image.objects.count(), wrong)


def one_moment() -> Finding:
    """State, newest revision and last ledger entry of a piece are of one and the same moment."""
    wrong = []
    last: dict[int, LedgerEntry] = {}
    for entry in LedgerEntry.objects.filter(subject_kind="article").order_by("seq").iterator(2000):
        last[entry.subject_id] = entry
    revisions: dict[int, list[int]] = defaultdict(list)
    for article_id, number in Revision.objects.order_by("number").values_list(
        "article_id", "number"
    ):
        revisions[article_id].append(number)
    published = dict(PublishedArticle.objects.values_list("pk", "revision_number"))
    articles = list(Article.objects.all())
    for article in articles:
        numbers, entry = revisions[article.pk], last[article.pk]
        if entry.to_state != article.state:
            wrong.append(f"piece {article.pk}: {article.state}, its ledger says {entry.to_state}")
        if entry.revision != numbers[-1] or numbers != list(range(1, len(numbers) + 1)):
            wrong.append(
                f"piece {article.pk}: revisions {numbers}, its ledger says {entry.revision}"
            )
        if article.state == State.SETTLED and article.pk not in published:
            wrong.append(f"piece {article.pk} is settled and nothing is published")
    return Finding("state, revision and ledger are of one moment", len(articles), wrong)


def whole() -> Finding:
    """What was written beside the snapshot of a published piece says the same."""
    wrong = []
    pieces = list(PublishedArticle.objects.all())
    credits, tags, images = defaultdict(list), defaultdict(set), defaultdict(set)
    for row in PublishedCredit.objects.order_by("position"):
        credits[row.article_id].append((row.name, row.role, row.author_id))
    for number, slug in PublishedTag.objects.values_list("article_id", "tag__slug"):
        tags[number].add(slug)
    for number, digest in PublishedImage.objects.values_list("article_id", "content_hash"):
        images[number].add(digest)
    entries = {entry.article_id: entry for entry in SearchEntry.objects.all()}
    expected = set(Appearance.objects.values_list("article_id", flat=True))
    for piece in pieces:
        made = make_entry(piece)
        entry = entries.get(piece.pk)
        parts = {
            "credits": credits[piece.pk]
            == [(each["name"], each["role"], each["author"]) for each in piece.credits],
            "tags": tags[piece.pk] == {tag["slug"] for tag in piece.tags},
            "pictures": images[piece.pk]
            == {figure["image"] for figure in piece.figures}
            | {clip["poster"]["image"] for clip in piece.clips if clip["poster"]},
            "search": entry is not None
            and (entry.position, entry.text, entry.labels)
            == (made.position, made.text, made.labels_text),
        }
        wrong += [
            f"piece {piece.pk}: its {name} are half done" for name, ok in parts.items() if not ok
        ]
    put_out = LedgerEntry.objects.filter(subject_kind="article", action="publish")
    brought = set(put_out.values_list("subject_id", flat=True))
    # One that was withdrawn before the worker had looked is not expected any more.
    live = {piece.pk for piece in pieces if piece.withdrawn_at is None}
    wrong += [
        f"piece {number} is out and no worker is to see it" for number in brought & live - expected
    ]
    return Finding("no piece is half published", len(pieces), wrong)


def _found(notes: Notes) -> Finding:
    """By their first paragraph, in the index itself."""
    wrong = []
    visible = set(PublishedArticle.objects.visible().values_list("pk", flat=True))
    firsts: dict[int, str] = {}
    for save in notes.saves:
        firsts.setdefault(save.article_id, save.mark)
    asked = list(firsts.items())[-200:]
    for number, mark in asked:
        hits = {hit.article.pk for hit in search.find(f"{mark}。", limit=100).hits}
        if (number in hits) != (number in visible):
            wrong.append(f"piece {number}: visible {number in visible}, found {number in hits}")
    return Finding("search finds what is out and nothing else", len(asked), wrong)


def _pages(port: int) -> Finding:
    """Readers get from the server what the database makes at this moment, byte for byte."""
    wrong = []
    reader = Reader("127.0.0.1", port)
    fresh = Client(headers={"host": f"127.0.0.1:{port}"})
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    pieces = [piece.get_absolute_url() for piece in PublishedArticle.objects.all()]
    lists = ["/", "/news-sitemap.xml", "/archive/"]
    # A feed of nothing says that it is of this moment.
    lists += ["/feeds/latest.rss", "/feeds/latest.atom"] if pieces else []
    lists += [f"/{slug}/" for slug in Section.objects.values_list("slug", flat=True)]
    for path in [*lists, *pieces]:
        for last_try in (False, True):
            made = fresh.get(path)
            status, text = reader.get(path)
            if (status, text) == (made.status_code, made.content.decode(errors="replace")):
                break
            if last_try:
                wrong.append(f"{path}: the server's page ({status}) is not the database's")
            time.sleep(0.5)
    reader.close()
    return Finding("every page is what the database says", len(lists) + len(pieces), wrong)


def _told_once() -> Finding:
    """Notices stand in the transaction of their act: none is lost, none is there twice."""
    notices = Notice.objects.exclude(entry=None).exclude(recipient=None)
    double = notices.values("entry", "recipient").annotate(times=Count("pk")).filter(times__gt=1)
    wrong = [f"entry {row['entry']} was told {row['times']} times to one person" for row in double]
    told = set(Notice.objects.exclude(entry=None).values_list("entry", flat=True))
    game = LedgerEntry.objects.filter(subject_kind="article", action__in=_TOLD)
    here = set(Article.objects.filter(section__slug="night").values_list("pk", flat=True))
    for entry in game.filter(subject_id__in=here):
        if entry.pk not in told:
            wrong.append(f"piece {entry.subject_id}: nobody was told of {entry.action}")
    return Finding("every notice is there, and once", notices.count(), wrong)


def _outbox(told: int) -> Finding:
    """A worker that is killed between sending and noting sends again: never less than once."""
    sent = Delivery.objects.exclude(sent_at=None).count()
    waiting = Delivery.objects.filter(sent_at=None)
    wrong = [
        f"message {each.pk} waits, {each.tries} times tried, {each.last_error or 'no error'}, "
        f"taken until {each.claimed_until}"
        for each in waiting
    ]
    if told < sent:
        wrong.append(f"{sent} messages are noted as sent, {told} arrived")
    return Finding(f"every message arrived ({told - sent} more than noted)", sent, wrong)


def _left_aside() -> Finding:
    """What a killed process had begun to write is taken away by the worker's daily chore."""
    left = len(leftovers.find(timedelta()))
    leftovers.sweep(timedelta())
    wrong = [f"{path.name} is left" for path in leftovers.find(timedelta())]
    return Finding("no file is left half written, once the chore has run", left, wrong)
