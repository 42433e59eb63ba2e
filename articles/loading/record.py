"""One line of the file as a record, or the sentences that say what is wrong with it."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Author
from articles.loading.body import Body, read_body
from articles.models import Article, Credit, Figure, PublishedArticle, Source, Tag
from articles.models.old_address import normal
from articles.text.markup import Block, BlockKind

# Plain text fields of a piece that a record may fill.
TEXTS = (
    "headline", "kicker", "deck", "original_headline", "web_title", "short_title", "summary",
    "responsible_editor", "source_author", "source_url",
)  # fmt: skip
PICTURE_TEXTS = ("alt", "caption", "credit", "rights_holder", "licence")
FIELDS = frozenset((
    *TEXTS, "old_id", "published_at", "section", "body", "credits", "tags", "source", "origin",
    "images", "urls", "withdrawn", "withdrawal_notice",
))  # fmt: skip
OLD_ID_LENGTH = 100
# An old record with more of one kind is a fault of the export.
MOST = 200
EARLIEST = 1600
# What looks like markup in a field that is printed as it stands.
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-zA-Z]{2,8}|#x?[0-9a-fA-F]+);")


class BadRecord(Exception):
    """What is wrong with a line, a sentence each."""

    def __init__(self, errors: list[str], old_id: str = "") -> None:
        super().__init__("\n".join(errors))
        self.errors = errors
        self.old_id = old_id


@dataclass
class Picture:
    """A picture as the record speaks of it: `file` beside the JSONL file, `src` in the text."""

    file: str
    src: str
    is_cover: bool | None
    said: dict[str, str]


@dataclass
class Record:
    """A valid line. Whether what it names exists, its pictures and the database say."""

    old_id: str
    digest: str
    texts: dict[str, str] = field(default_factory=dict)
    body: Body = ""
    published_at: datetime = datetime.min
    section: str = ""
    credits: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    source: str = ""
    origin: str = Article.Origin.OWN.value
    pictures: list[Picture] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    # True: at a time that nobody knows any more.
    withdrawn: datetime | bool = False
    withdrawal_notice: str = ""


@dataclass(frozen=True)
class Line:
    """A line that is a JSON object with an `old_id`, not looked at any closer."""

    old_id: str
    digest: str
    raw: dict[str, Any]


def open_line(line: bytes) -> Line:
    """Raises BadRecord."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise BadRecord(
            [_("The line is not UTF-8. Convert the file first: iconv -f gb18030 -t utf-8.")]
        ) from None
    raw = _object(text)
    # A line from a file of errors that was no JSON object.
    if set(raw) == {"_line", "_errors", "_text"} and isinstance(raw["_text"], str):
        raw = _object(raw["_text"])
    said = {name: value for name, value in raw.items() if not name.startswith("_")}
    try:
        written = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    except UnicodeEncodeError:
        raise BadRecord(
            [_("The line has half a character (a lone surrogate). Export the text as UTF-8.")]
        ) from None
    old_id = said.get("old_id")
    old_id = str(old_id) if isinstance(old_id, int) and not isinstance(old_id, bool) else old_id
    if not isinstance(old_id, str) or not (old_id := old_id.strip()):
        raise BadRecord(
            [_("old_id is missing. Give the number or name of the piece in the old system.")]
        )
    if len(old_id) > OLD_ID_LENGTH:
        raise BadRecord([_too_long("old_id", len(old_id), OLD_ID_LENGTH)])
    return Line(old_id, hashlib.sha256(written).hexdigest(), said)


def read(line: Line, now: datetime) -> Record:
    """Raises BadRecord with everything that is wrong."""
    reader = _Reader(line, now)
    record = reader.record()
    if reader.errors:
        raise BadRecord(reader.errors, line.old_id)
    return record


def _object(text: str) -> dict[str, Any]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRecord(
            [
                _("The line is no JSON: %(why)s. Write one whole object a line.")
                % {"why": str(error)}
            ]
        ) from None
    if not isinstance(raw, dict):
        raise BadRecord([_("The line is JSON but no object. Write {…} with the fields in it.")])
    return raw


def _too_long(name: str, length: int, most: int) -> str:
    return _("%(field)s has %(length)s characters; at most %(most)s fit. Shorten it.") % {
        "field": name, "length": length, "most": most,
    }  # fmt: skip


def length_of(model: Any, name: str) -> int:
    most: int = model._meta.get_field(name).max_length
    return most


