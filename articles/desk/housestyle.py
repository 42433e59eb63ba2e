"""House style at the desk: what the stylebook finds in a piece, and what of it stops a step.

A finding that stops is let stand by name (`workflow`'s step `let_stand`); that holds for this
rule about this text in this piece.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.models import User
from articles.desk import stylebook
from articles.desk.content import Content, clips_of, content_of
from articles.models import Article, Recording, Source, StyleException, StyleSeverity
from articles.text.housestyle import (
    Copy,
    Finding,
    Line,
    Outlet,
    Picture,
    Played,
    Severity,
    Stylebook,
    body_lines,
    check,
    field_line,
)

LINES = ("kicker", "headline", "deck", "web_title", "short_title")
PARAGRAPHS = ("summary", "correction_note")
_TOLD = 3  # findings that a refusal names
_LONGEST = 300  # of a subject, as it is stored

LABELS: dict[str, str | Promise] = {
    "half_width": __("Half-width punctuation"),
    "straight_quotes": __("Straight quotation marks"),
    "unpaired": __("Marks without their pair"),
    "nesting": __("Quotations within quotations"),
    "ellipsis": __("Ellipsis"),
    "dash": __("Dash"),
    "doubled_mark": __("Two marks in a row"),
    "line_start": __("Marks at the beginning of a line"),
    "list_comma": __("“、” between quotations or titles"),
    "full_width_digit": __("Full-width digits and letters"),
    "mixed_number": __("Figures mixed with Chinese numerals"),
    "zero_year": __("Zero in a year in Chinese numerals"),
    "range": __("Ranges with a hyphen"),
    "range_unit": __("Units in ranges"),
    "percent": __("Percentages"),
    "grouping": __("Groups of digits"),
    "approximate": __("Approximate numbers"),
    "doubled_word": __("Doubled little words"),
    "doubled_phrase": __("Doubled phrases"),
    "traditional": __("Traditional characters"),
    "headline_long": __("Long headlines"),
    "short_title_long": __("Long short titles"),
    "deck_long": __("Long decks"),
    "figure_alt": __("Pictures without alternative text"),
    "figure_caption": __("Pictures without a caption"),
    "figure_credit": __("Pictures without a credit"),
    "figure_licence": __("Pictures without a licence"),
    "clip_captions": __("Video without captions"),
    "clip_transcript": __("Audio without a transcript"),
    "clip_caption": __("Recordings without a caption"),
    "clip_credit": __("Recordings without a credit"),
    "byline": __("Pieces without a byline"),
    "source_missing": __("Reprints without a source"),
    "source_unlisted": __("Sources that are not on the list"),
    "source_expired": __("Sources that are no longer valid"),
    "source_banned": __("Sources that are not to be used"),
    "reprint_author": __("Reprints without an author"),
}


@dataclass(frozen=True)
class Told:
    """A finding in words, and who let it stand."""

    finding: Finding
    sentence: str
    stands: StyleException | None = None

    @property
    def stops(self) -> bool:
        return self.stands is None and self.finding.severity >= Severity.PUBLISH

    @property
    def severity(self) -> str:
        return self.finding.severity.key

    @property
    def severity_label(self) -> str:
        return str(StyleSeverity(self.severity).label)

    @property
    def key(self) -> str:
        return self.finding.key


@dataclass(frozen=True)
class Report:
    """All findings about a piece as it stands, in reading order."""

    findings: tuple[Told, ...]

    @property
    def open(self) -> list[Told]:
        return [told for told in self.findings if told.stands is None]

    @property
    def stood(self) -> list[Told]:
        return [told for told in self.findings if told.stands is not None]

    @property
    def stopping(self) -> list[Told]:
        return [told for told in self.findings if told.stops]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """(severity, its label, how many are open), the gravest first, none that is zero."""
        found = [told.severity for told in self.open]
        keys = [severity.key for severity in sorted(Severity, reverse=True)]
        return [
            (key, str(StyleSeverity(key).label), found.count(key)) for key in keys if key in found
        ]

    def at_least(self, severity: Severity) -> list[Told]:
        return [told for told in self.open if told.finding.severity >= severity]


def sentence(finding: Finding) -> str:
    """What a finding says, in the language of whoever reads it."""
    said = _(finding.template) % finding.params
    if not finding.note:
        return said
    return _("%(finding)s %(note)s") % {"finding": said, "note": finding.note}


def report(article: Article, day: date | None = None, content: Content | None = None) -> Report:
    """What the stylebook finds in the stored content, for publication on `day` (else today).

    `content` is the stored content, where the caller has read it already.
    """
    copy = copy_of(content or content_of(article), article.source, day)
    return told(copy, let_stand(article))


def report_typed(content: Content, article: Article | None) -> Report:
    """The same of content that is not stored yet, for a piece that is or is not."""
    source = content["source"]
    found = Source.objects.filter(pk=source["id"]).first() if source else None
    return told(copy_of(content, found), let_stand(article) if article else {})


def told(copy: Copy, stands: Mapping[tuple[str, str], StyleException]) -> Report:
    return Report(
        tuple(
            Told(finding, sentence(finding), stands.get(_stored(finding)))
            for finding in _found(copy, stylebook.current())
        )
    )


@lru_cache(maxsize=128)
def _found(copy: Copy, book: Stylebook) -> tuple[Finding, ...]:
    """Screens and steps ask about the same text again and again."""
    return tuple(check(copy, book))


def copy_of(content: Content, source: Source | None, day: date | None = None) -> Copy:
    """Content, with a canonical body, as the rules read it."""
    lines: list[Line] = []
    for name in LINES:
        lines += field_line(name, content[name])
    lines += body_lines(content["body"])
    for name in PARAGRAPHS:
        lines += field_line(name, content[name], "note")
    for number, figure in enumerate(content["figures"]):
        for name in ("caption", "alt"):
            lines += field_line(f"figures.{number}.{name}", figure[name], "note")
    for number, clip in enumerate(clips_of(content)):
        for name in ("title", "caption", "transcript"):
            lines += field_line(f"clips.{number}.{name}", clip[name], "note")
    names = ("image", "alt", "caption", "credit", "rights_holder", "licence")
    return Copy(
        tuple(lines),
        tuple(Picture(**{name: figure[name] for name in names}) for figure in content["figures"]),
        _played(clips_of(content)),
        tuple(credit["name"] for credit in content["credits"]),
        content["origin"] == Article.Origin.REPRINT,
        outlet(source, day or timezone.localdate()) if source else None,
        content["source_author"],
    )


def _played(clips: list[dict[str, Any]]) -> tuple[Played, ...]:
    if not clips:
        return ()
    known = Recording.objects.in_bulk(
        [clip["recording"] for clip in clips], field_name="content_hash"
    )
    return tuple(
        Played(
            clip["recording"],
            clip["recording"] in known and known[clip["recording"]].is_video,
            clip["caption"],
            clip["credit"],
            bool(clip["transcript"].strip()),
            bool(clip["captions"].strip()),
        )
        for clip in clips
    )


def outlet(source: Source, day: date) -> Outlet:
    if source.status == Source.Status.BANNED:
        return Outlet(source.name, "banned")
    if source.status != Source.Status.LISTED:
        return Outlet(source.name, "unlisted")
    return Outlet(source.name, "usable" if source.usable_on(day) else "expired")


def _stored(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.subject[:_LONGEST]


def let_stand(article: Article) -> dict[tuple[str, str], StyleException]:
    """What somebody has let stand in this piece."""
    exceptions = StyleException.objects.filter(article=article)
    return {(each.rule, each.subject): each for each in exceptions}


def refusal(found: Iterable[Told]) -> str | None:
    """Why a step is stopped, in the findings' words; None when nothing stops it."""
    sentences = list(dict.fromkeys(each.sentence for each in found))
    if not sentences:
        return None
    more = len(sentences) - _TOLD
    said = " ".join(sentences[:_TOLD])
    if more > 0:
        said += " " + _("And %(count)s more.") % {"count": more}
    return _(
        "House style stops this: %(findings)s Mend it, or an editor lets it stand, giving a reason."
    ) % {"findings": said}


def stand(article: Article, user: User, keys: Iterable[str], note: str) -> list[Told]:
    """Let these findings stand, within a step. Returns them; empty when one of them is not among
    those that stop the piece now."""
    stopping = {each.key: each for each in report(article).stopping}
    wanted = list(dict.fromkeys(keys))
    if not all(key in stopping for key in wanted):
        return []
    for key in wanted:
        rule, subject = _stored(stopping[key].finding)
        StyleException.objects.create(
            article=article, rule=rule, subject=subject, user=user, user_name=str(user), note=note
        )
    return [stopping[key] for key in wanted]
