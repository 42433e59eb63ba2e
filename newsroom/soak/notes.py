"""What the crews were told, to be held against what is stored."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Saved:
    """A save that somebody was told had succeeded. `mark` is the paragraph that it added."""

    article_id: int
    mark: str


@dataclass
class Notes:
    saves: list[Saved] = field(default_factory=list)
    steps: Counter[tuple[int, str]] = field(default_factory=Counter)
    """(piece, step) → how often somebody was told that it was done."""
    pictures: set[str] = field(default_factory=set)
    """Hashes of pictures that somebody was told were kept."""
    answers: Counter[str] = field(default_factory=Counter)
    """ "done", "not reached", "cut off", "answered 503" → how often."""
    errors: list[str] = field(default_factory=list)
    """Whatever the rules of the game do not explain."""
    shown_after: list[float] = field(default_factory=list)
    """Seconds from being told that a piece is out, or gone, to a reader seeing it so."""
    took: list[float] = field(default_factory=list)
    """Seconds of each act that was answered."""
    under_way: int = 0
    """Acts that have been sent and not been answered at this moment."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def acting(self) -> Iterator[None]:
        with self.lock:
            self.under_way += 1
        try:
            yield
        finally:
            with self.lock:
                self.under_way -= 1

    def count(self, answer: str) -> None:
        with self.lock:
            self.answers[answer] += 1

    def wrong(self, what: str) -> None:
        with self.lock:
            self.errors.append(what)

    def saved(self, article_id: int, mark: str) -> None:
        with self.lock:
            self.saves.append(Saved(article_id, mark))

    def stepped(self, article_id: int, name: str) -> None:
        with self.lock:
            self.steps[article_id, name] += 1
