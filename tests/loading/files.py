"""Files of old archives, and how they are loaded."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from articles.models import Article, LoadedPiece, PublishedArticle


@dataclass
class Loaded:
    out: str
    err: str
    failure: str
    errors: list[dict[str, Any]]

    @property
    def said(self) -> list[tuple[int, str]]:
        """(line, sentence) of everything that failed."""
        return [(each["_line"], told) for each in self.errors for told in each["_errors"]]


def record(old_id: Any = "1", **fields: Any) -> dict[str, Any]:
    given = {
        "old_id": old_id,
        "headline": f"夜班公交第{old_id}路",
        "published_at": "2013-05-02T08:30:00",
        "section": "要闻",
        "body": "<p>从今晚起，末班车等最后一班工人。</p>",
    } | fields
    return {name: value for name, value in given.items() if value is not ...}


def write(folder: Path, *records: dict[str, Any] | str | bytes, name: str = "old.jsonl") -> Path:
    lines = [
        each
        if isinstance(each, bytes)
        else (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)).encode()
        for each in records
    ]
    path = folder / name
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def load(path: Path, *options: str) -> Loaded:
    out, err, failure = io.StringIO(), io.StringIO(), ""
    try:
        call_command(
            "load_articles", str(path), "--user", "chief", *options,
            stdout=out, stderr=err, no_color=True,
        )  # fmt: skip
    except CommandError as error:
        failure = str(error)
        assert error.returncode == 1
    errors = path.with_name(path.name.removesuffix(".jsonl") + ".errors.jsonl")
    lines = errors.read_text().splitlines() if errors.exists() else []
    return Loaded(out.getvalue(), err.getvalue(), failure, [json.loads(line) for line in lines])


def piece(old_id: str, source: str = "archive") -> tuple[Article, PublishedArticle]:
    article = LoadedPiece.objects.get(source=source, old_id=old_id).article
    return article, PublishedArticle.objects.get(pk=article.pk)
