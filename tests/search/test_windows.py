"""The windows of time in which PostgreSQL is asked: together all the time there is, no more."""

import pytest

from articles.search.entry import start_of_stretch, stretch, stretch_label
from articles.search.postgres import _windows

# A place inside a stretch, as entries have it.
INSIDE = 12_345


@pytest.mark.parametrize("newest", [-3, 0, 1, 1_700])
@pytest.mark.parametrize("stretches", [1, 2, 3, 5, 6, 9, 10, 73, 74, 84, 137, 138, 341, 600, 4_000])
@pytest.mark.parametrize("found", [[], [INSIDE]])
def test_they_tile_the_time_between_the_oldest_entry_and_the_newest(
    newest: int, stretches: int, found: list[int]
) -> None:
    first = newest - stretches + 1
    oldest = start_of_stretch(first) + INSIDE
    windows = list(_windows(oldest, start_of_stretch(newest) + INSIDE, found))
    end = newest
    for start, labels in windows:
        asked = range(stretch(start), end + 1)
        # Only the last and longest may ask for no time.
        assert labels == list(map(stretch_label, asked)) or (
            labels == [] and len(asked) > 128 and start == oldest
        )
        end = stretch(start) - 1
    assert windows[0][1] == [stretch_label(newest)]
    assert max(len(labels) for _start, labels in windows) <= 128
    starts = [start for start, _labels in windows]
    assert starts == sorted(starts, reverse=True)
    assert starts[-1] == oldest
    assert len(windows) <= (4 if found else 3)


def test_what_is_found_meanwhile_decides_how_far_the_next_reaches() -> None:
    newest, oldest = start_of_stretch(1_000), start_of_stretch(1)
    found: list[int] = []
    windows = _windows(oldest, newest, found)
    assert [stretch(next(windows)[0]) for _window in range(2)] == [1_000, 992]
    found.append(INSIDE)
    assert stretch(next(windows)[0]) == 992 - 64
    assert next(windows) == (oldest, [])
    assert not list(windows)


def test_without_entries_nothing_is_asked() -> None:
    assert not list(_windows(None, None, []))
    assert not list(_windows(INSIDE, None, []))
    assert not list(_windows(INSIDE, INSIDE - 1, []))
    assert len(list(_windows(INSIDE, INSIDE, []))) == 1
