"""The windows of time in which PostgreSQL is asked: together all the time there is, no more."""

import pytest

from articles.search.entry import start_of_stretch, stretch_label
from articles.search.postgres import _windows

# A place inside a stretch, as entries have it.
INSIDE = 12_345


@pytest.mark.parametrize("newest", [-3, 0, 1, 1_700])
@pytest.mark.parametrize("stretches", [1, 2, 3, 5, 6, 84, 341, 342, 600, 4_000])
def test_they_tile_the_time_between_the_oldest_entry_and_the_newest(
    newest: int, stretches: int
) -> None:
    first = newest - stretches + 1
    oldest = start_of_stretch(first) + INSIDE
    windows = list(_windows(oldest, start_of_stretch(newest) + INSIDE))
    asked = [labels for _start, labels in windows]
    labels = [label for window in asked for label in window]
    assert sorted(labels) == sorted(map(stretch_label, range(first, newest + 1)))
    assert asked[0] == [stretch_label(newest)]
    assert max(map(len, asked)) <= 256
    assert len(windows) <= 6 + stretches // 256
    starts = [start for start, _labels in windows]
    assert starts == sorted(starts, reverse=True)
    assert starts[-1] == oldest


def test_without_entries_nothing_is_asked() -> None:
    assert not list(_windows(None, None))
    assert not list(_windows(INSIDE, None))
    assert not list(_windows(INSIDE, INSIDE - 1))
    assert len(list(_windows(INSIDE, INSIDE))) == 1
