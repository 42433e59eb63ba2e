"""A real PostgreSQL is stopped, and hangs: readers get what is kept, monitors the truth."""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsroom.soak.cluster import Cluster, NoPostgres, programs
from tests.faults.site import seeded, serving, variables

STALE = "X-Newsroom-Stale"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    try:
        programs()
    except NoPostgres as missing:
        pytest.skip(f"{missing} No database was stopped.")
    # Not in pytest's folder, which nobody but its owner may enter.
    place = Path(tempfile.mkdtemp(prefix="newsroom-faults-"))
    made = Cluster.make(place / "postgres")
    yield made
    made.thaw()
    made.remove()
    shutil.rmtree(place)


def test_readers_get_what_is_kept_and_the_newsroom_a_sentence(
    cluster: Cluster, tmp_path: Path
) -> None:
    environment = variables(tmp_path / "var", cluster.url)
    seed = seeded(environment)
    first, second = seed["first"], seed["second"]
    change = f"/admin/articles/article/{seed['draft']}/change/"
    with serving(environment, seed) as site:
        site.get(first)
        # The process hears once of what was changed in the minute before its start.
        time.sleep(1)
        whole = site.get(first)
        home = site.get("/")
        assert (whole.status, home.status) == (200, 200)
        assert STALE not in whole.headers
        opened = site.get(change, "reporter")
        assert opened.status == 200

        cluster.stop()
        # Kept and still fresh: as ever. The picture needs the database's word that it is public.
        again = site.get(first)
        assert (again.status, again.body, again.seconds < 0.5) == (200, whole.body, True)
        never = site.get(second)
        assert never.status == 503
        assert never.headers["Cache-Control"] == "no-store"
        assert int(never.headers["Retry-After"]) > 0
        assert never.seconds < 4
        assert site.get(f"/images/{seed['picture']}/480.webp").status == 503
        assert site.get("/search/?q=%E6%9C%AB%E7%8F%AD").status == 503
        assert site.get("/healthz").text == "ok\n"
        told = site.get("/readyz")
        assert told.status == 503
        assert "database: away" in told.text
        assert "postgres" not in told.text
        # The newsroom: what was typed comes back, with what to do.
        typed = {"headline": "没有存下的标题", "body": "<p>没有存下的一段话。</p>", "version": 1}
        refused = site.post(change, "reporter", typed)
        assert refused.status == 503
        assert "没有存下的一段话。" in refused.text
        assert "数据库" in refused.text
        upload = site.upload("/admin/articles/image/upload/", "reporter", "b.jpg", b"")
        assert upload.status == 503
        assert "数据库" in json.loads(upload.body)["error"]

        cluster.start()
        assert site.get(second).status == 200
        assert site.get("/readyz").status == 200
        assert site.get(change, "reporter").status == 200


def test_a_database_that_hangs_holds_no_reader_of_what_is_kept(
    cluster: Cluster, tmp_path: Path
) -> None:
    """All threads would wait for it: one is left for what is kept, others are told at once."""
    environment = variables(
        tmp_path / "var", cluster.url, NEWSROOM_WING="public", NEWSROOM_QUERY_SECONDS="1"
    )
    seed = seeded(variables(tmp_path / "var", cluster.url))
    days = [f"/archive/2020/01/{day:02}/" for day in range(1, 13)]
    with serving(environment, seed) as site:
        site.get(seed["first"])
        time.sleep(1)
        assert site.get(seed["first"]).status == 200
        cluster.freeze()
        try:
            with ThreadPoolExecutor(16) as crowd:
                asked = [crowd.submit(site.get, path) for path in days]
                quick = [crowd.submit(site.get, seed["first"]) for _each in range(4)]
                answers = [each.result() for each in asked]
                kept = [each.result() for each in quick]
        finally:
            cluster.thaw()
        assert {each.status for each in answers} == {503}
        assert {each.status for each in kept} == {200}
        # Three of four threads wait, each at most until the database is given up.
        assert max(each.seconds for each in (*answers, *kept)) < 12
        assert min(each.seconds for each in answers) < 3.5
        deadline = time.monotonic() + 10
        while site.get(days[0]).status == 503:
            assert time.monotonic() < deadline
            time.sleep(0.2)
