"""The demo: in an empty database once, never among other people's work, never in production."""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import ROOT


def run(var: Path, *command: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={"NEWSROOM_VAR": str(var), "PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def ask(var: Path, code: str, **variables: str) -> str:
    found = run(var, "shell", "-v", "0", "-c", code, **variables)
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


COUNT = (
    "from articles.models import *; from articles.desk import ledger;"
    "print(Article.objects.count(), PublishedArticle.objects.visible().count(),"
    " LedgerEntry.objects.count(), len(ledger.verify()))"
)
STATES = (
    "from articles.models import Article; from django.db.models import Count;"
    "print(sorted(Article.objects.values_list('state', flat=True).distinct()))"
)
WEEK = (
    "from accounts.models import Duty; from articles.models import *;"
    "print(Duty.objects.count(), Assignment.objects.count(),"
    " Comment.objects.filter(kind='said').count(), Comment.objects.filter(kind='point').count(),"
    " Proofread.objects.filter(errors__gt=0).count())"
)
SIGN_IN = (
    "from django.conf import settings; from django.contrib.auth import authenticate;"
    "print(authenticate(username='shenyanqiu', password=settings.DEMO_PASSWORD))"
)
PRODUCTION = {
    "NEWSROOM_ENV": "production",
    "NEWSROOM_HOSTS": "paper.example",
    "NEWSROOM_SECRET_KEY": "k" * 60,
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper that takes its time to make: made once, for every process of this test run."""
    folder, run_of_many = tmp_path_factory.getbasetemp(), os.environ.get("PYTEST_XDIST_TESTRUNUID")
    var = folder.parent / f"demo-{run_of_many}" if run_of_many else folder / "demo"
    var.mkdir(exist_ok=True)
    with (var / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var / "said").exists():
            assert run(var, "migrate", "-v", "0", **url_of(var)).returncode == 0
            seeded = run(var, "demo", "--port", "8080", **url_of(var))
            assert seeded.returncode == 0, seeded.stderr
            (var / "said").write_text(seeded.stdout)
    return var


def url_of(var: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{var / 'demo.sqlite3'}"}


def test_it_makes_a_paper_with_pieces_in_every_state(demo: Path) -> None:
    said = (demo / "said").read_text()
    assert "http://127.0.0.1:8080/admin/" in said
    assert "shenyanqiu" in said
    articles, visible, _entries, breaks = map(int, ask(demo, COUNT, **url_of(demo)).split())
    assert articles >= 60
    assert visible >= 40
    assert breaks == 0
    states = ask(demo, STATES, **url_of(demo))
    for state in ("draft", "first_review", "second_review", "final_review", "approved"):
        assert state in states
    assert "settled" in states
    assert "spiked" in states
    assert ask(demo, SIGN_IN, **url_of(demo)) == "沈砚秋"


def test_its_newsroom_has_a_week(demo: Path) -> None:
    duties, assignments, said, points, counted = map(int, ask(demo, WEEK, **url_of(demo)).split())
    assert duties >= 30
    assert 6 <= assignments <= 8
    assert said >= 5
    assert points >= 3
    assert counted >= 3


def test_a_second_time_changes_nothing(demo: Path) -> None:
    before = ask(demo, COUNT, **url_of(demo))
    again = run(demo, "demo", **url_of(demo))
    assert again.returncode == 0, again.stderr
    assert "shenyanqiu" in again.stdout
    assert ask(demo, COUNT, **url_of(demo)) == before


def test_production_refuses_it_and_its_password(demo: Path) -> None:
    refused = run(demo, "demo", **url_of(demo), **PRODUCTION)
    assert refused.returncode != 0
    assert "never runs in production" in refused.stderr
    assert ask(demo, SIGN_IN, **url_of(demo), **PRODUCTION) == "None"


def test_a_dry_run_of_intake_needs_no_database(tmp_path: Path) -> None:
    copy = tmp_path / "稿.txt"
    copy.write_text("渡口的灯\n天黑以后，渡口还亮着灯。\n本报记者 罗行舟\n", encoding="utf-8")
    found = run(tmp_path, "intake", "--dry-run", "--json", str(copy))
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["headline"] == "渡口的灯"


def test_it_does_not_mix_with_other_content(tmp_path: Path) -> None:
    url = {"DATABASE_URL": f"sqlite:///{tmp_path / 'paper.sqlite3'}"}
    assert run(tmp_path, "migrate", "-v", "0", **url).returncode == 0
    ask(
        tmp_path,
        "from accounts.models import User; User.objects.create_user('somebody', full_name='某')",
        **url,
    )
    refused = run(tmp_path, "demo", **url)
    assert refused.returncode != 0
    assert "other content" in refused.stderr
    assert ask(tmp_path, COUNT, **url).split()[0] == "0"
