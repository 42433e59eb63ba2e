"""Whole files only: what stands in private storage under a name is complete."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def read(name: str) -> bytes:
    """Raises FileNotFoundError when storage has no such file."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def write(name: str, data: bytes) -> None:
    """Put `data` under exactly this name, over whatever was there.

    A killed process or a power cut leaves the old file or the new one, never a part. Object
    storage does so by itself; on a disk the file is written aside, flushed and moved.
    """
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:
        default_storage.save(name, ContentFile(data))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
        aside = Path(file.name)
        try:
            file.write(data)
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
