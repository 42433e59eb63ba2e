"""The lines that could not be loaded, in a file that can be corrected and loaded again."""

import json
from pathlib import Path
from typing import IO

from articles.loading.prepare import Place


class ErrorFile:
    """Made with its first line. A file of an earlier run is kept beside it, with a ~ at its end:
    somebody may have begun to correct it."""

    def __init__(self, path: Path, read_from: Path) -> None:
        self.path = path
        self.count = 0
        self._read_from = read_from
        self._file: IO[bytes] | None = None
        if path.exists():
            path.replace(path.with_name(f"{path.name}~"))

    def add(self, place: Place, errors: list[str]) -> None:
        """The line as it came, with its number and what is wrong with it in front."""
        with self._read_from.open("rb") as file:
            file.seek(place.start)
            line = file.read(place.size).removeprefix(b"\xef\xbb\xbf").strip()
        told = json.dumps({"_line": place.line, "_errors": errors}, ensure_ascii=False).encode()
        if self._file is None:
            self._file = self.path.open("wb")
        self._file.write(_joined(told, line) + b"\n")
        self._file.flush()
        self.count += 1

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _joined(told: bytes, line: bytes) -> bytes:
    """Byte for byte what stood there, where it is an object; else as a text in `_text`."""
    try:
        raw = json.loads(line.decode())
    except (ValueError, RecursionError):
        raw = None
    if isinstance(raw, dict):
        rest = _without_told(raw, line)
        return told[:-1] + (b", " + rest if rest != b"}" else rest)
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode("gb18030", "backslashreplace")
    return told[:-1] + b', "_text": ' + json.dumps(text, ensure_ascii=False).encode() + b"}"


def _without_told(raw: dict[str, object], line: bytes) -> bytes:
    """What follows the opening brace; what an earlier run said of the line goes."""
    if "_line" in raw or "_errors" in raw:
        if set(raw) == {"_line", "_errors", "_text"}:
            raw = {"_text": raw["_text"]}
        said = {name: value for name, value in raw.items() if name not in ("_line", "_errors")}
        line = json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return line[1:].lstrip()
