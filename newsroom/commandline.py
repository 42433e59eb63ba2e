"""The command line: what an operator can mend is told in a sentence, the rest by a traceback."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit(
            f"{sys.executable} does not have the packages of this program. Use the program's own: "
            ".venv/bin/python manage.py. Where that is missing, `make .venv/.installed` makes it."
        )
    from newsroom.mendable import sentence

    try:
        execute_from_command_line(sys.argv)
    except BrokenPipeError:
        # Whoever read its words (`| head`) has read enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        told = sentence(error)
        if told is None or "--traceback" in sys.argv:
            raise
        sys.exit(told)
    except KeyboardInterrupt:
        sys.exit("Stopped.")
