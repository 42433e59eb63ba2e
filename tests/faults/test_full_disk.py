"""A disk that is really full, a small one of its own: the person is told what to do, what they
typed is on the screen, and with room again everything goes on without a restart."""

import json
import os
import re
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.site import Answer, Site, seeded, serving, variables
from tests.images.pictures import jpeg_of

_VERSION = re.compile(r'name="version" value="(\d+)"')


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)],
        capture_output=True, text=True,
    ) if os.getuid() == 0 else None  # fmt: skip
    if done is None or done.returncode:
        why = done.stderr.strip() if done else "not root"
        pytest.skip(f"no small disk can be mounted ({why}): no disk was filled")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 65536)
        except OSError:
            pass
        try:
            while True:
                file.write(b"x")
        except OSError:
            pass
    yield
    filler.unlink()


def fields(site: Site, change: str, **typed: object) -> dict[str, object]:
    page = site.get(change, "reporter")
    assert page.status == 200, page.text[:500]
    found = _VERSION.search(page.text)
    assert found
    rows = {"credits-TOTAL_FORMS": 0, "credits-INITIAL_FORMS": 0, "figures-TOTAL_FORMS": 0,
            "figures-INITIAL_FORMS": 0}  # fmt: skip
    return {
        "version": found[1], "section": site.seed["section"], "origin": "own", "ai_label": "none",
    } | rows | typed  # fmt: skip


def test_nothing_is_lost_and_nothing_has_to_be_restarted(small_disk: Path) -> None:
    environment = variables(small_disk / "var")
    seed = seeded(environment)
    change = f"/admin/articles/article/{seed['draft']}/change/"
    step = f"/admin/articles/article/{seed['draft']}/step/submit/"
    publish = f"/admin/articles/article/{seed['number']}/step/withdraw/"
    # More than the pages of the database that happen to be free.
    long = "<p>" + "从今晚起，末班车等最后一班工人。" * 4000 + "</p>"
    typed = {"headline": "盘满时写下的标题", "body": f"{long}<p>盘满时写下的一段话。</p>"}
    with serving(environment, seed) as site:
        send = fields(site, change, **typed)
        with full(small_disk):
            refused = site.post(change, "reporter", send)
            assert refused.status == 507, refused.text[:800]
            assert "盘满时写下的一段话。" in refused.text
            assert "没有空间" in refused.text
            # Everything to send it again stands in the page, under the same names.
            for name in send:
                assert f'name="{name}"' in refused.text
            # Looking still works, for the newsroom as for readers.
            assert site.get(change, "reporter").status == 200
            assert site.get("/admin/", "editor").status == 200
            assert site.get(seed["first"]).status == 200
            assert site.get("/").status == 200
            picture = jpeg_of((1200, 900))
            sent = site.upload("/admin/articles/image/upload/", "reporter", "b.jpg", picture)
            assert sent.status == 507
            assert "没有空间" in json.loads(sent.body)["error"]
            kept = _keep(site, long)
            assert kept.status == 507
            assert "没有空间" in json.loads(kept.body)["error"]
            told = site.get("/readyz")
            assert "disk: low" in told.text
        # Room again, no restart: the same form is taken.
        saved = site.post(change, "reporter", send)
        assert saved.status == 302, saved.text[:800]
        assert "盘满时写下的一段话。" in site.get(change, "reporter").text
        assert _keep(site, long).status == 200
        sent = site.upload("/admin/articles/image/upload/", "reporter", "b.jpg", picture)
        assert "hash" in json.loads(sent.body)[0]
        version = _VERSION.search(site.get(step, "reporter").text)
        assert version
        with full(small_disk):
            refused = site.post(step, "reporter", {"version": version[1], "note": "请尽快审"})
            # A row more may still find its place in a page that is there.
            assert refused.status in (302, 507)
        page = site.get(publish, "editor")
        version = _VERSION.search(page.text)
        assert version
        gone = site.post(publish, "editor", {"version": version[1], "reason": "facts"})
        assert gone.status == 302
        assert site.get(seed["first"]).status == 410
    database = sqlite3.connect(small_disk / "var" / "site.sqlite3")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def _keep(site: Site, text: str) -> Answer:
    """What the edit screen sends by itself."""
    page = site.get(f"/admin/articles/article/{site.seed['draft']}/change/", "reporter").text
    address = re.search(r'data-autosave="([^"]+)"', page)
    person = re.search(r'data-person="([^"]+)"', page)
    assert address
    assert person
    said = {
        "as": person[1], "article": site.seed["draft"], "sitting": "a" * 32, "version": 1,
        "at": int(time.time() * 1000), "fields": [["headline", "题"], ["body", text]],
    }  # fmt: skip
    return site.post_json(address[1], "reporter", said)
