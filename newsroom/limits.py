"""How long the database may take, in a process that serves people: nobody waits for ever, and a
few slow questions do not keep all threads from answering. Commands and the worker take their time.

The server cuts what takes too long; where the server itself hangs (its disk does, its machine is
paused), PostgreSQL's library would wait for ever, so the waiting is done here.
"""

import select
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from articles import cutting

_SESSION = (
    "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false), "
    "set_config('idle_in_transaction_session_timeout', %s, false)"
)


# Seconds that a connection may take to be there, and an answer beyond the server's own limit.
CONNECT, SPARE = 3, 2


def keep() -> None:
    """From the next connection on; call it once, where requests are served."""
    connection_created.connect(_limit, dispatch_uid="newsroom.limits")
    if settings.QUERY_SECONDS and connection.vendor == "postgresql":
        from psycopg2 import extensions  # type: ignore[import-untyped]  # it has no types

        extensions.set_wait_callback(_wait)


def _wait(link: Any) -> None:
    """What psycopg2 calls instead of waiting in its library. Raises its OperationalError, and the
    connection is closed."""
    from psycopg2 import OperationalError, extensions

    is_new = link.status == extensions.STATUS_SETUP
    deadline = time.monotonic() + (CONNECT if is_new else settings.QUERY_SECONDS + SPARE)
    wanted = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}
    while (state := link.poll()) != extensions.POLL_OK:
        # Of a server that has just died there may be no socket left, and nothing else says so.
        if state not in wanted or (socket := link.fileno()) < 0:
            raise OperationalError("the database has gone away")
        poll = select.poll()
        poll.register(socket, wanted[state])
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise OperationalError("the database does not answer in time")


def _limit(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    seconds = settings.QUERY_SECONDS
    if not seconds:
        return
    if connection.vendor == "postgresql":
        lock = min(seconds, settings.LOCK_SECONDS)
        with connection.cursor() as cursor:
            # A transaction that asks nothing for so long is one whose thread hangs.
            cursor.execute(_SESSION, [f"{each}s" for each in (seconds, lock, seconds * 4)])
    else:
        cutting.watch(connection.connection)
        if _begin not in connection.execute_wrappers:
            connection.execute_wrappers.append(_begin)


def _begin(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    cutting.begin(settings.QUERY_SECONDS)
    return execute(sql, params, many, context)
