"""The whole collection of files through the screens that take them, in a process of its own: each
is refused with a sentence or becomes something harmless, and memory stays below 300 MB."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from articles.intake import IntakeError, read
from tests.safety import files
from tests.safety.reading import finds

MEGABYTES = 300
PICTURES = files.made(files.PICTURES)
DOCUMENTS = files.made(files.DOCUMENTS)


def _run(var: Path, *arguments: str, language: str = "zh-hans") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.safety.uploading", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "NEWSROOM_VAR": str(var),
            "NEWSROOM_LANGUAGE": language,
            "NEWSROOM_LOG_LEVEL": "ERROR",
        },
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("files")
    var = tmp_path_factory.mktemp("var")
    wanted = []
    for kind, table in (("picture", PICTURES), ("document", DOCUMENTS)):
        for key, file in table.items():
            (folder / key).write_bytes(file.data)
            wanted.append({"key": key, "name": file.name, "kind": kind})
    (folder / "list.json").write_text(json.dumps(wanted))
    _run(var, "prepare")
    told = [json.loads(line) for line in _run(var, "send", str(folder)).splitlines()]
    return {each.get("key", "end"): each for each in told}


def test_all_were_sent_within_memory(answers: dict[str, dict[str, Any]]) -> None:
    assert len(PICTURES) >= 50
    assert len(DOCUMENTS) >= 22
    assert answers.keys() >= PICTURES.keys() | DOCUMENTS.keys()
    steps = [(key, each["peak"]) for key, each in answers.items()]
    assert answers["end"]["peak"] < MEGABYTES, steps


@pytest.mark.parametrize("key", sorted(PICTURES))
def test_a_picture(answers: dict[str, dict[str, Any]], key: str) -> None:
    answer = answers[key]
    assert answer["status"] == 200, answer
    if not PICTURES[key].taken:
        assert len(answer.get("error", "")) > 8, answer
        # In the reader's language, and not the library's own words.
        assert any("\u4e00" <= character <= "\u9fff" for character in answer["error"])
        return
    assert "error" not in answer, answer
    kept = bytes.fromhex(answer["kept"])
    assert len(kept) == answer["length"]
    with Image.open(BytesIO(kept), formats=("JPEG", "PNG")) as picture:
        assert not getattr(picture, "is_animated", False)
        assert picture.mode in ("L", "RGB", "RGBA")
        assert not picture.getexif()
        picture.load()
    for part in files.FORBIDDEN:
        # What the picture said of its maker is kept as XML, escaped.
        assert part not in kept, (key, part)
    assert answer["stored"].startswith("images/")
    assert answer["stored"].endswith((".jpg", ".png"))
    assert len(answer["called"]) <= 255
    assert "/" not in answer["called"]
    for head in answer["heads"]:
        assert head["Content-Type"] in ("image/jpeg", "image/png", "image/webp"), head
        assert head["X-Content-Type-Options"] == "nosniff"
        assert head["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize("key", sorted(DOCUMENTS))
def test_a_document(answers: dict[str, dict[str, Any]], key: str) -> None:
    answer = answers[key]
    assert answer["status"] in (200, 302), answer
    if not DOCUMENTS[key].taken:
        assert len(answer.get("error", "")) > 8, answer
        assert any("\u4e00" <= character <= "\u9fff" for character in answer["error"])
        with pytest.raises(IntakeError):
            read(DOCUMENTS[key].name, DOCUMENTS[key].data)
        return
    assert "error" not in answer, answer
    assert (answer["shown"], answer["saved"]) == (200, 302)
    assert finds(answer["body"]) == []
    assert "root:" not in answer["body"]
    (head,) = answer["heads"]
    assert head["X-Content-Type-Options"] == "nosniff"
    assert head["Content-Disposition"].startswith("attachment")
