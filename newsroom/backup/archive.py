"""The file itself: members with their checksums, written and read from front to back."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from newsroom.backup import END, FORMAT, HEAD
from newsroom.backup.errors import Refused

CHUNK = 1024 * 1024
# In the header of each member; vendors' keys are written in capitals.
_SUM = "NEWSROOM.sha256"
_BLOCK = 512
_LONGEST_NOTE = 64 * 1024 * 1024


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Writer:
    """Puts members one after the other into `file`; `digest` is of all bytes so far."""

    def __init__(self, file: BinaryIO, made_at: float) -> None:
        self._file = file
        self._made_at = made_at
        self.digest = hashlib.sha256()
        self.size = 0

    def add(self, name: str, data: bytes) -> None:
        self._begin(name, len(data), hashlib.sha256(data).hexdigest())
        self._write(data)
        self._fill(len(data))

    def add_file(self, name: str, size: int, digest: str, source: Readable) -> None:
        """`size` and `digest` (SHA-256, hexadecimal) of what `source` is going to give."""
        self._begin(name, size, digest)
        left = size
        while left and (chunk := source.read(min(CHUNK, left))):
            self._write(chunk)
            left -= len(chunk)
        if left:
            raise Refused(f"The file {name} became shorter while it was read. Run backup again.")
        self._fill(size)

    def finish(self, counts: dict[str, Any]) -> None:
        whole = {"sha256": self.digest.hexdigest(), "bytes": self.size}
        self.add(END, json.dumps(counts | {"before": whole}, ensure_ascii=False).encode())
        self._write(bytes(2 * _BLOCK))

    def _begin(self, name: str, size: int, digest: str) -> None:
        self._write(_header(name, size, int(self._made_at), digest))

    def _fill(self, size: int) -> None:
        self._write(bytes(-size % _BLOCK))

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)


def _header(name: str, size: int, made_at: int, digest: str) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, made_at, 0o600
    info.pax_headers = {_SUM: digest}
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict")


@dataclass
class Member:
    """`read` gives its bytes in turn; at the last one the checksum is compared."""

    name: str
    size: int
    _promised: str
    _source: Readable

    def __post_init__(self) -> None:
        self._left = self.size
        self._digest = hashlib.sha256()

    @property
    def promised(self) -> str:
        """The SHA-256 that its bytes are going to have, or they are refused."""
        return self._promised

    def read(self, size: int = -1, /) -> bytes:
        """Raises Refused, with the member's name, for what is not as it was written."""
        wanted = self._left if size < 0 else min(size, self._left)
        try:
            data = self._source.read(wanted) if wanted else b""
        except (tarfile.TarError, OSError, EOFError) as error:
            raise self._damaged() from error
        if len(data) < wanted:
            raise Refused(f"This backup is cut off inside “{self.name}”. Take another one.")
        self._left -= len(data)
        self._digest.update(data)
        if not self._left and self._digest.hexdigest() != self._promised:
            raise self._damaged()
        return data

    def _damaged(self) -> Refused:
        return Refused(
            f"This backup is damaged: “{self.name}” is not what was written. Take another one."
        )

    def all(self) -> bytes:
        """Of a member that is small by its nature."""
        if self.size > _LONGEST_NOTE:
            raise self._damaged()
        return self.read()

    def skip(self) -> None:
        """To its end, so that its checksum is compared; also where it is empty."""
        while self.read(CHUNK):
            pass

    def note(self) -> dict[str, Any]:
        data = self.all()
        try:
            found = json.loads(data)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._damaged()
        return found


@contextmanager
def opened(path: Path) -> Iterator[Iterator[Member]]:
    """The members of a backup, each to be read before the next; the last one is `end.json`.

    Raises Refused where the file is no backup, ends early or is damaged.
    """
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r|") as tar:
            yield _members(tar)
    except tarfile.TarError as error:
        raise Refused(f"{path.name} is no backup of a newsroom ({error}).") from error
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error}") from error


def _members(tar: tarfile.TarFile) -> Iterator[Member]:
    last = ""
    while True:
        try:
            info = tar.next()
        except (tarfile.TarError, EOFError, ValueError) as error:
            if not last:
                raise
            raise Refused(f"This backup is damaged after “{last}”. Take another one.") from error
        # It would remember every member otherwise.
        vars(tar)["members"] = []
        if info is None:
            break
        source = tar.extractfile(info) if info.isfile() else None
        if source is None or _SUM not in info.pax_headers or (not last and info.name != HEAD):
            raise Refused(
                f"“{info.name}” in this file was not written by a backup. Take another one."
            )
        last = info.name
        yield Member(info.name, info.size, info.pax_headers[_SUM], source)
        if last == END:
            return
    raise Refused(
        f"This backup ends early, after “{last}”: its end is missing. Take another one."
        if last
        else "This file is no backup of a newsroom: it is empty."
    )


def read_head(member: Member) -> dict[str, Any]:
    """Raises Refused where the backup is of a later format than this code knows."""
    head = member.note()
    if head.get("format") != FORMAT:
        raise Refused(
            f"This backup has format {head.get('format')}, and this version reads {FORMAT}. "
            "Restore it with the version that made it, or with a newer one."
        )
    return head


def check_whole(path: Path, before: dict[str, Any]) -> None:
    """That no byte before `end.json` was changed, those between the members among them."""
    digest, left = hashlib.sha256(), int(before["bytes"])
    with path.open("rb") as file:
        while left and (chunk := file.read(min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
        rest = file.read()
    if left or digest.hexdigest() != before["sha256"] or not _is_end(rest):
        raise Refused("This backup was changed between its members. Take another one.")


def _is_end(data: bytes) -> bool:
    """Whether this is `end.json` as it is written, whose bytes have been compared, and zeros."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            info = tar.next()
    except tarfile.TarError:
        return False
    if info is None:
        return False
    header = _header(info.name, info.size, int(info.mtime), info.pax_headers.get(_SUM, ""))
    return data.startswith(header) and not any(data[len(header) + info.size :])


def sha256_of(path: Path) -> str:
    """Of the whole file, as `backup` says it at its end."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
