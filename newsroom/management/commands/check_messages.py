"""Keep the Chinese catalogue complete. A development tool: it needs GNU gettext and polib."""

import argparse
import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

LOCALE = "zh_Hans"
CATALOGUE = Path(LOCALE, "LC_MESSAGES", "django.po")
# Top-level directories without a sentence that a person sees.
NO_SENTENCES = {"docs", "locale", "static", "tests", "var"}


class Command(BaseCommand):
    help = "Fail when a sentence has no Chinese; with --write, bring the catalogue up to date."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="update django.po and compile")

    def handle(self, *args: Any, **options: Any) -> None:
        if not shutil.which("xgettext"):
            raise CommandError("GNU gettext is needed (Debian: apt-get install gettext).")
        own, vendor = (path / CATALOGUE for path in settings.LOCALE_PATHS)
        fresh = extract(_parts_of_project(), own)
        if options["write"]:
            if _without_date(fresh) != _without_date(own.read_text("utf-8")):
                own.write_text(fresh, "utf-8")
            for catalogue in (own, vendor):
                _compile(catalogue)
        problems = [
            *incomplete("django.po", fresh),
            *incomplete("vendor/django.po", vendor.read_text("utf-8")),
            *not_compiled(own),
            *not_compiled(vendor),
            *_foreign(),
        ]
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(
                f"{len(problems)} message(s) are not in order. Run `make messages`, write what is "
                "missing into the django.po that is named, and run it again."
            )
        self.stdout.write("Every sentence has its Chinese.")


def extract(directories: list[Path], known: Path | None = None) -> str:
    """The text of a catalogue of what these directories say, with what is known filled in.

    Works on a copy: makemessages leaves files beside the sources while it runs.
    """
    with tempfile.TemporaryDirectory() as name:
        for directory in directories:
            shutil.copytree(directory, Path(name, directory.name), ignore=_not_read)
        made = Path(name, "locale") / CATALOGUE
        made.parent.mkdir(parents=True)
        if known:
            shutil.copy(known, made)
        with contextlib.chdir(name), override_settings(LOCALE_PATHS=[]):
            call_command(
                "makemessages",
                locale=[LOCALE],
                no_obsolete=True,
                no_wrap=True,
                add_location="file",
                verbosity=0,
            )
        return made.read_text("utf-8")


def _not_read(directory: str, names: list[str]) -> list[str]:
    # A package's `contrib` holds apps of their own, read where they are installed.
    return [
        name
        for name in names
        if name in ("contrib", "__pycache__", "static", "locale")
        or (Path(directory, name).is_file() and not name.endswith((".py", ".html", ".txt")))
    ]


def _parts_of_project() -> list[Path]:
    return [
        path
        for path in sorted(settings.BASE_DIR.iterdir())
        if path.is_dir() and not path.name.startswith(".") and path.name not in NO_SENTENCES
    ]


def _without_date(catalogue: str) -> list[str]:
    return [line for line in catalogue.splitlines() if not line.startswith('"POT-Creation-Date')]


def _compile(catalogue: Path) -> None:
    subprocess.run(  # noqa: S603 - a fixed command, without a shell
        ["msgfmt", "--check-format", "-o", catalogue.with_suffix(".mo"), catalogue],  # noqa: S607 - found by the developer's own path
        check=True,
    )


def incomplete(name: str, catalogue: str) -> Iterator[str]:
    import polib

    entries = polib.pofile(catalogue)
    for entry in entries.untranslated_entries():
        yield f"{name}: no Chinese for {entry.msgid!r}"
    for entry in entries.fuzzy_entries():
        yield f"{name}: only a guess (fuzzy) for {entry.msgid!r}"


def not_compiled(path: Path) -> Iterator[str]:
    """Compare by content: the compiled file is committed, so that users need no gettext."""
    import polib

    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        yield f"{compiled} is missing"
        return
    said = _texts(polib.mofile(str(compiled)))
    meant = _texts(polib.pofile(str(path)).translated_entries())
    for key in said.keys() | meant.keys():
        if said.get(key) != meant.get(key):
            yield f"{compiled.relative_to(settings.BASE_DIR)}: not compiled: {key[1]!r}"


def _texts(entries: Any) -> dict[tuple[str | None, str], Any]:
    return {(each.msgctxt, each.msgid): each.msgstr or each.msgstr_plural for each in entries}


def _foreign() -> Iterator[str]:
    """What other people's apps say and neither Django nor this project has in Chinese."""
    import polib

    locales = [
        Path(django.__file__).parent / "conf" / "locale",
        *(Path(app.path) / "locale" for app in apps.get_app_configs()),
        *settings.LOCALE_PATHS,
    ]
    compiled = [path / CATALOGUE.with_suffix(".mo") for path in locales]
    known = {key for mo in compiled if mo.exists() for key in _texts(polib.mofile(str(mo)))}
    foreign = [
        Path(app.path)
        for app in apps.get_app_configs()
        if not app.name.startswith("django.") and Path(app.path).parent != settings.BASE_DIR
    ]
    for entry in polib.pofile(extract(foreign)) if foreign else ():
        if (entry.msgctxt, entry.msgid) not in known:
            yield f"vendor/django.po: no Chinese for {entry.msgid!r} of {entry.occurrences[0][0]}"
