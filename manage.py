#!/usr/bin/env python
"""Command line of the newsroom: `python manage.py help` lists what it can do."""

import sys

if __name__ == "__main__":
    # Written so that an old Python understands it and can say so.
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(
            "Python 3.11 or newer is needed, and this is {}.{}. Run it with the program's own: "
            ".venv/bin/python manage.py".format(*sys.version_info)
        )
    from newsroom.commandline import main

    main()
