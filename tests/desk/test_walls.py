"""The walls of the house, read from its own plans: models and source files."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from articles.models import (
    Article,
    Assignment,
    Autosave,
    Clip,
    Comment,
    Credit,
    Figure,
    IncomingFile,
    LedgerEntry,
    LoadedPiece,
    OldAddress,
    Presence,
    PreviewLink,
    PreviewOpening,
    Proofread,
    PublishedArticle,
    Review,
    Revision,
    Special,
    SpecialGroup,
    SpecialPiece,
    WithdrawalCheck,
)

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("accounts", "articles", "newsroom", "deploy")
DRAFTS: set[type[Model]] = {
    Article, Autosave, Clip, Comment, Credit, Figure, IncomingFile, LedgerEntry, LoadedPiece,
    Presence, Proofread, Review, Revision, WithdrawalCheck,
}  # fmt: skip
DRAFTS |= {Assignment, PreviewLink, PreviewOpening, Special, SpecialGroup, SpecialPiece}
PUBLISHED = [
    model for model in apps.get_app_config("articles").get_models()
    if model.__name__.startswith("Published") or model is OldAddress
]  # fmt: skip


def test_no_relation_leads_from_what_is_public_to_a_draft() -> None:
    """A template follows dots: whatever hangs on a public object can be printed by one."""
    seen: set[type[Model]] = set()
    ways: list[tuple[type[Model], str]] = [(model, model.__name__) for model in PUBLISHED]
    assert PublishedArticle in PUBLISHED
    while ways:
        model, way = ways.pop()
        if model in seen:
            continue
        seen.add(model)
        assert model not in DRAFTS, f"readers could reach a draft by {way}"
        for field in model._meta.get_fields():
            # Hidden ones (related_name="+") have no attribute to follow.
            if field.is_relation and field.related_model:
                ways.append((field.related_model, f"{way}.{field.name}"))
    assert len(seen) > len(PUBLISHED)


def _written_names(path: Path) -> set[str]:
    """Names of models that a file calls a writing method on, or instantiates."""
    writing = {"create", "bulk_create", "update", "delete", "save", "update_or_create",
               "get_or_create", "bulk_update"}  # fmt: skip
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            found.add(node.func.id)
        elif isinstance(node.func, ast.Attribute) and node.func.attr in writing:
            found |= {name.id for name in ast.walk(node.func) if isinstance(name, ast.Name)}
    return found


@pytest.mark.parametrize("package", ["articles", "accounts", "newsroom"])
def test_only_the_door_writes_what_readers_see(package: str) -> None:
    names = {model.__name__ for model in PUBLISHED}
    door = ROOT / "articles" / "desk" / "publishing.py"
    assert names & _written_names(door)
    for path in (ROOT / package).rglob("*.py"):
        if path != door and "migrations" not in path.parts:
            assert not names & _written_names(path), f"{path} writes {names & _written_names(path)}"


def test_only_the_workflow_writes_the_state() -> None:
    allowed = {"workflow.py", "effects.py", "publishing.py"}
    for path in (ROOT / "articles").rglob("*.py"):
        if path.name in allowed or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                assert node.attr != "state", f"{path}:{node.lineno} writes a state"


def test_every_exception_to_a_check_says_why() -> None:
    """Security rules and types: who switches one off in a line argues for it in that line."""
    told = re.compile(r"#\s*(?:ruff: )?(?:noqa: S\d+|type: ignore\[[\w, -]+\])(.*)")
    files = [path for part in PARTS for path in sorted((ROOT / part).rglob("*.py"))]
    found = [
        (path.relative_to(ROOT), number, excuse)
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if (excuse := told.search(line))
    ]
    assert len(found) > 50
    mute = [f"{path}:{number}" for path, number, why in found if len(why[1].strip(" -#()")) < 5]
    assert mute == []
