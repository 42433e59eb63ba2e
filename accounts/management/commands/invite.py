"""`manage.py invite USERNAME`: a link with which somebody sets their own password."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import invitations, sessions
from accounts.models import User
from accounts.signals import account_changed

_GUESSED = "http://127.0.0.1:8000"


class Command(BaseCommand):
    help = (
        "Prints a link with which this person sets their own password, once. For the first"
        " administrator, and when no administrator gets in any more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--reset-second-factor",
            action="store_true",
            help="also remove the second factor: the telephone and the codes are lost",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        if not user.is_active:
            raise CommandError(f"The account {user.username} is deactivated.")
        if settings.PRODUCTION and not settings.DESK_URL:
            raise CommandError(
                "The link would lead nowhere: set NEWSROOM_DESK_URL, or NEWSROOM_SITE_URL, to the "
                "address at which people reach the newsroom, and run this again."
            )
        with transaction.atomic():
            if options["reset_second_factor"]:
                Authenticator.objects.filter(user=user).delete()
                sessions.end_all(user)
                account_changed.send(
                    User, user=user, by=None, what="second_factor_reset", note="manage.py invite"
                )
            made, token = invitations.make(user, None)
        path = reverse("admin:invitation-link", args=[token])
        self.stdout.write(f"{settings.DESK_URL or _GUESSED}{path}")
        if not settings.DESK_URL:
            self.stderr.write(
                f"{_GUESSED} is a guess: set NEWSROOM_DESK_URL where the newsroom is elsewhere."
            )
        self.stderr.write(
            f"It works once, until {timezone.localtime(made.ends_at):%Y-%m-%d %H:%M %Z}."
        )
