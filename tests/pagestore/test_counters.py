"""Slots that processes share."""

import subprocess
import sys
from pathlib import Path

from newsroom.pagestore.counters import SLOTS, Counters, slot_of


def test_two_processes_see_each_other(tmp_path: Path) -> None:
    path = tmp_path / "pages.counters"
    mine = Counters(path)
    before = mine.snapshot()
    other = (
        "import sys; from pathlib import Path; from newsroom.pagestore.counters import Counters;"
        "Counters(Path(sys.argv[1])).bump(['home'])"
    )
    subprocess.run([sys.executable, "-c", other, str(path)], check=True)
    changed = [slot for slot in range(SLOTS) if mine.slots[slot] != before[slot]]
    assert changed == [slot_of("home")]


def test_the_file_is_made_once_and_never_cut(tmp_path: Path) -> None:
    path = tmp_path / "pages.counters"
    first = Counters(path)
    number = first.slots[7]
    second = Counters(path)
    assert second.slots[7] == number
    second.bump(["all"])
    assert first.slots[0] == second.slots[0]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["pages.counters"]


def test_without_a_file_of_its_own_a_process_counts_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "pages.counters"
    path.write_bytes(b"something else")
    alone = Counters(path)
    assert not alone.shared
    before = alone.snapshot()[0]
    alone.bump(["all"])
    assert alone.slots[0] != before
    assert path.read_bytes() == b"something else"


def test_reserved_slots_are_nobody_elses() -> None:
    assert (slot_of("all"), slot_of("schedule")) == (0, 1)
    assert min(slot_of(f"article-{number}") for number in range(50_000)) >= 2
