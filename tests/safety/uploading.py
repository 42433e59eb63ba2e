"""A newsroom in a process of its own, to which files are sent one after the other.

`prepare` makes its database; `send FOLDER` sends what lies there through the screens, says what
became of each as a line of JSON, and last how much memory the process ever had.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SIGNED_IN = "uploader"


def prepare() -> None:
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from accounts.models import Desk, User
    from articles.models import Section

    call_command("migrate", verbosity=0)
    desk = Desk.objects.create(name="要闻部")
    Section.objects.create(name="要闻", slug="news", desk=desk)
    user = User.objects.create(username=SIGNED_IN, full_name="林小满", is_staff=True)
    user.groups.add(Group.objects.get(name="reporter"))
    user.desks.add(desk)


def send(folder: Path) -> Iterator[dict[str, Any]]:
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from accounts.models import User
    from articles.models import Section

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(username=SIGNED_IN))
    section = Section.objects.get()
    for each in json.loads((folder / "list.json").read_text()):
        upload = SimpleUploadedFile(each["name"], (folder / each["key"]).read_bytes())
        if each["kind"] == "picture":
            yield each | _picture(client, upload)
        else:
            yield each | _document(client, upload, section.pk)
        del upload
    yield {"peak": _peak()}


def _picture(client: Any, upload: Any) -> dict[str, Any]:
    from django.core.files.storage import default_storage

    from articles.models import Image

    response = client.post(
        "/admin/articles/image/upload/", {"files": upload}, headers={"accept": "application/json"}
    )
    found = {"status": response.status_code, "peak": _peak()}
    if response.status_code != 200:
        return found
    (answer,) = response.json()
    if "error" in answer:
        return found | {"error": answer["error"]}
    image = Image.objects.get(pk=answer["id"])
    with default_storage.open(image.storage_name) as file:
        kept = file.read()
    served = client.get(f"/admin/articles/image/file/{image.content_hash}/original")
    small = client.get(answer["thumbnail"])
    return found | {
        "kept": kept.hex() if len(kept) < 2_000_000 else kept[:64].hex(),
        "length": len(kept),
        "stored": image.storage_name,
        "called": image.name,
        "said": f"{image.caption}{image.credit}{image.rights_holder}",
        "heads": [
            {name: response.headers.get(name, "") for name in
             ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy")}
            for response in (served, small)
        ],
    }  # fmt: skip


def _document(client: Any, upload: Any, section: int) -> dict[str, Any]:
    from articles.models import Article, IncomingFile

    before = IncomingFile.objects.count()
    response = client.post("/admin/intake/", {"uploads": [upload], "section": section})
    found: dict[str, Any] = {"status": response.status_code, "peak": _peak()}
    if IncomingFile.objects.count() == before:
        page = response.content.decode()
        errors = re.findall(r'<p class="nr-note-alarm" role="alert">(.*?)</p>', page, re.DOTALL)
        return found | {"error": " ".join(" ".join(each.split()) for each in errors)}
    waiting = IncomingFile.objects.latest("pk")
    shown = client.get(f"/admin/intake/{waiting.pk}/")
    original = client.get(f"/admin/intake/{waiting.pk}/original/")
    saved = client.post(f"/admin/intake/{waiting.pk}/", {"section": section, "_save": "1"})
    article = Article.objects.latest("pk")
    return found | {
        "peak": _peak(),
        "shown": shown.status_code,
        "saved": saved.status_code,
        "body": article.body,
        "headline": article.headline,
        "heads": [{name: original.headers.get(name, "") for name in
                   ("Content-Type", "X-Content-Type-Options", "Content-Disposition")}],
    }  # fmt: skip


def _peak() -> int:
    """Megabytes that this process has ever had at once."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) // 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        for line in send(Path(sys.argv[2])):
            print(json.dumps(line), flush=True)
