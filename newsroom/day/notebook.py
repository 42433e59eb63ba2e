"""What people write down while they work: it is held against the database in the evening."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Save:
    """A save that somebody was told had succeeded. `mark` is the paragraph that it added."""

    article_id: int
    revision: int
    content_hash: str
    mark: str


@dataclass
class Notebook:
    saves: list[Save] = field(default_factory=list)
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(act, "done" | "stale" | "refused" | "not allowed") → how often."""
    errors: list[str] = field(default_factory=list)
    """Whatever no rule of the desk explains."""
    longest: float = 0.0
    """Seconds that the slowest act took."""
    late: int = 0
    """People who were sent home with work left."""

    def add(self, other: "Notebook") -> None:
        self.saves += other.saves
        self.acts += other.acts
        self.errors += other.errors
        self.longest = max(self.longest, other.longest)
        self.late += other.late
