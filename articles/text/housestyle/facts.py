"""What is missing from a piece, or too long: headlines, pictures, byline and source."""

from collections.abc import Iterator

from articles.text.housestyle.copy import Copy, Picture, Played
from articles.text.housestyle.slip import Limits, Slip
from articles.text.words import count

_LENGTHS = (
    ("headline", "headline_long"),
    ("short_title", "short_title_long"),
    ("deck", "deck_long"),
)


def check(copy: Copy, limits: Limits) -> Iterator[Slip]:
    for name, rule in _LENGTHS:
        length, limit = count(copy.line(name)).words, limits[rule]
        if length > limit:
            params = {"count": str(length), "limit": str(limit)}
            yield Slip(rule, field=name, params=params, about=copy.line(name))
    for number, picture in enumerate(copy.pictures):
        yield from _picture(number, picture)
    for number, played in enumerate(copy.recordings):
        yield from _played(number, played)
    if not copy.bylines and not copy.reprint:
        yield Slip("byline", field="credits")
    yield from _source(copy)


def _picture(number: int, picture: Picture) -> Iterator[Slip]:
    wanted = (
        ("figure_alt", "alt", picture.alt),
        ("figure_caption", "caption", picture.caption),
        ("figure_credit", "credit", picture.credit),
        ("figure_licence", "licence", picture.rights_holder or picture.licence),
    )
    for rule, name, said in wanted:
        if not said.strip():
            params = {"number": str(number + 1)}
            yield Slip(rule, field=f"figures.{number}.{name}", params=params, about=picture.image)


def _played(number: int, played: Played) -> Iterator[Slip]:
    """Whoever cannot hear gets the words (WCAG 1.2.1, 1.2.2): a video captions, sound a text."""
    wanted = (
        ("clip_captions", "captions", played.captions or not played.is_video),
        ("clip_transcript", "transcript", played.transcript or played.captions),
        ("clip_caption", "caption", bool(played.caption.strip())),
        ("clip_credit", "credit", bool(played.credit.strip())),
    )
    for rule, name, said in wanted:
        if not said and not (rule == "clip_transcript" and played.is_video):
            params = {"number": str(number + 1)}
            yield Slip(rule, field=f"clips.{number}.{name}", params=params, about=played.recording)


def _source(copy: Copy) -> Iterator[Slip]:
    """A reprint comes from an outlet that may be reprinted on the day, and says whose it is."""
    if copy.source is None:
        if copy.reprint:
            yield Slip("source_missing", field="source", about="-")
        return
    name = copy.source.name
    rule = {
        "usable": "",
        "unlisted": "source_unlisted",
        "banned": "source_banned",
        "not_yet": "source_expired",
        "expired": "source_expired",
    }[copy.source.standing]
    if rule and copy.reprint:
        yield Slip(rule, field="source", params={"name": name}, about=name)
    if copy.reprint and not (copy.source_author.strip() or copy.bylines):
        yield Slip("reprint_author", field="source_author", about=name)
