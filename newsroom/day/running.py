"""Open the day, let everybody work, set the peak, close the day."""

import logging
import multiprocessing
import queue
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkContext
from typing import Any

from django.db import connections

from articles.models import Article, State
from newsroom.day.clock import Clock
from newsroom.day.company import Staffer, hire
from newsroom.day.notebook import Notebook
from newsroom.day.person import Person
from newsroom.day.plan import PEAK, Plan
from newsroom.day.readers import Watch
from newsroom.day.report import Day

# One who works, what they write, and how much of it is for the peak.
Shift = list[tuple[Staffer, int, int]]


def run(plan: Plan, site: str) -> Day:
    """A day in the database of this process, which must be empty; readers ask `site`, one for
    every piece of the peak and a few more: each waits for one piece."""
    began = time.monotonic()
    # What is refused is counted; a log line for each would only hide what went wrong.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    staff = hire(plan)
    writers = [each for each in staff if each.role == "reporter"]
    quotas = dict(zip(writers, _shares(plan.pieces, len(writers)), strict=True))
    peaks = dict(zip(writers, _shares(plan.peak, len(writers)), strict=True))
    shifts: list[Shift] = [[] for _process in range(plan.processes)]
    for number, each in enumerate(staff):
        shift = shifts[number % len(shifts)]
        shift.append((each, quotas.get(each, 0), peaks.get(each, 0)))
    context = multiprocessing.get_context("fork")
    clock = Clock(context, plan, sum(quota > 0 for quota in quotas.values()))
    # What is forked or started as a thread opens a connection of its own.
    connections.close_all()
    collect = _start(context, shifts, plan, clock)
    watch = Watch(site, plan.peak + 10)
    watch.start()
    _set_peak(clock)
    notes = collect()
    appointments = watch.finish()
    notes.errors += watch.errors
    return Day(plan, notes, appointments, clock.peak, time.monotonic() - began)


def _shares(total: int, people: int) -> list[int]:
    return [total // people + (number < total % people) for number in range(people)]


def _set_peak(clock: Clock) -> None:
    """When all pieces of the peak are signed off, name the second; or in the end what there is."""
    while not clock.too_late:
        ready = Article.objects.filter(kicker=PEAK, state=State.APPROVED).count()
        if ready >= clock.plan.peak or (clock.still and not clock.lively):
            clock.set_peak()
            return
        time.sleep(0.2)


def _start(context: ForkContext, shifts: list[Shift], plan: Plan, clock: Clock) -> Any:
    """Begin all shifts; the function that is returned waits for them and gathers the notes."""
    if len(shifts) == 1:
        pool = ThreadPoolExecutor(1)
        future = pool.submit(_work, shifts[0], plan, clock)
        return future.result
    notebooks: Any = context.Queue()
    processes = [
        context.Process(target=_process, args=(shift, plan, clock, notebooks)) for shift in shifts
    ]
    for process in processes:
        process.start()

    def collect() -> Notebook:
        notes = Notebook()
        missing = len(processes)
        while missing:
            try:
                notes.add(notebooks.get(timeout=1))
                missing -= 1
            except queue.Empty:
                gone = [each for each in processes if each.exitcode not in (None, 0)]
                if gone:
                    notes.errors.append(f"{len(gone)} process(es) ended in the middle of the day")
                    missing -= len(gone)
        for process in processes:
            process.join()
        return notes

    return collect


def _process(shift: Shift, plan: Plan, clock: Clock, notebooks: Any) -> None:
    try:
        notes = _work(shift, plan, clock)
    except Exception:
        notes = Notebook(errors=[traceback.format_exc()])
    notebooks.put(notes)


def _work(shift: Shift, plan: Plan, clock: Clock) -> Notebook:
    """Everybody of one process, each in a thread."""
    together = Notebook()
    lock = threading.Lock()

    def one(staffer: Staffer, quota: int, peak: int) -> None:
        try:
            notes = Person(plan, staffer, quota, peak, clock).work()
        except Exception:
            notes = Notebook(errors=[f"{staffer.name}: {traceback.format_exc()}"])
        finally:
            connections.close_all()
        with lock:
            together.add(notes)

    threads = [threading.Thread(target=one, args=each) for each in shift]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return together
