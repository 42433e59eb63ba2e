"""From a page that somebody looked at to a number: who counts, what waits, what is added up."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from articles.desk import reads
from articles.models import ReadHour
from articles.models.reads import hour_of
from articles.public.reads import PER_MINUTE
from articles.reads import files
from articles.reads.rate import Rate
from newsroom.worker import run_once
from tests.cast import Cast
from tests.public.archive import put_out, put_out_tomorrow, take_down
from tests.reads.conftest import Reader, added_up, clock, later


def counts() -> dict[int, int]:
    return {row.article_id: row.count for row in ReadHour.objects.all()}


# --- Who counts ---------------------------------------------------------------------------------


def test_a_read_asks_the_database_nothing_and_is_added_up_later(
    cast: Cast, read: Reader, django_assert_num_queries: Any
) -> None:
    piece = put_out(cast)
    with django_assert_num_queries(0):
        assert read(piece) == read(piece, sec_fetch_site="same-origin") == 204
    assert reads.add_up() == 0, "the minute is not over"
    assert added_up() == 2
    assert counts() == {piece.pk: 2}
    assert added_up() == 0, "what was added up is gone"


@pytest.mark.django_db(transaction=True)
def test_the_workers_lane_adds_up_and_ranks(cast: Cast, read: Reader) -> None:
    pieces = [put_out(cast, f"第{number}篇") for number in range(5)]
    for piece in pieces:
        read(piece)
    with later(minutes=2):
        assert run_once() == []
    assert set(counts()) == {piece.pk for piece in pieces}
    assert Client().get("/").content.decode().count("most-read") > 0


@pytest.mark.parametrize(
    "headers",
    [
        {"user_agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/)"},
        {"user_agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        {"user_agent": "Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/130.0 Safari/537.36"},
        {"user_agent": "python-requests/2.32"},
        {"user_agent": ""},
        {"sec_purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x_moz": "prefetch"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_machines_and_other_sites_do_not_count(
    cast: Cast, read: Reader, headers: dict[str, str]
) -> None:
    piece = put_out(cast)
    assert read(piece, **headers) == 204, "nobody learns whether they count"
    assert read(piece) == 204
    assert added_up() == 1


@pytest.mark.parametrize(
    "program",
    [
        "Mozilla/5.0 (Linux; Android 10; CUBOT X30) Chrome/96.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile MicroMessenger/8.0.40",
        "Mozilla/5.0 (Linux; Android 12) Chrome/97 Mobile Safari/537.36 baiduboxapp/13.2",
    ],
)
def test_readers_telephones_count(cast: Cast, read: Reader, program: str) -> None:
    read(put_out(cast), user_agent=program)
    assert added_up() == 1


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_only_a_post_counts(client: Client, cast: Cast, method: str) -> None:
    assert getattr(client, method)(f"/reads/{put_out(cast).pk}").status_code == 405
    assert added_up() == 0


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "9" * 19, "9" * 5000])
def test_what_is_no_number_of_a_piece_has_no_address(client: Client, db: None, number: str) -> None:
    assert client.post(f"/reads/{number}").status_code == 404


def test_one_address_counts_so_often_a_minute(cast: Cast, read: Reader) -> None:
    piece = put_out(cast)
    for _time in range(PER_MINUTE + 20):
        read(piece)
    read(piece, user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    assert added_up() == PER_MINUTE


def test_the_rate_forgets_and_keeps_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("articles.reads.rate.time.monotonic", lambda: now[0])
    rate = Rate(2)
    assert [rate.admits("192.0.2.7") for _time in range(3)] == [True, True, False]
    assert rate.admits("192.0.2.8")
    assert "192.0.2" not in repr(vars(rate))
    before = set(rate._calls)
    now[0] += 61
    assert rate.admits("192.0.2.7")
    assert not before & set(rate._calls), "the same address looks different a minute later"


def test_a_crowd_larger_than_what_is_remembered_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.reads.rate.MOST_CALLERS", 3)
    rate = Rate(1)
    assert all(rate.admits(f"192.0.2.{number}") for number in range(9))
    assert not rate.admits("192.0.2.0")
    assert len(rate._calls) == 3


def test_what_is_not_public_does_not_count(cast: Cast, read: Reader) -> None:
    shown = put_out(cast)
    for piece in (put_out_tomorrow(cast), take_down(put_out(cast)), 999_999_999_999):
        read(piece)
    read(shown)
    assert added_up() == 1
    assert counts() == {shown.pk: 1}


# --- What waits ---------------------------------------------------------------------------------


def test_nothing_about_the_reader_waits(cast: Cast, read: Reader, settings: Any) -> None:
    piece = put_out(cast)
    read(piece)
    [path] = settings.READS.iterdir()
    assert path.read_bytes() == b"%d\n" % piece.pk
    assert path.name == f"{int(timezone.now().timestamp()) // 60}-{os.getpid()}"


def test_a_process_that_dies_has_lost_nothing_and_a_torn_line_is_no_read(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    pieces = [put_out(cast) for _piece in range(2)]
    minute = int(timezone.now().timestamp()) // 60
    code = (
        "import django, os; django.setup()\n"
        "from articles.reads import files\n"
        f"files.add({pieces[0].pk}, {minute}); files.add({pieces[0].pk}, {minute})\n"
        "os._exit(9)"
    )
    variables = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR": str(tmp_path)}
    root = Path(__file__).parents[2]
    died = subprocess.run([sys.executable, "-c", code], cwd=root, env=variables, check=False)
    assert died.returncode == 9
    files.add(pieces[1].pk, minute)
    with (settings.READS / f"{minute}-{os.getpid()}").open("ab") as torn:
        torn.write(b"%d" % pieces[0].pk)
    assert added_up() == 3
    assert counts() == {pieces[0].pk: 2, pieces[1].pk: 1}


def test_reads_wait_on_while_the_database_is_away(
    cast: Cast, read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = put_out(cast)
    read(piece)

    def away(_rows: object) -> None:
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr(reads, "record", away)
        with pytest.raises(OperationalError):
            added_up()
    assert added_up() == 1


def test_two_workers_at_once_count_once(cast: Cast, read: Reader) -> None:
    read(put_out(cast))
    with later(minutes=2):
        now = timezone.now()
        with reads.reads.taken(now) as first, reads.reads.taken(now) as second:
            assert (len(first), len(second)) == (1, 0)
    assert added_up() == 0


def test_a_folder_that_cannot_be_written_stops_no_reader(
    cast: Cast, read: Reader, settings: Any, tmp_path: Path
) -> None:
    settings.READS = tmp_path / "a file"
    settings.READS.write_text("")
    assert read(put_out(cast)) == 204


def test_waiting_has_bounds(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    number = put_out(cast).pk
    monkeypatch.setattr(files, "MINUTE_BYTES", 100)
    monkeypatch.setattr(files, "FOLDER_BYTES", 300)
    for minute in range(10):
        for _time in range(200):
            files.add(number, minute)
    sizes = {path.name: path.stat().st_size for path in settings.READS.iterdir()}
    assert max(sizes.values()) < 100 + len(f"{number}\n")
    assert 0 < sum(sizes.values()) <= 300 + 100 + 20
    assert f"9-{os.getpid()}" in sizes
    assert f"0-{os.getpid()}" not in sizes


# --- What is added up ---------------------------------------------------------------------------


def test_reads_of_one_hour_add_to_each_other(cast: Cast, read: Reader) -> None:
    piece = put_out(cast)
    hour = timezone.now().replace(minute=10)
    for at in (hour, hour + timedelta(minutes=20), hour + timedelta(minutes=70)):
        with clock(at):
            read(piece)
        with clock(at + timedelta(minutes=2)):
            assert reads.add_up() == 1
    found = {row.hour: row.count for row in ReadHour.objects.all()}
    assert found == {hour_of(hour): 2, hour_of(hour) + 1: 1}


def test_old_numbers_go(cast: Cast) -> None:
    now = hour_of(timezone.now())
    reads.record([(1, now - 9 * 24, 5), (1, now - 6 * 24, 7)])
    reads.prune()
    assert [row.count for row in ReadHour.objects.all()] == [7]


def test_the_questions_do_not_grow_with_the_reads(
    cast: Cast, read: Reader, django_assert_num_queries: Any
) -> None:
    pieces = [put_out(cast) for _piece in range(6)]
    for some in (pieces[:1], pieces):
        for piece in some:
            read(piece)
        # Which are public, and one upsert between the two ends of its transaction.
        with django_assert_num_queries(2 + 2):
            assert added_up() == len(some)
