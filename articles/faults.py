"""What a failure outside of our code means: which part is away, full or busy."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum

from django.db import InterfaceError, OperationalError

_FULL = {errno.ENOSPC, errno.EDQUOT}
# SQLSTATE of PostgreSQL (appendix A of its manual).
_PG_FULL = {"53100"}
_PG_CUT = {"57014"}
_PG_BUSY = {"55P03", "40P01", "40001"}
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class MediaAway(OSError):
    """The store of pictures and recordings does not answer. Not that it lacks a file."""


class Fault(Enum):
    FULL = "full"
    """No room on the disk of the database or of the files."""
    AWAY = "away"
    """The database does not answer."""
    CUT = "cut"
    """A question took longer than it may."""
    BUSY = "busy"
    """Others held what was needed for too long."""
    MEDIA = "media"
    """The store of pictures and recordings does not answer."""


def fault_of(error: BaseException | None) -> Fault | None:
    """None for what is a mistake of the program."""
    for each in led_to(error):
        if isinstance(each, OSError) and each.errno in _FULL:
            return Fault.FULL
        if isinstance(each, MediaAway):
            return Fault.MEDIA
        if fault := _of_sqlite(each) or _of_postgresql(each):
            return fault
    if any(
        isinstance(each, OperationalError | InterfaceError) or _is_cut_off(each)
        for each in led_to(error)
    ):
        return Fault.AWAY
    return None


def _is_cut_off(error: BaseException) -> bool:
    """psycopg2 says no more than DatabaseError where a server that dies has sent half an answer
    ("error with status PGRES_TUPLES_OK and no message from the libpq")."""
    kind = type(error)
    return (
        kind.__module__.startswith("psycopg2")
        and kind.__name__ == "DatabaseError"
        and getattr(error, "pgcode", None) is None
    )


def _of_sqlite(error: BaseException) -> Fault | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    # What it was about stands in the upper bits of an extended code.
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return Fault.FULL
    if primary in _SQLITE_BUSY:
        return Fault.BUSY
    return Fault.CUT if primary == sqlite3.SQLITE_INTERRUPT else None


def _of_postgresql(error: BaseException) -> Fault | None:
    code = getattr(error, "pgcode", None)
    if code in _PG_FULL:
        return Fault.FULL
    if code in _PG_BUSY:
        return Fault.BUSY
    return Fault.CUT if code in _PG_CUT else None


def led_to(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
