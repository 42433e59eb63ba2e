"""What has been understood of a piece so far, while its lines are read from the top."""

from dataclasses import dataclass, field

from articles.intake.copy import Credit
from articles.intake.fields import Fields
from articles.intake.lines import Line
from articles.text.markup import Block


@dataclass(slots=True)
class Findings:
    kicker: str = ""
    headline: str = ""
    deck: str = ""
    original_headline: str = ""
    source: str = ""
    source_url: str = ""
    published_at: str | None = None
    reprint: bool = False
    credits: list[Credit] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    responsible: bool = False
    body: list[Block] = field(default_factory=list)
    boilerplate: list[str] = field(default_factory=list)

    def take(self, fields: Fields, line: Line) -> None:
        """Adds what a line told; where two lines tell the same thing the first is believed."""
        self.credits += [credit for credit in fields.credits if credit not in self.credits]
        self._take_editors(fields.editors, fields.responsible)
        self.source = self.source or fields.source
        self.source_url = self.source_url or fields.source_url
        self.published_at = self.published_at or fields.published_at
        self.reprint = self.reprint or fields.reprint
        if fields.lossy:
            self.boilerplate.append(line.text())

    def add(self, below: "Findings") -> None:
        """Adds what stands below the piece to what stands above and in it."""
        self.credits += [credit for credit in below.credits if credit not in self.credits]
        self._take_editors(below.editors, below.responsible)
        self.original_headline = self.original_headline or below.original_headline
        self.source = self.source or below.source
        self.source_url = self.source_url or below.source_url
        self.published_at = self.published_at or below.published_at
        self.reprint = self.reprint or below.reprint
        self.boilerplate += below.boilerplate

    def _take_editors(self, names: list[str], responsible: bool) -> None:
        """责任编辑 goes before 编辑; who is not the responsible editor is kept aside."""
        if responsible == self.responsible or not (names and self.editors):
            self.editors += [name for name in names if name not in self.editors]
            self.responsible = self.responsible or responsible
            return
        aside = self.editors if responsible else names
        self.boilerplate += [f"编辑：{name}" for name in aside]
        if responsible:
            self.editors, self.responsible = names, True
