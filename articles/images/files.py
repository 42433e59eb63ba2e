"""Whole files only: what stands in private storage under a name is complete."""

import os
import shutil
import tempfile
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

_CHUNK = 1024 * 1024


def read(name: str) -> bytes:
    """Raises FileNotFoundError when storage has no such file."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def write(name: str, data: bytes) -> None:
    """Put `data` under exactly this name, over whatever was there."""
    write_from(name, BytesIO(data))


def write_from(name: str, source: BinaryIO) -> None:
    """Put what `source` holds from its place on under this name, never all of it in memory.

    A killed process or a power cut leaves the old file or the new one, never a part. Object
    storage does so by itself; on a disk the file is written aside, flushed and moved.
    """
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:
        default_storage.save(name, File(source))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
        aside = Path(file.name)
        try:
            shutil.copyfileobj(source, file, _CHUNK)
            file.flush()
            os.fsync(file.fileno())
            aside.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)
            aside.replace(target)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def plain_name(name: str) -> str:
    """The last part of a file name, without folders and control characters."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable())[-200:]
