"""Dates and times as papers write them at the head of a piece, to ISO 8601."""

import re
from datetime import datetime

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DATE = re.compile(
    rf"""(?<!\d){_YEAR}\s*(?:年|[-/.])\s*(?P<month>\d{{1,2}})\s*(?:月|[-/.])\s*(?P<day>\d{{1,2}})
    (?:\s*日|(?!\d))
    (?:\s*[（(]?(?:星期|周)[一二三四五六日天][)）]?)?
    (?:[\sT]*(?P<hour>\d{{1,2}})\s*(?:[:：]|时)\s*(?P<minute>\d{{2}})\s*分?
        (?:[:：]?(?P<second>\d{{2}})(?!\d)\s*秒?)?)?""",
    re.VERBOSE,
)


def find(text: str) -> tuple[int, int, str] | None:
    """The first true date: where it starts and ends, and `2024-05-01` or `2024-05-01T10:20:00`."""
    for match in _DATE.finditer(text):
        parts = {name: int(value) for name, value in match.groupdict().items() if value}
        try:
            moment = datetime(**parts)  # type: ignore[arg-type]  # three to six numbers by name, from a pattern of digits
        except ValueError:
            continue
        iso = moment.isoformat() if "hour" in parts else moment.date().isoformat()
        return match.start(), match.end(), iso
    return None
