"""Keep a recording: its bytes under their hash, and its row."""

import hashlib
from typing import BinaryIO

from django.conf import settings

from accounts.models import User
from articles.images import files
from articles.models.recording import Recording, recording_storage_name
from articles.recordings.errors import too_large
from articles.recordings.facts import Facts
from articles.recordings.sniff import facts_of

_CHUNK = 1024 * 1024


def check_bytes(size: int) -> None:
    """Raise RecordingRefused for a file larger than the setting allows."""
    if size > settings.RECORDING_MAX_BYTES:
        raise too_large(settings.RECORDING_MAX_BYTES)


def store(file: BinaryIO, name: str, user: User | None) -> Recording:
    """Keep the recording in `file`; the same recording twice gives the same row.

    `file` stands on disk, is read in parts and is changed: what tells of the place and the
    device is written over. `name` is kept for people to search by and decides nothing. Raises
    RecordingRefused. Takes as long as the file is copied: call it outside any transaction.
    """
    size = file.seek(0, 2)
    check_bytes(size)
    facts = facts_of(file, size)
    _blank(file, facts)
    content_hash = _hash(file)
    # Written even when the row is there: the second upload of a recording mends a lost file.
    file.seek(0)
    files.write_from(recording_storage_name(content_hash, facts.format), file)
    recording, _created = Recording.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "format": facts.format,
            "duration": round(facts.duration, 3),
            "width": facts.width,
            "height": facts.height,
            "size": size,
            "name": files.plain_name(name),
            "uploaded_by": user,
        },
    )
    return recording


def _blank(file: BinaryIO, facts: Facts) -> None:
    """Boxes become free space of the same length: nothing else moves."""
    for start, length in facts.blanks:
        file.seek(start)
        head = file.read(16)
        body = 16 if head[:4] == b"\x00\x00\x00\x01" else 8
        file.seek(start + 4)
        file.write(b"free")
        file.seek(start + body)
        left = length - body
        while left > 0:
            left -= file.write(bytes(min(left, _CHUNK)))


def _hash(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
