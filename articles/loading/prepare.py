"""Whatever takes time about a line and asks nothing of the database: reading, sanitising, keeping
pictures, working out what search needs. Runs in as many processes as there are."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from articles import images, search
from articles.images import ImageRefused, Kept
from articles.loading.body import finish_body
from articles.loading.record import BadRecord, Picture, Record, open_line, read


@dataclass(frozen=True)
class Slice:
    """Some whole lines of the file: where they begin, and the number of the first."""

    start: int
    size: int
    line: int


@dataclass(frozen=True)
class Place:
    """Where one line stands, so that it can be read again."""

    line: int
    start: int
    size: int


@dataclass(frozen=True)
class Blank:
    place: Place


@dataclass(frozen=True)
class Bad:
    place: Place
    errors: list[str]
    old_id: str = ""


@dataclass(frozen=True)
class There:
    """The same record was loaded before."""

    place: Place
    old_id: str


@dataclass(frozen=True)
class Ready:
    place: Place
    record: Record
    body: str
    figures: list[dict[str, Any]]
    kept: list[Kept]
    prepared: search.Prepared
    notes: list[str] = field(default_factory=list)


Outcome = Blank | Bad | There | Ready


def mark(old_id: str, digest: str) -> bytes:
    """A record in eight bytes: of a million loaded before, a set of these fits into memory."""
    return hashlib.blake2b(f"{old_id}\0{digest}".encode(), digest_size=8).digest()


@dataclass(frozen=True)
class Preparer:
    """`known` marks what is there already; `lenient`: a picture that is refused is left out
    instead of its whole record."""

    path: Path
    now: datetime
    known: frozenset[bytes]
    lenient: bool = False

    @cached_property
    def folder(self) -> Path:
        return self.path.parent.resolve()

    @cached_property
    def _seen(self) -> dict[tuple[Path, int, int], Kept]:
        return {}

    def slice(self, part: Slice) -> list[Outcome]:
        with self.path.open("rb") as file:
            file.seek(part.start)
            data = file.read(part.size)
        outcomes, start = [], part.start
        for number, line in enumerate(_lines(data)):
            outcomes.append(self._line(Place(part.line + number, start, len(line)), line))
            start += len(line)
        return outcomes

    def _line(self, place: Place, line: bytes) -> Outcome:
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            return Blank(place)
        try:
            opened = open_line(line.removeprefix(b"\xef\xbb\xbf"))
            if mark(opened.old_id, opened.digest) in self.known:
                return There(place, opened.old_id)
            return self._ready(place, read(opened, self.now))
        except BadRecord as bad:
            return Bad(place, bad.errors, bad.old_id)

    def _ready(self, place: Place, record: Record) -> Ready:
        kept: dict[str, Kept] = {}
        figures: dict[str, dict[str, Any]] = {}
        called: dict[str, str] = {}
        refused: list[str] = []
        for picture in record.pictures:
            try:
                image = self._keep(picture)
            except ImageRefused as refusal:
                refused.append(f"{picture.file}: {refusal}")
                continue
            kept[image.content_hash] = image
            figures.setdefault(image.content_hash, _figure(picture, image))
            called |= {name: image.content_hash for name in (picture.file, picture.src) if name}
        if refused and not self.lenient:
            raise BadRecord(refused, record.old_id)
        _choose_cover(list(figures.values()))
        body, unknown = finish_body(record.body, called)
        notes = [_("left out: %(what)s") % {"what": each} for each in refused]
        notes += [
            _("left out: the text shows a picture that images does not name: %(src)s")
            % {"src": src[:200] or "?"}
            for src in unknown
        ]
        record.body, record.pictures = "", []
        prepared = search.prepare(
            search.Words(
                **{name: record.texts[name] for name in _SEARCHED},
                credits=[{"name": name, "author": None} for name, _role in record.credits],
                tags=[{"name": name} for name in record.tags],
                body=body,
                figures=list(figures.values()),
                clips=[],
            )
        )
        return Ready(
            place, record, body, list(figures.values()), list(kept.values()), prepared, notes
        )

    def _keep(self, picture: Picture) -> Kept:
        """Raises ImageRefused."""
        path = (self.folder / picture.file).resolve()
        if not path.is_relative_to(self.folder):
            raise ImageRefused(
                _("The picture lies outside the folder of the JSONL file. Copy it into that.")
            )
        try:
            stat = path.stat()
            images.check_bytes(stat.st_size)
            known = (path, stat.st_size, stat.st_mtime_ns)
            if known not in self._seen:
                self._seen[known] = images.keep(path.read_bytes(), path.name)
        except OSError:
            raise ImageRefused(
                _("There is no such picture beside the JSONL file, or it cannot be read.")
            ) from None
        return self._seen[known]


_SEARCHED = ("headline", "kicker", "deck", "original_headline", "summary")


def _lines(data: bytes) -> list[bytes]:
    """As a file is read: only a line feed ends a line."""
    return [line + b"\n" for line in data.split(b"\n")[:-1]] + (
        [rest] if (rest := data.rpartition(b"\n")[2]) else []
    )


def _figure(picture: Picture, image: Kept) -> dict[str, Any]:
    """What the record says; where it is silent, what the file says of itself."""
    said = picture.said
    return {
        "image": image.content_hash,
        "is_cover": picture.is_cover,
        "alt": said["alt"],
        "caption": said["caption"] or image.caption,
        "credit": said["credit"] or image.credit,
        "rights_holder": said["rights_holder"] or image.rights_holder,
        "licence": said["licence"],
        "focal_x": 0.5,
        "focal_y": 0.5,
    }


def _choose_cover(figures: list[dict[str, Any]]) -> None:
    """The picture that says so, else the first that does not say no; one at most."""
    wanted = [each for each in figures if each["is_cover"]]
    silent = [each for each in figures if each["is_cover"] is None]
    cover = next(iter(wanted or silent), None)
    for each in figures:
        each["is_cover"] = each is cover
