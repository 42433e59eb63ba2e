"""Load a paper's old archive: see docs/old-archive.md."""

import argparse
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Desk, User
from articles.loading.errors import ErrorFile
from articles.loading.garbage import seldom_collecting
from articles.loading.load import Load, Summary, count_lines
from articles.loading.prepare import Place
from articles.loading.shelves import Shelves
from articles.management.progress import Progress
from articles.models import LoadedPiece

# Notes that are printed; the rest are counted.
_NOTES = 20


class Command(BaseCommand):
    help = (
        "Load a paper's old archive, one JSON object a line (docs/old-archive.md). May be stopped "
        "or killed at any time; run again, it goes on, and loads nothing twice."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.jsonl", type=Path)
        parser.add_argument("--user", help="sign-in name of who owns the pieces and answers for it")
        parser.add_argument(
            "--source", default="archive", metavar="NAME",
            help="the system that the file comes from; two of them may number alike",
        )  # fmt: skip
        parser.add_argument(
            "--create-sections", action="store_true", help="make sections that are not known"
        )
        parser.add_argument("--desk", help="the desk that looks after sections that are made")
        parser.add_argument(
            "--errors", type=Path, metavar="PATH",
            help="where lines that fail are written (FILE.errors.jsonl)",
        )  # fmt: skip
        parser.add_argument(
            "--leave-out-pictures", action="store_true",
            help="load a piece without the pictures that are refused, not none of it",
        )  # fmt: skip
        parser.add_argument(
            "--bulk", action="store_true",
            help="faster, on all processors: search answers late or not at all until the end",
        )  # fmt: skip
        parser.add_argument(
            "--processes", type=int, metavar="N", help="processes that prepare pieces"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": path})
        errors_path = options["errors"] or path.with_name(
            path.name.removesuffix(".jsonl") + ".errors.jsonl"
        )
        if errors_path.resolve() == path.resolve():
            raise CommandError(_("--errors names the file itself. Give another one."))
        if errors_path.is_dir():
            raise CommandError(
                _("--errors names a folder, %(folder)s. Name a file in it.")
                % {"folder": errors_path}
            )
        if not errors_path.parent.is_dir():
            raise CommandError(
                _("There is no folder %(folder)s for --errors. Make it, or name another file.")
                % {"folder": errors_path.parent}
            )
        user = _user(options["user"])
        shelves = Shelves(_desk(options["desk"]) if options["create_sections"] else None)
        processes = options["processes"]
        if processes is None:
            processes = (os.cpu_count() or 1) if options["bulk"] else 0
        self.progress = Progress(self.stdout, count_lines(path))
        self.notes = 0
        errors = ErrorFile(errors_path, path)
        load = Load(
            path=path,
            operator=user,
            source=_source(options["source"]),
            shelves=shelves,
            on_error=errors.add,
            on_note=self._note,
            on_lines=self.progress.advance,
            bulk=options["bulk"],
            processes=processes,
            lenient=options["leave_out_pictures"],
        )
        try:
            with seldom_collecting():
                summary = load.run()
        except KeyboardInterrupt:
            self.progress.finish()
            raise CommandError(
                _("Stopped after %(count)s new pieces. Run the same command again to go on.")
                % {"count": load.summary.loaded}
            ) from None
        except IntegrityError as error:
            self.progress.finish()
            raise CommandError(
                _("Somebody else wrote the same at the same moment: %(why)s. Is another load"
                  " running? Run this one again after it.") % {"why": error}
            ) from None  # fmt: skip
        finally:
            errors.close()
        self.progress.finish()
        self._report(summary, errors)

    def _note(self, place: Place, note: str) -> None:
        self.notes += 1
        if self.notes <= _NOTES:
            self.stderr.write(
                self.style.WARNING(
                    _("Line %(line)s: %(note)s") % {"line": place.line, "note": note}
                )
            )

    def _report(self, summary: Summary, errors: ErrorFile) -> None:
        self.stdout.write(
            _("New pieces: %(loaded)s. Already there: %(there)s. Pictures: %(pictures)s.")
            % {
                "loaded": summary.loaded,
                "there": summary.there,
                "pictures": summary.pictures,
            }
        )
        if self.notes > _NOTES:
            self.stderr.write(
                _("… and %(count)s more notes of this kind.") % {"count": self.notes - _NOTES}
            )
        if errors.count:
            raise CommandError(
                ngettext(
                    "%(count)s line failed. It stands in %(file)s with what is wrong: correct it"
                    " there and load that file.",
                    "%(count)s lines failed. They stand in %(file)s, each with what is wrong:"
                    " correct them there and load that file.",
                    errors.count,
                )
                % {"count": errors.count, "file": errors.path}
            )


def _user(name: str | None) -> User:
    if not name:
        raise CommandError(_("Say who owns the pieces and answers for the load: --user NAME."))
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(_("There is no active account “%(name)s”.") % {"name": name})
    return user


def _source(name: str) -> str:
    name = name.strip()
    most = LoadedPiece._meta.get_field("source").max_length or 0
    if not 0 < len(name) <= most:
        raise CommandError(
            _("--source takes a name of at most %(most)s characters.") % {"most": most}
        )
    return name


def _desk(name: str | None) -> Desk:
    if name:
        return Desk.objects.get_or_create(name=name)[0]
    desks = list(Desk.objects.all()[:2])
    if len(desks) != 1:
        raise CommandError(_("Say which desk looks after the new sections: --desk NAME."))
    return desks[0]
