"""The table of settings says what the code reads: no more, no less."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsroom import configuration

ROOT = Path(__file__).resolve().parents[2]
# Read by our own measurements and tests; no operator sets them.
OF_TOOLS = ("NEWSROOM_BENCH_", "NEWSROOM_TEST_")


def test_every_variable_has_a_meaning_and_every_meaning_a_variable() -> None:
    read = set(configuration.read_from_code())
    assert len(read) > 35
    assert read - configuration.known() == set(), "say in newsroom/configuration.py what they mean"
    assert configuration.known() - read == set(), "the code reads these no more"


def test_the_page_is_in_step() -> None:
    written = configuration.PAGE.read_text(encoding="utf-8")
    assert written == configuration.page(), "run: python manage.py configuration --write"


def test_nothing_is_read_past_the_readers_of_settings() -> None:
    """A name that stands anywhere in the code is one of the table."""
    for package in ("accounts", "articles", "newsroom"):
        for path in (ROOT / package).rglob("*.py"):
            names = set(
                re.findall(r"\bNEWSROOM_[A-Z0-9_]*[A-Z0-9]\b", path.read_text(encoding="utf-8"))
            )
            unknown = {name for name in names if not name.startswith(OF_TOOLS)}
            unknown -= configuration.known()
            assert not unknown, f"{path.relative_to(ROOT)} names {unknown}"


def test_defaults_and_limits_come_from_the_code() -> None:
    rows = {each.name: each for group in configuration.groups().values() for each in group}
    assert rows["NEWSROOM_ENV"].limits == "`development` or `production`"
    assert rows["NEWSROOM_ENV"].default == "`development`"
    assert rows["NEWSROOM_HTTPS"].default == "`1`"
    assert rows["NEWSROOM_ACCESS_LOG_DAYS"].limits == "183 to 36500"
    assert rows["DATABASE_URL"].default == "SQLite in `var/`"


def test_the_command_prints_and_refuses_what_has_no_meaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = StringIO()
    call_command("configuration", stdout=out)
    assert "| `NEWSROOM_IDLE_MINUTES` |" in out.getvalue()
    meanings = {"x": {"NEWSROOM_ENV": "y"}}
    monkeypatch.setattr(configuration, "MEANINGS", meanings)
    with pytest.raises(CommandError, match="NEWSROOM_WING"):
        call_command("configuration", stdout=StringIO())
