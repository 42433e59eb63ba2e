"""What a built-in check has found, before the paper says how much it weighs."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default

from articles.text.housestyle.copy import Line

Limits = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Slip:
    """`says` names the sentence, where a rule has several. Without a `line` it is about the whole
    `field`, or about what `about` names."""

    rule: str
    line: Line | None = None
    start: int = 0
    end: int = 0
    suggestion: str | None = None
    sentence: str = ""
    params: Mapping[str, str] = default(default_factory=dict)
    field: str = ""
    about: str = ""

    @property
    def says(self) -> str:
        return self.sentence or self.rule
