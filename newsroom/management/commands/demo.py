import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import ROLES
from articles.models import PublishedArticle
from newsroom.demo.seeding import NotEmpty, is_seeded, seed


class Command(BaseCommand):
    help = "Fill an empty database with an invented newspaper, and say how to sign in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where the server will listen")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo's password is public: it never runs in production.")
        if is_seeded():
            self.stdout.write(_("The demo newspaper is there already; nothing was changed."))
        else:
            try:
                seed(self._progress)
            except NotEmpty:
                raise CommandError(
                    "This database has other content, which the demo does not touch. "
                    "Give it a new one: DATABASE_URL=sqlite:////tmp/demo.sqlite3 make demo"
                ) from None
        self._say_where(options["port"])

    def _progress(self, done: int, total: int) -> None:
        if sys.stdout.isatty():
            width = 30 * done // total
            bar = "█" * width + "░" * (30 - width)
            self.stdout.write(f"\r{bar} {done}/{total}", ending="\n" if done == total else "")
            self.stdout.flush()
        elif done == total:
            self.stdout.write(_("%(count)s pictures and pieces made.") % {"count": total})

    def _say_where(self, port: int) -> None:
        write = self.stdout.write
        write("")
        write(_("Readers:   http://127.0.0.1:%(port)s/") % {"port": port})
        write(_("Newsroom:  http://127.0.0.1:%(port)s/admin/") % {"port": port})
        write(_("Password of every account: %(word)s") % {"word": settings.DEMO_PASSWORD})
        write("")
        for user in User.objects.filter(is_active=True).prefetch_related("groups", "desks"):
            roles = "、".join(
                str(ROLES[group.name].label) for group in user.groups.all() if group.name in ROLES
            )
            desks = "、".join(desk.name for desk in user.desks.all())
            write(f"  {user.username:<14} {user.full_name}  {roles}  {desks}")
        now = timezone.now()
        ahead = PublishedArticle.objects.filter(visible_from__gt=now).order_by("visible_from")
        for piece in ahead[:3]:
            moment = timezone.localtime(piece.visible_from).strftime("%H:%M:%S")
            write("")
            write(
                _("At %(time)s this appears by itself: %(headline)s")
                % {"time": moment, "headline": piece.headline}
            )
        write("")
        write(_("Stop with Ctrl-C."))
