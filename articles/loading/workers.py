"""One function in several processes, its results in the order of what it was given.

The standard library's pools outlive a parent that is killed; here a child ends when its pipe does.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

# What each process may have before it, so that none waits while another has a heavy one.
_AHEAD = 4


def in_order(
    function: Callable[[Given], Made], given: Iterable[Given], processes: int
) -> Iterator[Made]:
    """`function` of everything given; with no processes here and now.

    What is given must be small: it waits in a pipe that nobody empties while a result is sent.
    The function must not use the database: a child has its parent's connection.
    """
    if processes < 1:
        yield from map(function, given)
        return
    workers: list[tuple[int, Connection]] = []
    for _worker in range(processes):
        workers.append(_begin(function, [pipe for _pid, pipe in workers]))
    waiting: deque[Connection] = deque()
    try:
        for turn, each in enumerate(given):
            if len(waiting) == processes * _AHEAD:
                yield _take(waiting.popleft())
            pipe = workers[turn % processes][1]
            pipe.send(each)
            waiting.append(pipe)
        while waiting:
            yield _take(waiting.popleft())
    finally:
        for pid, pipe in workers:
            pipe.close()
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _take(pipe: Connection) -> Any:
    made, error = pipe.recv()
    if error is not None:
        raise error
    return made


def _begin(function: Callable[[Any], Any], others: list[Connection]) -> tuple[int, Connection]:
    """A child that has this function and, as a fork, whatever the function refers to."""
    ours, theirs = Pipe()
    pid = os.fork()
    if pid:
        theirs.close()
        return pid, ours
    try:
        # The parent decides when it is over, not the terminal.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # Whoever holds a copy of a pipe's end keeps another child waiting for a dead parent.
        for pipe in [ours, *others]:
            pipe.close()
        _work(function, theirs)
    finally:
        # Nothing of the parent's is tidied up here: no buffer, no connection.
        os._exit(0)


def _work(function: Callable[[Any], Any], pipe: Connection) -> None:
    while True:
        try:
            given = pipe.recv()
        except EOFError:
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = function(given), None
        except Exception as error:
            answer = None, error
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return
