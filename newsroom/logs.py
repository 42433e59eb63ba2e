"""What the process writes into its log: as text for people, or a JSON object a line for machines.

Nothing secret is written: no body of a request, no password, no session, no headline. The words of
a preview or invitation link are its key, so they are left out of every line.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from newsroom.requestid import current

# Extra fields that a line may carry; whatever else hangs on a record is not written.
FIELDS = (
    "event", "user", "user_id", "link", "address", "subject", "screen", "action", "actor", "seq",
    "hash", "method", "route", "status", "ms", "wing",
)  # fmt: skip
_KEYS = re.compile(r"(/(?:preview|invitations?|invite|reset|oidc)/)[^/\s\"'?]+")
# PostgreSQL tells the values of the row that it refuses.
_VALUES = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
_SESSION = re.compile(r"((?:sessionid|csrftoken|csrfmiddlewaretoken|password)=)[^\s;&]+")


def without_secrets(text: str) -> str:
    return _SESSION.sub(r"\1…", _VALUES.sub(r"\1: …", _KEYS.sub(r"\1…", text)))


class Hosts(logging.Filter):
    """Whoever asks by a name that is not ours is one line, in the words of our settings: programs
    do so all day, and once it is the operator who forgot a name."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = record.getMessage().replace("ALLOWED_HOSTS", "NEWSROOM_HOSTS")
        record.args, record.exc_info = (), None
        return True


class Text(logging.Formatter):
    """One line for people, the request's name in front of what it says."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        text = without_secrets(super().format(record))
        told = _told(record)
        extra = " ".join(f"{name}={value}" for name, value in told.items() if value != "")
        head, _newline, rest = text.partition("\n")
        line = f"{head} [{extra}]" if extra else head
        return f"{line}\n{rest}" if rest else line


class Json(logging.Formatter):
    """One object a line, keys as most collectors know them."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        line |= _told(record)
        if record.exc_info:
            line["exception"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def _told(record: logging.LogRecord) -> dict[str, Any]:
    # Django tells of a refusal when the request is nearly over.
    of_request = getattr(getattr(record, "request", None), "request_id", "")
    name = getattr(record, "request_id", "") or of_request or current.get()
    told: dict[str, Any] = {"request_id": name} if name else {}
    for field in FIELDS:
        value = getattr(record, field, None)
        if value is not None:
            told[field] = without_secrets(value) if isinstance(value, str) else value
    return told
