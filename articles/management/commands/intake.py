import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles.desk import incoming
from articles.desk.errors import WorkflowError
from articles.desk.incoming_copy import check_size, plain_name, read_copy, sentence
from articles.intake import ImportedCopy, IntakeError
from articles.models import Section


class Command(BaseCommand):
    help = "Read copy from text files and Word documents, and make a draft of each."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--section", help="address (slug) of the section that the drafts go to")
        parser.add_argument("--user", help="sign-in name of the drafts' owner")
        parser.add_argument("--dry-run", action="store_true", help="read and report, save nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object a file")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = section = None
        if not options["dry_run"]:
            owner, section = _owner(options["user"]), _section(options["section"])
        failed = 0
        for path in options["files"]:
            try:
                copy = _read(path)
                self._report(copy, as_json=options["json"])
                if owner and section:
                    self._bring_in(copy, owner, section, quiet=options["json"])
            except (OSError, IntakeError, WorkflowError) as error:
                failed += 1
                self.stderr.write(self.style.ERROR(_why(path, error)))
        if failed:
            raise CommandError(
                ngettext(
                    "%(count)s file did not become a draft.",
                    "%(count)s files did not become drafts.",
                    failed,
                )
                % {"count": failed}
                if owner
                else ngettext(
                    "%(count)s file cannot be read.", "%(count)s files cannot be read.", failed
                )
                % {"count": failed}
            )

    def _bring_in(self, copy: ImportedCopy, owner: User, section: Section, *, quiet: bool) -> None:
        """Keep the copy and make a draft of it; damaged copy waits for a person's decision."""
        file = incoming.keep(copy, owner, section)
        made = incoming.make_draft(file, copy, owner)
        for line in made.left_out:
            self.stderr.write(self.style.WARNING(line))
        if made.cut:
            names = "、".join(map(str, made.cut))
            said = _("Too long, and cut in the draft: %(fields)s.") % {"fields": names}
            self.stderr.write(self.style.WARNING(said))
        if not quiet:
            self.stdout.write(
                _("Draft %(number)s: %(headline)s")
                % {"number": made.article.pk, "headline": made.article.headline}
            )

    def _report(self, copy: ImportedCopy, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(copy.to_json(), ensure_ascii=False))
            return
        repairs = ", ".join(f"{kind} {count}" for kind, count in copy.counts().items() if count)
        if copy.encoding:
            repairs = f"{repairs}, {copy.encoding}".removeprefix(", ")
        self.stdout.write(f"{copy.file}: {copy.headline}")
        self.stdout.write(
            _("  %(blocks)s blocks, %(credits)s credits; repairs: %(repairs)s")
            % {
                "blocks": len(copy.body),
                "credits": len(copy.credits),
                "repairs": repairs or _("none"),
            }
        )
        for note in (*copy.notes, *([copy.quarantine] if copy.quarantine else ())):
            self.stderr.write(self.style.WARNING(f"{copy.file}: {sentence(note)}"))


def _read(path: Path) -> ImportedCopy:
    check_size(plain_name(path.name), path.stat().st_size)
    return read_copy(plain_name(path.name), path.read_bytes())


def _why(path: Path, error: OSError | IntakeError | WorkflowError) -> str:
    if isinstance(error, IntakeError):
        return sentence(error)
    if isinstance(error, OSError):
        return _("%(file)s cannot be opened: %(why)s") % {"file": path, "why": error.strerror}
    return str(error)


def _owner(name: str | None) -> User:
    if not name:
        raise CommandError(_("Say who owns the drafts: --user NAME (or try --dry-run)."))
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(_("There is no active account “%(name)s”.") % {"name": name})
    return user


def _section(slug: str | None) -> Section:
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        known = ", ".join(Section.objects.values_list("slug", flat=True))
        raise CommandError(
            _("Say which section: --section SLUG, one of: %(known)s.") % {"known": known}
        )
    return section
