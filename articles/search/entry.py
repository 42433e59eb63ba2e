"""What is searched of a piece, and where it stands among all."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from articles.models.published import PublishedArticle
from articles.search.grams import index_grams, number, numbers
from articles.text.markup import to_text
from articles.text.words import fold

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ID_BITS = 30
_FARTHEST = 1 << 33
OLDEST = -_FARTHEST << _ID_BITS
# Twelve days: the smallest stretch of time that the index can be asked for.
_STRETCH_BITS = 20


class Words(NamedTuple):
    """What is searched of a piece that is not a published one yet; shapes as there."""

    headline: str
    kicker: str
    deck: str
    original_headline: str
    summary: str
    body: str
    credits: list[dict[str, Any]]
    tags: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    clips: list[dict[str, Any]]


class Prepared(NamedTuple):
    """What can be said of a piece's entry before the piece has a number, and in another process:
    its text, and the numbers of the text's grams as the engine writes them."""

    text: str
    grams: str


class Entry(NamedTuple):
    position: int
    article_id: int
    text: str
    # What filters ask for: its section, its authors, its stretch of time.
    labels: frozenset[int]
    # As in `Prepared`; empty: not worked out yet.
    grams: str = ""

    @property
    def numbers(self) -> set[int]:
        """Everything that the engine indexes the piece under."""
        return numbers_of(self.text, self.labels)

    @property
    def labels_text(self) -> str:
        return " ".join(map(str, sorted(self.labels)))


def numbers_of(text: str, labels: Iterable[int]) -> set[int]:
    grams = index_grams(text)
    return set(numbers(grams)).union(labels) if grams else set(labels)


def prepare(words: Words, write: Callable[[Iterable[int]], str]) -> Prepared:
    """`write` is the engine's way of writing numbers."""
    text = _text(words)
    return Prepared(text, write(numbers_of(text, ())))


def make_entry(published: PublishedArticle, prepared: Prepared | None = None) -> Entry:
    text, grams = prepared or (_text(published), "")
    position = place(published.visible_from, published.pk)
    labels = {
        section_label(published.section_id),
        stretch_label(stretch(position)),
        *(author_label(credit["author"]) for credit in published.credits if credit["author"]),
    }
    return Entry(position, published.pk, text, frozenset(labels), grams)


def _text(published: PublishedArticle | Words) -> str:
    return "\n".join(line for part in _parts(published) if (line := fold_line(part)))


def _parts(published: PublishedArticle | Words) -> Iterator[str]:
    yield from (
        published.headline,
        published.kicker,
        published.deck,
        published.original_headline,
        published.summary,
    )
    yield from (credit["name"] for credit in published.credits)
    yield from (tag["name"] for tag in published.tags)
    yield from to_text(published.body).split("\n")
    yield from (figure["caption"] for figure in published.figures)
    for clip in published.clips:
        yield from (clip["title"], clip["caption"], *clip["transcript"].split("\n"))


def fold_line(line: str) -> str:
    """As `fold`, and typed quotes find printed ones."""
    folded = fold(line)
    return folded.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")


def place(at: datetime, article_id: int) -> int:
    """One number that orders pieces by second of publication, then by id.

    SQLite's full-text index walks row numbers, so the order has to be one; inside one second
    the id decides, whatever the microseconds. Ids stay below 2**30.
    """
    return from_parts((at - EPOCH) // timedelta(seconds=1), article_id)


def after(at: datetime) -> int:
    """Above the positions of this second, below those of the next."""
    return place(at, 0) + (1 << _ID_BITS)


def from_parts(seconds: int, article_id: int) -> int:
    return (max(-_FARTHEST, min(seconds, _FARTHEST - 2)) << _ID_BITS) + article_id


def parts(position: int) -> tuple[int, int]:
    """Seconds since 1970 and id."""
    return position >> _ID_BITS, position & ((1 << _ID_BITS) - 1)


def stretch(position: int) -> int:
    return position >> (_ID_BITS + _STRETCH_BITS)


def start_of_stretch(number_of_stretch: int) -> int:
    return number_of_stretch << (_ID_BITS + _STRETCH_BITS)


# Labels begin with a space, which no gram has.


def section_label(section_id: int) -> int:
    return number(f" section {section_id}")


def author_label(author_id: int) -> int:
    return number(f" author {author_id}")


def stretch_label(number_of_stretch: int) -> int:
    return number(f" stretch {number_of_stretch}")
