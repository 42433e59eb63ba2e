"""A load that is killed loses nothing and doubles nothing; bulk makes the same rows."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from articles import search
from articles.desk import ledger
from articles.loading.workers import in_order
from articles.models import (
    Article,
    Credit,
    LedgerEntry,
    LoadedPiece,
    OldAddress,
    PublishedArticle,
    PublishedCredit,
    PublishedImage,
    PublishedTag,
    Revision,
    SearchEntry,
)
from tests.cast import Cast
from tests.images.pictures import jpeg_of
from tests.loading.files import load, record, write
from tests.search.test_rebuild import Terminal
from tests.server import database_url

COUNT = 450


def _records(count: int) -> list[dict[str, Any]]:
    return [
        record(
            number,
            body=f"<p>从今晚起，第{number}路末班车等最后一班工人。</p>" * 3,
            credits=[{"name": f"记者{number % 7}", "role": "reporter"}],
            tags=[f"标签{number % 5}", "夜班"],
            urls=[f"/show.php?id={number}"],
        )
        for number in range(count)
    ]


def _start(path: Path, *options: str) -> "subprocess.Popen[bytes]":
    """The real command, over a connection of its own to the tests' database."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "load_articles", str(path), "--user", "chief", *options],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url(), "NEWSROOM_VAR": str(path.parent / "var")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _await_pieces(at_least: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 120
    while LoadedPiece.objects.count() < at_least and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("options", [(), ("--bulk",)], ids=["normal", "bulk"])
def test_killed_at_any_point_and_run_again(tmp_path: Path, options: tuple[str, ...]) -> None:
    Cast()
    path = write(tmp_path, *_records(COUNT))
    chance = random.Random(len(options))
    for after in (1, 150):
        process = _start(path, *options)
        _await_pieces(after, process)
        time.sleep(chance.random() / 10)
        process.send_signal(signal.SIGKILL)
        process.wait()
        whole = LoadedPiece.objects.count()
        assert after > 1 or 0 < whole < COUNT
        # Nothing of a chunk without all of it, however much of it was written.
        for model in (Article, PublishedArticle, OldAddress, SearchEntry, Revision):
            assert model.objects.count() == whole
    process = _start(path, *options)
    said = process.communicate(timeout=300)[0].decode()
    assert process.returncode == 0, said
    assert LoadedPiece.objects.count() == Article.objects.count() == COUNT
    assert set(LoadedPiece.objects.values_list("old_id", flat=True)) == set(map(str, range(COUNT)))
    headlines = PublishedArticle.objects.values_list("headline", flat=True)
    assert len(set(headlines)) == PublishedArticle.objects.count() == COUNT
    assert LedgerEntry.objects.filter(subject_kind="article").count() == 2 * COUNT
    assert ledger.verify() == []
    hits = search.find("第7路末班车").hits
    assert [hit.article.headline for hit in hits] == ["夜班公交第7路"]
    again = load(path, *options)
    assert str(COUNT) in again.out
    assert (again.failure, Article.objects.count()) == ("", COUNT)


@pytest.mark.django_db(transaction=True)
def test_bulk_makes_the_same_rows(tmp_path: Path) -> None:
    Cast()
    (tmp_path / "bus.jpg").write_bytes(jpeg_of((300, 200)))
    records = _records(60)
    records[3] |= {"images": [{"file": "bus.jpg", "caption": "站台"}], "withdrawn": "2014-01-01"}
    records[8] |= {"headline": "长" * 201}
    path = write(tmp_path, *records)
    one = load(path, "--source", "one")
    normal = _all_rows("one")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('articles_searchentry_grams')")
            assert cursor.fetchone() == (0,), "readers go on reading what waits"
    # Its addresses are taken, so it brings others.
    moved = [each | {"urls": [f"/moved/{each['old_id']}"]} for each in records]
    two = load(write(tmp_path, *moved, name="two.jsonl"), "--source", "two", "--bulk")
    assert _all_rows("two") == normal
    assert len(normal) == 59
    assert one.said == two.said
    assert len(search.find("末班车等最后", limit=200).hits) == 2 * 58
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # It is there again after the second, and what waited during the first is sorted in.
            cursor.execute(
                "SELECT reloptions FROM pg_class"
                " WHERE oid = to_regclass('articles_searchentry_grams')"
            )
            assert cursor.fetchone() == (["fastupdate=off"],)


def _all_rows(source: str) -> dict[str, Any]:
    """Everything about each piece of a source, but for numbers and times of the run."""
    found = {}
    for loaded in LoadedPiece.objects.filter(source=source):
        number = loaded.article_id
        rows: list[Any] = []
        for model, key in (
            (Article, "pk"), (Revision, "article"), (Credit, "article"), (PublishedArticle, "pk"),
            (PublishedCredit, "article"), (PublishedTag, "article"), (PublishedImage, "article"),
            (LedgerEntry, "subject_id"),
        ):  # fmt: skip
            for row in model.objects.filter(**{key: number}).order_by("pk").values():
                rows.append({name: value for name, value in row.items() if name not in _OF_THE_RUN})
        entry = SearchEntry.objects.get(article=number)
        found[loaded.old_id] = (*rows, entry.text, entry.labels, entry.rules)
    return found


_OF_THE_RUN = {
    "id", "article_id", "subject_id", "created_at", "at", "hash", "previous_hash",
}  # fmt: skip


def test_results_come_in_order_from_several_processes() -> None:
    assert list(in_order(_slowly, range(40), 3)) == [number * 2 for number in range(40)]
    assert list(in_order(_slowly, [], 2)) == []
    with pytest.raises(ZeroDivisionError):
        list(in_order(_inverted, [2, 1, 0], 2))
    assert list(in_order(_slowly, range(5), 0)) == [0, 2, 4, 6, 8]


def test_processes_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """They are found by what they were given to say: each prints its own number and waits."""
    program = (
        "import os, time\n"
        "from articles.loading.workers import in_order\n"
        "def told(number):\n    return os.getpid()\n"
        "for pid in in_order(told, iter(range(10**9)), 2):\n    print(pid, flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    pids = {int(process.stdout.readline()) for _line in range(6)}
    process.kill()
    process.stdout.close()
    process.wait()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() and not _is_dead(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len(pids) == 2


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _slowly(number: int) -> int:
    time.sleep(0.002 * (number % 3))
    return number * 2


def _inverted(number: int) -> float:
    return 1 / number


def test_the_bar_tells_rate_and_time_left(cast: Cast, tmp_path: Path) -> None:
    screen = Terminal()
    path = write(tmp_path, *_records(3))
    call_command("load_articles", str(path), "--user", "chief", stdout=screen)
    assert "3 of 3" in screen.getvalue()
    assert "/s" in screen.getvalue()
