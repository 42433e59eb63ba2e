"""What the documents tell people to type is there: commands with their options, targets of make,
variables, and the pages that they point to."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from newsroom import configuration
from tests.server import ROOT

PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy" / "env").iterdir()]
)
_RUN = re.compile(
    r"(?:python manage\.py|^newsroom(?: --owner)?(?: --from \S+)?) ([a-z_]+)(?=[ `]|$)(.*)"
)
# What stands for something of the reader's own, where the command asks for a certain form.
_STANDS_FOR = {"DAY": "2026-03-01", "日期": "2026-03-01"}


def typed(page: Path) -> Iterator[str]:
    """Each line of a block and each run of code within a sentence."""
    text = page.read_text()
    for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL):
        # A line that ends in a backslash goes on in the next.
        yield from (line.strip() for line in block.replace("\\\n", " ").splitlines())
    prose = re.sub(r"```\w*\n.*?```", "", text, flags=re.DOTALL)
    yield from (span.replace("\n", " ") for span in re.findall(r"`([^`]+)`", prose))


def commands() -> Iterator[tuple[str, str, list[str]]]:
    for page in PAGES:
        for line in typed(page):
            if found := _RUN.search(line):
                rest = re.split(r" [|>#]|[|>#&;…]", found[2].replace("…", ""))[0]
                words = [_STANDS_FOR.get(each, each) for each in shlex.split(rest.strip("[] "))]
                yield page.name, found[1], words


def command(name: str) -> BaseCommand:
    app = get_commands()[name]
    return app if isinstance(app, BaseCommand) else load_command_class(app, name)


def test_commands_are_there_and_take_these_words() -> None:
    found = list(commands())
    assert {"restore", "grow", "export_audit", "invite", "soak"} <= {name for _p, name, _w in found}
    wrong = []
    for page, name, words in found:
        if name == "help":
            continue
        if name not in get_commands():
            wrong.append(f"{page}: {name} is no command")
        elif words:
            try:
                command(name).create_parser("manage.py", name).parse_args(words)
            except Exception as error:
                wrong.append(f"{page}: {name} {' '.join(words)}: {error}")
    assert wrong == []


def test_targets_of_make_are_there() -> None:
    targets = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (page.name, target)
        for page in PAGES
        for line in typed(page)
        for target in re.findall(r"^make (?:-C \S+ )?([a-z.][\w./-]*)", line)
    }
    assert len(named) > 8
    assert [each for each in sorted(named) if each[1] not in targets] == []


def test_variables_are_there() -> None:
    files = [*PAGES, *(path for path in (ROOT / "deploy").rglob("*") if path.is_file())]
    named = {
        (path.name, name)
        for path in files
        if path.suffix != ".pyc"
        for name in re.findall(r"\bNEWSROOM_[A-Z0-9_]*[A-Z0-9](?!_?[…*\w])", path.read_text())
    }
    known = configuration.known() | {"NEWSROOM_TEST_FULL", "NEWSROOM_TEST_DATABASE_ONLY"}
    assert [each for each in sorted(named) if each[1] not in known] == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.suffix == ".md"], ids=lambda page: page.name
)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```\w*\n.*?```", "", page.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _mark, anchor = target.partition("#")
        there = (page.parent / name) if name else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def anchors(page: Path) -> set[str]:
    """As the hosts of code make them of headings."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_whoever_begins_finds_every_page() -> None:
    """From the index, which the README names."""
    index = (ROOT / "docs" / "README.md").read_text()
    assert "docs/README.md" in (ROOT / "README.md").read_text()
    assert "docs/README.md" in (ROOT / "README.zh-CN.md").read_text()
    for page in (ROOT / "docs").rglob("*.md"):
        if page.name != "README.md":
            assert f"]({page.relative_to(ROOT / 'docs')}" in index, page.name
