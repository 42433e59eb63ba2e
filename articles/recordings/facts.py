from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """What a recording is, told by its content: `format` is a key of `MIME_TYPES`, `duration` in
    seconds (0: it does not say), `width` and `height` as it is shown (0: sound alone)."""

    format: str
    duration: float = 0.0
    width: int = 0
    height: int = 0
    blanks: tuple[tuple[int, int], ...] = ()
    """(place, length) of bytes that are written over before it is kept."""