class _Reader:
    """Reads field by field and collects what is wrong."""

    def __init__(self, line: Line, now: datetime) -> None:
        self.line, self.raw, self.now = line, line.raw, now
        self.errors: list[str] = []
        # Fields of which something has been said: what is wrong is not missing as well.
        self.failed: set[str] = set()

    def record(self) -> Record:
        for name in sorted(set(self.raw) - FIELDS):
            self._wrong(
                _("There is no field %(field)s. Is it misspelt? Fields that begin with _ are left"
                  " out.") % {"field": name}
            )  # fmt: skip
        texts = {name: self._text(name, length_of(Article, name)) for name in TEXTS}
        if not texts["headline"] and "headline" not in self.failed:
            self._wrong(_("headline is missing. Give the headline as readers saw it."))
        if texts["source_url"]:
            self._check_url(texts["source_url"])
        source = self._text("source", length_of(Source, "name"))
        published_at = self._published_at()
        withdrawn = self._withdrawn(published_at)
        return Record(
            old_id=self.line.old_id,
            digest=self.line.digest,
            texts=texts,
            body=self._body(),
            published_at=published_at or self.now,
            section=self._section(),
            credits=self._credits(),
            tags=self._tags(),
            source=source,
            origin=self._origin(source),
            pictures=self._pictures(),
            addresses=self._addresses(),
            withdrawn=withdrawn,
            withdrawal_notice=self._notice(withdrawn),
        )

    def _wrong(self, sentence: str) -> None:
        self.errors.append(sentence)

    # --- Plain text -------------------------------------------------------------------------

    def _text(self, name: str, most: int) -> str:
        return self._plain(name, self.raw.get(name), most)

    def _plain(self, name: str, value: Any, most: int) -> str:
        """One line of plain text; `name` is what a sentence calls it."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(_("%(field)s must be text in quotation marks.") % {"field": name})
            self.failed.add(name)
            return ""
        text = " ".join(_visible(value).split())
        if found := _MARKUP.search(text):
            self._wrong(
                _("%(field)s has markup in it: %(found)s. Give plain text; only the body is HTML.")
                % {"field": name, "found": found[0]}
            )
        if len(text) > most:
            self._wrong(_too_long(name, len(text), most))
            self.failed.add(name)
        return text[:most]

    def _check_url(self, url: str) -> None:
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError:
            self._wrong(_("source_url is no whole web address. Correct it, or leave it out."))

    def _section(self) -> str:
        section = self._text("section", 100)
        if not section and "section" not in self.failed:
            self._wrong(_("section is missing. Give the name or the address (slug) of a section."))
        return section

    def _origin(self, source: str) -> str:
        origin = self.raw.get("origin")
        if origin is None:
            return (Article.Origin.REPRINT if source else Article.Origin.OWN).value
        if origin not in Article.Origin.values:
            self._wrong(
                _("origin is one of: %(known)s.") % {"known": ", ".join(Article.Origin.values)}
            )
            return Article.Origin.OWN.value
        return str(origin)

    # --- Times ------------------------------------------------------------------------------

    def _published_at(self) -> datetime | None:
        value = self.raw.get("published_at")
        if value is None:
            self._wrong(_("published_at is missing. Give when readers first saw the piece."))
            return None
        at = self._moment("published_at", value)
        if at and at > self.now:
            self._wrong(
                _("published_at lies ahead. An archive holds what readers have seen already.")
            )
        return at

    def _moment(self, name: str, value: Any) -> datetime | None:
        """Without a zone it is the newsroom's own."""
        try:
            at = datetime.fromisoformat(value.strip())
            at = timezone.make_aware(at) if at.tzinfo is None else at
            at.astimezone(timezone.get_current_timezone())
        except (ValueError, TypeError, AttributeError, OverflowError):
            self._wrong(
                _("%(field)s is no time. Write it like 2013-05-02T08:30:00, with +08:00 or Z after"
                  " it where it is not the newsroom's own.") % {"field": name}
            )  # fmt: skip
            return None
        if at.year < EARLIEST:
            self._wrong(
                _("%(field)s lies before the year %(year)s. Correct it.")
                % {"field": name, "year": EARLIEST}
            )
            return None
        return at

    def _withdrawn(self, published_at: datetime | None) -> datetime | bool:
        value = self.raw.get("withdrawn", False)
        if value is None or isinstance(value, bool):
            return bool(value)
        if not isinstance(value, str):
            self._wrong(_("withdrawn is true, false or a time."))
            self.failed.add("withdrawn")
            return False
        at = self._moment("withdrawn", value)
        if at is None:
            self.failed.add("withdrawn")
        if at and published_at and not published_at <= at <= self.now:
            self._wrong(_("withdrawn lies before published_at, or ahead. Correct one of the two."))
        return at or False

    def _notice(self, withdrawn: datetime | bool) -> str:
        notice = self._text("withdrawal_notice", length_of(PublishedArticle, "withdrawal_notice"))
        if notice and withdrawn is False and "withdrawn" not in self.failed:
            self._wrong(
                _('withdrawal_notice is for a withdrawn piece. Add "withdrawn": true, or leave it'
                  " out.")
            )  # fmt: skip
        return notice

    # --- Lists ------------------------------------------------------------------------------

    def _list(self, name: str) -> list[Any]:
        value = self.raw.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(_("%(field)s must be a list: […].") % {"field": name})
            return []
        if len(value) > MOST:
            self._wrong(
                _("%(field)s has %(count)s entries; at most %(most)s are taken.")
                % {"field": name, "count": len(value), "most": MOST}
            )
        return value[:MOST]

    def _objects(self, name: str, known: set[str]) -> list[tuple[str, dict[str, Any]]]:
        """Each object of a list with the name that a sentence calls it."""
        found = []
        for number, value in enumerate(self._list(name), start=1):
            called = f"{name}[{number}]"
            if not isinstance(value, dict):
                self._wrong(_("%(field)s must be an object: {…}.") % {"field": called})
                continue
            for unknown in sorted(set(value) - known):
                if not unknown.startswith("_"):
                    self._wrong(
                        _("%(field)s has no field %(unknown)s; it has: %(known)s.")
                        % {
                            "field": called,
                            "unknown": unknown,
                            "known": ", ".join(sorted(known)),
                        }
                    )
            found.append((called, value))
        return found

    def _credits(self) -> list[tuple[str, str]]:
        found = []
        for called, value in self._objects("credits", {"name", "role"}):
            name = self._plain(f"{called}.name", value.get("name"), length_of(Author, "name"))
            role = value.get("role", Credit.Role.REPORTER.value)
            if role not in Credit.Role.values:
                self._wrong(
                    _("%(field)s is one of: %(known)s.")
                    % {"field": f"{called}.role", "known": ", ".join(Credit.Role.values)}
                )
            elif name:
                found.append((name, str(role)))
            elif f"{called}.name" not in self.failed:
                self._wrong(_("%(field)s is missing.") % {"field": f"{called}.name"})
        return list(dict.fromkeys(found))

    def _tags(self) -> list[str]:
        found = [
            self._plain(f"tags[{number}]", value, length_of(Tag, "name"))
            for number, value in enumerate(self._list("tags"), start=1)
        ]
        return [tag for tag in dict.fromkeys(found) if tag]

    def _pictures(self) -> list[Picture]:
        known = {"file", "src", "cover", *PICTURE_TEXTS}
        found = []
        for called, value in self._objects("images", known):
            file, src, cover = value.get("file"), value.get("src", ""), value.get("cover")
            if not isinstance(file, str) or not file.strip() or "\0" in file:
                self._wrong(
                    _("%(field)s is missing. Give the picture's path beside the JSONL file.")
                    % {"field": f"{called}.file"}
                )
                continue
            if not isinstance(src, str) or not (cover is None or isinstance(cover, bool)):
                self._wrong(
                    _("%(field)s: src is text, cover is true or false.") % {"field": called}
                )
                continue
            said = {
                name: self._plain(
                    f"{called}.{name}",
                    value.get(name),
                    length_of(Figure, name),
                )
                for name in PICTURE_TEXTS
            }
            found.append(Picture(file.strip(), src.strip(), cover, said))
        return found

    def _addresses(self) -> list[str]:
        found = []
        for number, value in enumerate(self._list("urls"), start=1):
            address = normal(value) if isinstance(value, str) else None
            if address is None:
                self._wrong(
                    _("%(field)s is no old address. Write a path like /news/1.html or a whole"
                      " address; the front page is none, whatever stands after its ?.")
                    % {"field": f"urls[{number}]"}
                )  # fmt: skip
            else:
                found.append(address)
        return list(dict.fromkeys(found))

    # --- The text ---------------------------------------------------------------------------

    def _body(self) -> Body:
        value = self.raw.get("body", "")
        if isinstance(value, list):
            return self._blocks(value)
        if not isinstance(value, str):
            self._wrong(_("body must be HTML or plain text in quotation marks."))
            return ""
        return read_body(value)

    def _blocks(self, value: list[Any]) -> list[Block]:
        """As `intake --json` prints a body."""
        kinds = [kind for kind in get_args(BlockKind) if kind != "image"]
        found = []
        for number, block in enumerate(value, start=1):
            if (
                not isinstance(block, dict)
                or block.get("kind") not in kinds
                or not isinstance(block.get("text"), str)
            ):
                self._wrong(
                    _('%(field)s must be like {"kind": "paragraph", "text": "…"}; kinds are:'
                      " %(known)s.")
                    % {"field": f"body[{number}]", "known": ", ".join(kinds)}
                )  # fmt: skip
            else:
                found.append(Block(block["kind"], block["text"]))
        return found


def _visible(text: str) -> str:
    """Without what no database or page can show."""
    return "".join(
        char for char in text if char.isspace() or unicodedata.category(char) not in ("Cc", "Cs")
    )
