"""An invented old archive as another system would export it, for the loader to load."""

import json
import random
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from newsroom.archive.pieces import LENGTH, Piece, Shelves, Writer, make_piece
from newsroom.archive.prose import Prose, words

_WRITERS = 120
_TAGS = 300
_SECTIONS = ("要闻", "工会", "权益", "技能", "民生", "副刊")


def lines(count: int, *, until: datetime, seed: int = 1, length: int = LENGTH) -> Iterator[str]:
    """JSON, one record a line, as docs/old-archive.md describes them; the last is the newest."""
    shelves = _shelves(seed)
    for number in range(1, count + 1):
        piece = make_piece(number, count, None, shelves, seed, until, length)
        yield json.dumps(_record(piece), ensure_ascii=False)


def _shelves(seed: int) -> Shelves:
    prose = Prose(random.Random(f"{seed}:old archive"))
    people = list(dict.fromkeys(prose.word("name") for _person in range(2 * _WRITERS)))
    subjects = list(dict.fromkeys(words("thing") + words("place")))[:_TAGS]
    return Shelves(
        sections=tuple(enumerate(_SECTIONS)),
        tags=tuple(enumerate(subjects)),
        sources=((0, "岚浦晚潮"), (1, "石塘新闻网")),
        writers=tuple(Writer(0, name, 0) for name in people[:_WRITERS]),
        others=tuple((0, name) for name in people[_WRITERS:]),
    )


def _record(piece: Piece) -> dict[str, Any]:
    content, number = piece.content, piece.number
    texts = ("headline", "kicker", "deck", "summary", "body", "responsible_editor")
    return {name: content[name] for name in texts if content[name]} | {
        "old_id": number,
        "published_at": piece.at.isoformat(),
        "section": content["section"]["name"],
        "credits": [{"name": each["name"], "role": each["role"]} for each in content["credits"]],
        "tags": [tag["name"] for tag in content["tags"]],
        "source": content["source"]["name"] if content["source"] else "",
        "source_author": content["source_author"],
        "urls": [f"/show.php?id={number}", f"/{piece.at:%Y/%m%d}/{number}.html"],
        "withdrawn": bool(piece.withdrawn_at),
    }
