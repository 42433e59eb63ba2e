"""What the house style has to say about one place of a piece."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

_CONTEXT = 12  # characters shown on either side
_BESIDE = 6  # characters that make a short match recognisable


class Severity(IntEnum):
    """How much weight a finding has. What stops a submission stops a publication, too."""

    HINT = 1
    WARNING = 2
    PUBLISH = 3
    SUBMIT = 4

    @property
    def key(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Place:
    """`field` is a field of the content, or `figures.0.caption` and the like; `block` counts the
    lines of a body from 0 (paragraphs, items, cells) and is 0 elsewhere; `start` and `end` are
    columns of that line. A finding about something missing has an empty span."""

    field: str
    block: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `template` and `params` make its sentence; `suggestion` is what would replace
    `text`, or None where a person has to decide."""

    rule: str
    severity: Severity
    place: Place
    template: str
    params: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    before: str = ""
    after: str = ""
    suggestion: str | None = None
    note: str = ""
    """What the paper itself has written beside its rule."""
    about: str = ""
    """What is meant where there is no text: the hash of a picture, the name of a source."""

    @property
    def subject(self) -> str:
        """What makes this the very finding that somebody has decided on, wherever it moves to.
        A built-in rule's mark alone would be every such mark of the piece: its neighbours count."""
        if self.about or len(self.text) > 2 or ":" in self.rule:
            return self.about or self.text
        place = f"{self.before[-_BESIDE:]}{self.text}{self.after[:_BESIDE]}"
        return place.replace("\n", " ")

    @property
    def key(self) -> str:
        return f"{self.rule} · {self.subject}"

    @property
    def message(self) -> str:
        """In English; `articles.desk.housestyle` says it in the reader's language."""
        return " ".join(filter(None, (self.template % self.params, self.note)))


def context(line: str, start: int, end: int) -> tuple[str, str]:
    return line[max(0, start - _CONTEXT) : start], line[end : end + _CONTEXT]
