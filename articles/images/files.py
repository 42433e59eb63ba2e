"""Whole files only: what stands in private storage under a name is complete.

Where storage does not answer, everything here raises MediaAway, and soon.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from articles.faults import MediaAway
from articles.strain import Strain

_CHUNK = 1024 * 1024
_strain = Strain()
# Whose errors tell of an S3-compatible store; loaded only where there is one.
_BUCKETS = ("botocore.", "boto3.", "s3transfer.", "urllib3.")


@contextmanager
def asking() -> Iterator[None]:
    """Around whatever asks storage. Raises MediaAway; FileNotFoundError passes where storage
    itself is there."""
    ticket = _strain.enter()
    if ticket is None:
        raise MediaAway("storage has not answered a moment ago")
    failed: bool | None = None
    try:
        yield
        failed = False
    except FileNotFoundError as missing:
        if _is_gone():
            raise MediaAway(str(missing)) from missing
        raise
    except Exception as problem:
        failed = isinstance(problem, OSError) or _is_of_bucket(problem)
        if failed:
            raise MediaAway(f"{type(problem).__name__}: {problem}") from problem
        raise
    finally:
        _strain.leave(ticket, failed)


def _is_gone() -> bool:
    try:
        return not Path(default_storage.path("")).is_dir()
    except NotImplementedError:
        return False


def _is_of_bucket(problem: Exception) -> bool:
    return any(f"{kind.__module__}.".startswith(_BUCKETS) for kind in type(problem).__mro__)


def read(name: str) -> bytes:
    """Raises FileNotFoundError when storage has no such file."""
    with asking(), default_storage.open(name) as file:
        return bytes(file.read())


def opened(name: str) -> BinaryIO:
    """To be handed out in parts and closed. From a bucket it is fetched whole before anything of
    it is sent. Raises FileNotFoundError."""
    with asking():
        file = default_storage.open(name)
        if is_on_disk():
            return file  # type: ignore[return-value]  # what a storage opens for reading is binary
        with file:
            return BytesIO(file.read())


def exists(name: str) -> bool:
    with asking():
        return default_storage.exists(name)


def is_on_disk() -> bool:
    try:
        default_storage.path("")
    except NotImplementedError:
        return False
    return True


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
        with asking():
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
