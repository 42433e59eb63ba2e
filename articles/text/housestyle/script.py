"""Traditional characters left in Simplified copy."""

from collections.abc import Iterator

from articles.text import traditional
from articles.text.housestyle.copy import Copy
from articles.text.housestyle.slip import Limits, Slip


def check(copy: Copy, _limits: Limits) -> Iterator[Slip]:
    """Stray characters that can only be Traditional, a run of them at a time. A piece that is
    written in Traditional throughout is one long run, and no business of this rule."""
    lines = [line for line in copy.lines if any(map(traditional.is_traditional, line.text))]
    simplified = traditional.simplify([line.text for line in lines])
    for line, right in zip(lines, simplified, strict=True):
        start = -1
        for at in range(len(right) + 1):
            differs = at < len(right) and right[at] != line.text[at]
            if differs and start < 0:
                start = at
            elif not differs and start >= 0:
                yield Slip("traditional", line, start, at, right[start:at])
                start = -1
