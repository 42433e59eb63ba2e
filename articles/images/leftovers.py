"""What processes that were killed had begun to write and never named.

Whole files stand under names of their own; beside them, while they are written, under names
that begin with a dot (`files.write_from`), and what is being uploaded in a folder of its own.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

# Longer than any upload takes.
OLD = timedelta(days=1)


def sweep(older_than: timedelta = OLD) -> int:
    """Remove them; how many there were."""
    found = find(older_than)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def find(older_than: timedelta) -> list[Path]:
    before = time.time() - older_than.total_seconds()
    return [path for path in _begun() if _changed(path) <= before]


def _begun() -> Iterator[Path]:
    try:
        private = Path(default_storage.path(""))
    except NotImplementedError:
        pass  # Object storage has whole objects only.
    else:
        yield from (path for path in private.rglob(".*") if path.is_file())
    arriving = Path(settings.FILE_UPLOAD_TEMP_DIR or settings.VAR / "arriving")
    if arriving.is_dir():
        yield from (path for path in arriving.iterdir() if path.is_file())


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
