"""Django's command, told of `__`: how a module that needs both kinds names its lazy gettext."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=__"]  # noqa: RUF012
