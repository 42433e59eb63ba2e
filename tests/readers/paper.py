"""The demo's paper in a folder of its own, for the commands that look at the readers' pages.

Nothing of Django is imported before `make` has said which paper it is.
"""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def make(name: str, *, fresh: bool = True) -> Path:
    """A demo in `var/NAME`, on which this process then works. A new one takes about a minute."""
    var = ROOT / "var" / name
    if fresh:
        shutil.rmtree(var, ignore_errors=True)
    for variable in [each for each in os.environ if each.startswith("NEWSROOM_")]:
        del os.environ[variable]
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "NEWSROOM_VAR": str(var),
        "NEWSROOM_LOG_LEVEL": "WARNING",
        # Playwright keeps an event loop running in this thread.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with Path(os.devnull).open("w") as nowhere:
        call_command("demo", stdout=nowhere)
    return var


def set_stage() -> None:
    """The pieces that ask everything of a page, in front of the demo's own."""
    from accounts.models import User
    from articles.models import Page, Section
    from newsroom.demo import artwork
    from tests.readers import stage

    newsroom: Any = SimpleNamespace(
        chief=User.objects.filter(groups__name="chief").first(),
        section=Section.objects.get(slug="news"),
    )
    wide, upright = (stage.keep(artwork.draw(key)) for key in ("port-dusk", "crane-ladder"))
    stage.set_stage(newsroom, wide, upright)
    Page.objects.filter(body="").update(body=stage.about())
