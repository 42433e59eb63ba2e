"""The files of private storage, on a disk or in a bucket, by their names."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage

from articles.models.image import storage_name
from articles.models.recording import recording_storage_name
from newsroom.backup.archive import CHUNK, Member
from newsroom.backup.errors import Refused
from newsroom.backup.snapshot import Snapshot

_KEPT = (
    ("articles_image", "images", storage_name),
    ("articles_recording", "recordings", recording_storage_name),
)


def names() -> Iterator[str]:
    """Every file, folder by folder; those that are being written begin with a dot."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        folders, found = _listed(folder)
        waiting += [_joined(folder, name) for name in sorted(folders, reverse=True)]
        yield from (_joined(folder, name) for name in sorted(found) if not name.startswith("."))


def missing(snapshot: Snapshot) -> Iterator[str]:
    """Pictures and recordings that the database names and storage has not."""
    for table, top, name_of in _KEPT:
        for number in range(256):
            first = f"{number:02x}"
            rows = snapshot.ask(
                f"SELECT content_hash, format FROM {table} WHERE content_hash >= '{first}' "  # noqa: S608 - our own table, and digits of a hash
                f"AND content_hash < '{f'{number + 1:02x}' if number < 255 else 'g'}'"
            )
            if not rows:
                continue
            there = {_joined(f"{top}/{first}", name) for name in _listed(f"{top}/{first}")[1]}
            yield from (name for row in rows if (name := name_of(*row)) not in there)


def opened(name: str) -> "File[bytes] | None":
    """None where it has gone since it was listed."""
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(error) from error


def measured(file: "File[bytes] | BinaryIO") -> tuple[int, str]:
    """Size and SHA-256; afterwards it stands at its beginning again."""
    digest, size = hashlib.sha256(), 0
    try:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
        file.seek(0)
    except OSError as error:
        raise _unreadable(error) from error
    return size, digest.hexdigest()


def is_there(name: str, digest: str) -> bool:
    """Whether storage has exactly this file already. Raises Refused where it has another one."""
    file = opened(name)
    if file is None:
        return False
    with file:
        if measured(file)[1] == digest:
            return True
    raise Refused(
        f"The file {name} is in storage already, with other content. A restore overwrites "
        "nothing: give it a storage that is empty, or that of the same newspaper."
    )


def put(member: Member, name: str) -> None:
    """Write a file that is not there. On a disk, `settle` makes sure of them all together."""
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:
        with tempfile.SpooledTemporaryFile(8 * CHUNK) as whole:
            while chunk := member.read(CHUNK):
                whole.write(chunk)
            whole.seek(0)
            default_storage.save(name, File(whole, name=name))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.part")
    with aside.open("wb") as file:
        while chunk := member.read(CHUNK):
            file.write(chunk)
    aside.chmod(0o644)
    aside.replace(target)


def settle() -> None:
    """What was written is on the disk, also when the power goes now."""
    os.sync()


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, found = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise _unreadable(error) from error
    # A bucket may list the folder itself, without a name.
    return [name for name in folders if name], [name for name in found if name]


def _unreadable(error: OSError) -> Refused:
    """So that it is not taken for the place where the backup is written."""
    return Refused(
        f"Pictures and recordings cannot be read: {error}. See NEWSROOM_MEDIA_DIR or the bucket's "
        "settings (docs/operations.md)."
    )
