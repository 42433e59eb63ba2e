"""The daily seal: what has grown since the last one, also after days without a worker."""

import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import ledger
from articles.desk.chores import CHORES, run_due
from articles.models import ChoreRun, LedgerEntry, triggers
from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_draft, step


def later(hours: float) -> object:
    at = timezone.now() + timedelta(hours=hours)
    return patch("django.utils.timezone.now", lambda: at)


def sealed(entry: LedgerEntry) -> dict[str, list[object]]:
    found: dict[str, list[object]] = json.loads(entry.note)
    return found


def test_a_seal_names_only_what_has_grown(cast: Cast) -> None:
    quiet = make_draft(cast.reporter, cast.section, "甲")
    busy = make_draft(cast.reporter, cast.section, "乙")
    with later(12):
        first = ledger.seal()
    assert {f"article:{quiet.pk}", f"article:{busy.pk}"} <= set(sealed(first))
    with later(24):
        step(busy, "submit", cast.reporter)
    with later(36):
        second = ledger.seal()
    assert sealed(second) == {
        f"article:{busy.pk}": [2, ledger.history("article", busy.pk)[-1].hash]
    }
    with later(60):
        assert sealed(ledger.seal()) == {}
    assert ledger.verify() == []


def test_what_began_before_the_last_seal_and_ended_after_it_is_not_missed(cast: Cast) -> None:
    """Its time is that of the act, and the act may be older than the seal that did not see it."""
    article = make_draft(cast.reporter, cast.section)
    with later(2):
        ledger.seal()
    with later(1):
        # As another connection's transaction would do, that commits now.
        step(article, "submit", cast.reporter)
    with later(24):
        assert sealed(ledger.seal())[f"article:{article.pk}"][0] == 2


def test_every_seal_is_held_against_the_ledger(cast: Cast) -> None:
    """Not only the last one: what an old one saw must stand, though the new one is silent of it."""
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    ledger.seal()
    with later(48):
        ledger.seal()
    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM articles_ledgerentry WHERE subject_kind = 'article' AND seq = 2"
        )
    [found] = ledger.verify()
    assert (found.subject_kind, found.subject_id, found.seq) == ("article", article.pk, 2)
    assert "seal" in found.reason


def test_a_chain_that_was_written_anew_is_not_what_the_seal_saw(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    ledger.seal()
    entry = ledger.history("article", article.pk)[0]
    entry.note = "别的"
    forged = ledger.entry_hash(entry)
    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_ledgerentry SET note = %s, hash = %s WHERE id = %s",
            ["别的", forged, entry.pk],
        )
    assert "not what a seal saw" in next(found.reason for found in ledger.verify())


def test_very_many_chains_are_sealed_in_several_entries(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_MOST_SEALED", 2)
    pieces = [make_draft(cast.reporter, cast.section, f"稿{number}") for number in range(5)]
    ledger.seal()
    parts = list(LedgerEntry.objects.filter(subject_kind="seal").order_by("seq"))
    assert [len(sealed(part)) for part in parts] == [2, 2, 1]
    known = set().union(*(sealed(part) for part in parts))
    assert known == {f"article:{piece.pk}" for piece in pieces}
    assert ledger.verify() == []


def test_a_seal_that_was_broken_off_does_not_count(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_MOST_SEALED", 1)
    pieces = [make_draft(cast.reporter, cast.section, f"稿{number}") for number in range(3)]
    real, times = ledger.append, 0

    def dies(*args: object, **kwargs: object) -> LedgerEntry:
        nonlocal times
        times += 1
        if times == 2:
            raise RuntimeError("killed")
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "append", dies)
    with pytest.raises(RuntimeError):
        ledger.seal()
    with later(48):
        ledger.seal()
    known = set()
    for entry in LedgerEntry.objects.filter(subject_kind="seal").order_by("seq")[1:]:
        known |= set(sealed(entry))
    assert known == {f"article:{piece.pk}" for piece in pieces}


def test_the_worker_seals_each_day_and_late_after_days_without_one(cast: Cast) -> None:
    assert CHORES["seal_ledger"].every == 24 * 3600
    make_draft(cast.reporter, cast.section)

    def seals() -> int:
        return LedgerEntry.objects.filter(subject_kind="seal").count()

    run_due()
    assert seals() == 1
    run_due()
    assert seals() == 1
    with later(24.1):
        run_due()
    assert seals() == 2
    # Nobody ran for a week: the first worker that comes does it at once, and once.
    with later(8 * 24):
        run_due()
        run_due()
    assert seals() == 3
    assert ChoreRun.objects.get(name="seal_ledger").error == ""


def test_the_list_reads_no_megabytes_of_a_seal(cast: Cast) -> None:
    """Nor asks anew for each entry."""
    for number in range(5):
        make_draft(cast.reporter, cast.section, f"稿{number}")
    ledger.append("seal", 1, "seal", None, note="x" * 300_000, content_hash="a" * 64)
    client = signed_in(cast.administrator)
    path = url("articles_ledgerentry_changelist")
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(path).content.decode()
    assert "a" * 64 in page
    assert "xxxx" not in page
    notes = [each["sql"] for each in captured if '"note"' in each["sql"].partition(" FROM ")[0]]
    assert len(notes) <= 1, "asked for each entry"
    entry = LedgerEntry.objects.get(subject_kind="seal")
    assert "a" * 64 in client.get(url("articles_ledgerentry_change", entry.pk)).content.decode()
