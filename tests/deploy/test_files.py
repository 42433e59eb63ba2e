"""What stands in deploy/ is understood by the programs that it is written for."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.deploy.front import tool, written
from tests.server import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
ENVIRONMENTS = sorted((DEPLOY / "env").iterdir())


@pytest.mark.parametrize("cached", [False, True])
def test_nginx_takes_the_configuration(tmp_path: Path, cached: bool) -> None:
    ports = {"listen 443": "listen 18443", "listen 80;": "listen 18080;"}
    main = written(tmp_path / "nginx", ports, cached=cached)
    done = subprocess.run(
        [tool(), "-t", "-c", str(main), "-p", str(tmp_path / "nginx")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "[emerg]" not in done.stderr
    text = (tmp_path / "nginx" / "newsroom.conf").read_text()
    assert len(re.findall(r"^ *include \S+/microcache", text, re.MULTILINE)) == 2 * cached


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_each_unit_is_one(unit: Path, tmp_path: Path) -> None:
    """By systemd's own check where it is; its programs are put where this machine has them."""
    text = unit.read_text()
    for line in text.splitlines():
        assert re.fullmatch(r"\[\w+\]|#.*||[A-Za-z]+=.*| {4}\S.*", line), line
    commands = re.findall(r"^ExecStart=(\S+)", text, re.MULTILINE)
    assert unit.suffix == ".timer" or commands
    if shutil.which("systemd-analyze") is None:
        return
    for name in ("newsroom-readers@.service", *(each.name for each in UNITS)):
        there = (DEPLOY / "systemd" / name).read_text()
        there = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", there, flags=re.MULTILINE)
        (tmp_path / name).write_text(there)
    name = unit.name.replace("@.", "@8001.")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)],
        capture_output=True, text=True, check=False,
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )  # fmt: skip
    complaints = [line for line in done.stderr.splitlines() if "newsroom" in line]
    assert complaints == [], done.stderr


def variables(*files: str) -> dict[str, str]:
    """As systemd reads them: with every line that is offered in a comment, too."""
    found = {}
    for name in files:
        for line in (DEPLOY / "env" / name).read_text().splitlines():
            if match := re.fullmatch(r"(?:# )?([A-Z0-9_]+)=(.*)", line):
                found[match[1]] = match[2]
    return found


@pytest.mark.parametrize("wing", ["readers", "desk"])
def test_the_settings_of_each_wing_start_it(wing: str, tmp_path: Path) -> None:
    given = variables("common.env", f"{wing}.env")
    assert given["NEWSROOM_SECRET_KEY"] == ""
    given |= {
        "NEWSROOM_SECRET_KEY": "x" * 60,
        "NEWSROOM_VAR": str(tmp_path),
        "NEWSROOM_STATIC_DIR": str(tmp_path / "static"),
        "NEWSROOM_MEDIA_DIR": str(tmp_path / "private"),
        "NEWSROOM_BACKUP_DIR": str(tmp_path / "backups"),
        "NEWSROOM_WING": "public" if wing == "readers" else "desk",
    }
    code = (
        "from django.conf import settings as s; import newsroom.wsgi;"
        "print(s.TRUSTED_PROXIES, s.BACKUP_AT, type(newsroom.wsgi.application).__name__)"
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={"PATH": ""} | given,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "127.0.0.1/32" in done.stdout
    assert done.stdout.strip().endswith("Proxies")
    assert ("03:00" in done.stdout) == (wing == "desk")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its settings")
def test_postgresql_knows_every_line_of_its_file() -> None:
    lines = (DEPLOY / "postgresql" / "newsroom.conf").read_text().splitlines()
    names = {line.partition("=")[0].strip() for line in lines if line and line[0] != "#"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s)", [sorted(names)])
        assert {name for (name,) in cursor.fetchall()} == names
