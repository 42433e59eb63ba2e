"""Failures that an operator can mend, each in a sentence that says how: a wrong address or
password of the database, tables that wait for a migration, a full disk, a file of another user.
"""

import errno
import getpass
import re
import sqlite3
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError

from articles.faults import Fault, fault_of, led_to

_MIGRATE = (
    "Bring the tables up to this version, as their owner: python manage.py migrate, then "
    "python manage.py roles_sql (docs/operations.md). If they are, this is a fault of ours: "
    "--traceback shows where."
)
_OWNER = (
    "Commands that make or change tables and indexes are run as the owner of the tables, and "
    "`roles_sql` again after each upgrade (docs/operations.md)."
)
_LET_IN = (
    "Mend DATABASE_URL (in a password, @ : / ? # % are written %40 %3A %2F %3F %23 %25), or set "
    "the password anew in psql: \\password. Where there is no such role yet, createuser or "
    "roles_sql makes it (docs/operations.md)."
)
# What PostgreSQL's library says before anybody is let in; the server may say it in Chinese.
_REFUSED: tuple[tuple[str, str], ...] = (
    (r"could not translate host name", "No machine has this name. Mend DATABASE_URL."),
    (
        r"Connection refused|No such file or directory|No route to host|timeout expired|in time",
        "Start it, or mend host and port in DATABASE_URL.",
    ),
    (r"password authentication failed|no password supplied|认证失败", _LET_IN),
    (
        r"[Pp]eer authentication failed|no pg_hba\.conf entry",
        "Its pg_hba.conf lets this user in another way: as the system's user of the same name "
        "(`runuser -u newsroom`), or with a password over 127.0.0.1.",
    ),
    (
        r'(database|role) ".+" (does not exist|is not permitted)|数据库.+不存在|角色.+不存在',
        "Make it (docs/operations.md: createuser, createdb, roles_sql), or mend DATABASE_URL.",
    ),
    (
        r"too many clients|remaining connection slots|too many connections",
        "Raise max_connections of PostgreSQL, or run fewer processes.",
    ),
    (r"starting up|shutting down|recovery", "Wait a minute and try again."),
)
# SQLSTATE of PostgreSQL (appendix A of its manual).
_STATES = {
    "42P01": _MIGRATE,
    "42703": _MIGRATE,
    "42501": _OWNER,
    "25006": "This process may only read (NEWSROOM_DB_READ_ONLY, or the readers' role).",
    "53300": "Raise max_connections of PostgreSQL, or run fewer processes.",
}
_SQLITE: tuple[tuple[str, str], ...] = (
    (r"no such (table|column)", _MIGRATE),
    (
        r"unable to open database file|readonly database|read-only",
        "Its folder must be there, and this user must be able to write to both.",
    ),
    (
        r"file is not a database|malformed",
        "This file is no SQLite database, or is damaged: name another one in DATABASE_URL, or "
        "restore a backup into a new one.",
    ),
)
_FAULTS: dict[Fault, str] = {
    Fault.FULL: "There is no room left on the disk. Make some and try again.",
    Fault.BUSY: "Others kept the database busy for too long. Try again.",
    Fault.CUT: "The database stopped this because it took too long. Try again.",
    Fault.MEDIA: "The store of pictures and recordings does not answer.",
}


def sentence(error: BaseException) -> str | None:
    """None for what only a programmer can mend."""
    for each in led_to(error):
        if isinstance(each, ImproperlyConfigured):
            return f"A setting is wrong: {each}"
    if (fault := fault_of(error)) in _FAULTS:
        return f"{_FAULTS[fault]} ({_line(error)})"
    for each in led_to(error):
        # Known by its name: only houses that have a Redis load its library.
        if type(each).__module__ == "redis.exceptions":
            return f"Redis (REDIS_URL): {_line(each)}. Start it, or take REDIS_URL away."
        if isinstance(each, DatabaseError | InterfaceError) and (told := _database(each)):
            return told
        # A backup reads without Django.
        if isinstance(each, sqlite3.Error) and (to_do := _to_do(_SQLITE, _line(each))):
            return _told(_line(each), to_do)
        if isinstance(each, OSError) and (told := _file(each)):
            return told
    return None


def _database(error: Exception) -> str | None:
    text = _line(error)
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _told(text, _to_do(_SQLITE, text))
    state = getattr(cause, "pgcode", None)
    if state:
        return (
            f"The database {_place()} refuses: {text}. {_STATES[state]}"
            if state in _STATES
            else None
        )
    to_do = _to_do(_REFUSED, str(error))
    if to_do is None and fault_of(error) is Fault.AWAY:
        to_do = "Is it running, and is DATABASE_URL right?"
    return _told(text, to_do)


def _to_do(known: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((to_do for pattern, to_do in known if re.search(pattern, text)), None)


def _told(text: str, to_do: str | None) -> str | None:
    return f"The database {_place()}: {text}. {to_do}" if to_do else None


def _file(error: OSError) -> str | None:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and error.filename:
        return (
            f"{error.filename}: {_user()} may not do this ({error.strerror}). Run it as the user "
            "of the services, or give that user the right to it (docs/operations.md)."
        )
    return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "this user"


def _place() -> str:
    """Where the database is, without the password."""
    values = settings.DATABASES["default"]
    if "sqlite" in values["ENGINE"]:
        return urlsplit(str(values["NAME"])).path
    port = f":{values['PORT']}" if values.get("PORT") else ""
    return f"“{values['NAME']}” at {values.get('HOST') or 'this machine'}{port}"


def _line(error: BaseException) -> str:
    """What it says, in its first line."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(" .?")
