"""Keep the Chinese catalogue complete. A development tool: it needs GNU gettext and polib."""

import argparse
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

LOCALE = "zh_Hans"
OWN = Path("locale") / LOCALE / "LC_MESSAGES" / "django.po"
VENDOR = Path("locale") / "vendor" / LOCALE / "LC_MESSAGES" / "django.po"


class Command(BaseCommand):
    help = "Fail when a sentence has no Chinese; with --write, bring the catalogue up to date."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="update django.po and compile")

    def handle(self, *args: Any, **options: Any) -> None:
        if not shutil.which("xgettext"):
            raise CommandError("GNU gettext is needed (Debian: apt-get install gettext).")
        own = settings.BASE_DIR / OWN
        before = own.read_bytes() if own.exists() else b""
        self._extract()
        if options["write"]:
            for catalogue in (own, settings.BASE_DIR / VENDOR):
                self._compile(catalogue, catalogue.with_suffix(".mo"))
        problems = [
            *self._incomplete(own),
            *self._incomplete(settings.BASE_DIR / VENDOR),
            *self._not_compiled(own),
            *self._not_compiled(settings.BASE_DIR / VENDOR),
        ]
        if not options["write"] and before:
            own.write_bytes(before)
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} message(s) are not in order: run `make messages`.")
        self.stdout.write("Every sentence has its Chinese.")

    def _extract(self) -> None:
        call_command(
            "makemessages",
            locale=[LOCALE],
            no_obsolete=True,
            no_wrap=True,
            add_location="file",
            ignore_patterns=[".venv", "var", "tests", "locale/vendor"],
            verbosity=0,
        )

    def _compile(self, source: Path, target: Path) -> None:
        subprocess.run(
            ["msgfmt", "--check-format", "-o", str(target), str(source)],  # noqa: S607
            check=True,
        )

    def _incomplete(self, path: Path) -> list[str]:
        import polib

        catalogue = polib.pofile(str(path))
        bad = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
        return [f"{path.parent.parent.parent.name}: {entry.msgid!r}" for entry in bad]

    def _not_compiled(self, path: Path) -> list[str]:
        """Compare by content: the compiled file is committed, so that users need no gettext."""
        import polib

        compiled = path.with_suffix(".mo")
        if not compiled.exists():
            return [f"{compiled.name} is missing beside {path.name}"]
        said = {
            (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
            for entry in polib.mofile(str(compiled))
        }
        return [
            f"not compiled: {entry.msgid!r}"
            for entry in polib.pofile(str(path)).translated_entries()
            if said.get((entry.msgctxt, entry.msgid)) != (entry.msgstr or entry.msgstr_plural)
        ]
