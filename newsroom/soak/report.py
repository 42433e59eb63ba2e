"""What came of it, in tables."""

from collections.abc import Iterator
from statistics import median

from newsroom.day.checks import Finding
from newsroom.soak.killing import Killed
from newsroom.soak.notes import Notes
from newsroom.soak.samples import settled, slope
from newsroom.soak.steady import Steady

# What a process may take more each hour, and at all, and count as flat, in MB: noise of half an
# hour. A few minutes are all beginning, in which every process fills what it keeps.
FLAT, NOISE = 24.0, 8.0
_BEGINNING, _OF_A_BEGINNING = 600.0, 120.0
# Due and not done, in the middle of a queue that keeps up with its load.
_MOST_WAITING = 200
_GROWS_BY_NATURE = ("changes kept", "files of reads")


def kills(killed: Killed, notes: Notes) -> Iterator[str]:
    total = killed.kills.total()
    yield "| killed (SIGKILL) | times |"
    yield "|---|---:|"
    for name, times in sorted(killed.kills.items()):
        yield f"| {name} | {times} |"
    yield f"| together | {total} |"
    yield f"| amid an act that had been sent | {killed.amid} |"
    yield ""
    yield from acts(notes)
    yield f"| took | {killed.seconds / 60:.1f} min |"


def acts(notes: Notes) -> Iterator[str]:
    yield "| at the desk, over HTTP | |"
    yield "|---|---:|"
    yield f"| saves acknowledged | {len(notes.saves):,} |"
    yield f"| steps acknowledged | {notes.steps.total():,} |"
    for name in ("submit", "pass", "publish", "fix", "withdraw"):
        times = sum(count for (_piece, step), count in notes.steps.items() if step == name)
        yield f"| … {name} | {times:,} |"
    yield f"| pictures acknowledged | {len(notes.pictures):,} |"
    for answer, times in sorted(notes.answers.items()):
        if answer != "done":
            yield f"| requests {answer} | {times:,} |"
    if notes.took:
        yield f"| an act, median | {median(notes.took) * 1000:.0f} ms |"
        yield f"| an act, at worst | {max(notes.took):.2f} s |"
    if notes.shown_after:
        late = sorted(notes.shown_after)
        yield f"| out or gone for readers after, median | {median(late) * 1000:.0f} ms |"
        yield f"| … at worst, restarts included | {late[-1]:.2f} s |"


def steady(found: Steady, notes: Notes) -> Iterator[str]:
    yield "| readers | |"
    yield "|---|---:|"
    yield f"| ceiling, pages/s | {found.ceiling.rate:,.0f} |"
    yield f"| asked, pages/s | {found.rate:,.0f} |"
    yield f"| pages together | {found.count:,} |"
    yield f"| errors | {found.bad:,} |"
    yield f"| 99th percentile, the slowest half minute | {found.slowest:.1f} ms |"
    yield f"| minutes | {found.seconds / 60:.1f} |"
    yield ""
    yield from acts(notes)
    yield ""
    yield "| memory | at first | after a third | at the end | slope of the rest |"
    yield "|---|---:|---:|---:|---:|"
    for name, points in sorted(found.samples.memory.items()):
        rest = settled(points)
        yield (
            f"| {name.partition(' (')[0]} | {points[0][1]:.0f} MB | {rest[0][1]:.0f} MB "
            f"| {rest[-1][1]:.0f} MB | {slope(rest):+.1f} MB/h |"
        )
    yield ""
    yield "| waiting | median | at most | at the end |"
    yield "|---|---:|---:|---:|"
    for name, counts in found.samples.queues.items():
        numbers = [count for _at, count in counts]
        yield f"| {name} | {median(numbers):.0f} | {max(numbers)} | {numbers[-1]} |"


def steady_findings(found: Steady, notes: Notes) -> Iterator[Finding]:
    errors = [f"{found.bad} answers to readers were errors"] if found.bad else []
    yield Finding("readers get every page", found.count, errors)
    wrong = list(notes.errors)
    wrong += [
        f"{times} requests {answer}" for answer, times in notes.answers.items() if answer != "done"
    ]
    yield Finding("nothing at the desk fails", notes.answers["done"], wrong)
    is_short = found.seconds < _BEGINNING
    flat, noise = (float("-inf"), _OF_A_BEGINNING) if is_short else (FLAT, NOISE)
    grows = [
        f"{name}: {growth:+.1f} MB/h, {more:+.1f} MB"
        for name, points in found.samples.memory.items()
        if (rest := settled(points))
        and (growth := slope(rest)) > flat
        and (more := rest[-1][1] - rest[0][1]) > noise
    ]
    yield Finding("memory is flat", len(found.samples.memory), grows)
    long = [
        f"{name}: {median(numbers):.0f}"
        for name, counts in found.samples.queues.items()
        if name not in _GROWS_BY_NATURE
        and (numbers := [count for _at, count in counts])
        and (median(numbers) > _MOST_WAITING or numbers[-1] > _MOST_WAITING)
    ]
    yield Finding("no queue grows", len(found.samples.queues), long)
