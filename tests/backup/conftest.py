from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.models import Image
from articles.models.image import storage_name
from tests.cast import Cast, make_published


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Committed: a backup reads over a connection of its own."""
    return Cast()


@pytest.fixture
def paper(cast: Cast, settings: Any, tmp_path: Path) -> Cast:
    """A small newspaper with what is awkward in rows, and files that are empty, long and deep."""
    settings.BACKUP_DIR = tmp_path / "backups"
    make_published(cast, "反斜线\\与制表\t符", body="<p>第一行</p>\n<p>C:\\new\\table 😀</p>")
    make_published(cast, "渡口的末班船", tags=[])
    picture = "ab" * 32
    Image.objects.create(content_hash=picture, format="jpg", width=1, height=1, size=70_001)
    default_storage.save(storage_name(picture, "jpg"), ContentFile(b"\xff\xd8" + b"jpeg " * 14_000))
    default_storage.save("portraits/空.png", ContentFile(b""))
    return cast
