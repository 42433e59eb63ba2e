"""Records that leave this machine: to a collector of the house, as RFC 5424 wants them written.

Whoever breaks into this machine can alter what it keeps; what has left it they cannot.
"""

import logging
import socket
import time
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, SysLogHandler
from queue import Full, Queue
from typing import Any

from newsroom.logs import Json
from newsroom.requestid import current


class Syslog5424(logging.Formatter):
    """RFC 5424 but for the priority, which the handler writes before it: version, time, host,
    program, process, kind of message, no structured data, and the line as JSON."""

    def __init__(self) -> None:
        super().__init__()
        self._json = Json()
        self._host = socket.gethostname() or "-"

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        kind = str(getattr(record, "event", "") or record.name.rpartition(".")[2])[:32]
        head = f"1 {at} {self._host} newsroom {record.process} {kind} -"
        return f"{head} {self._json.format(record)}"


class Sender(SysLogHandler):
    """To a collector, by UDP or TCP. It connects when there is something to send, gives up after
    two seconds and tries again with the next line: a collector that is away stops nobody."""

    _AGAIN = 5.0  # seconds

    def __init__(self, host: str, port: int, tcp: bool) -> None:
        self._tcp = tcp
        self._sent_to = (host, port)
        self._not_before = 0.0
        self._line: socket.socket | None = None
        logging.Handler.__init__(self)
        self.facility = self.LOG_AUTHPRIV
        self.setFormatter(Syslog5424())

    def emit(self, record: logging.LogRecord) -> None:
        level = self.priority_names[self.mapPriority(record.levelname)]
        text = f"<{(self.facility << 3) | level}>{self.format(record)}".encode()
        if self._tcp:
            # RFC 6587, 3.4.1: each message with its length before it.
            text = b"%d %s" % (len(text), text)
        try:
            self._send(text)
        except OSError as problem:
            self._forget()
            self._not_before = time.monotonic() + self._AGAIN
            _told_once(f"Records do not reach {self._sent_to[0]}:{self._sent_to[1]}: {problem}")

    def _send(self, text: bytes) -> None:
        if self._line is None:
            if time.monotonic() < self._not_before:
                return
            self._line = self._connect()
        try:
            self._line.sendall(text)
        except OSError:
            # A connection that the other side has closed is noticed with the first line after.
            self._forget()
            self._line = self._connect()
            self._line.sendall(text)

    def _connect(self) -> socket.socket:
        if self._tcp:
            return socket.create_connection(self._sent_to, timeout=2)
        host, port = self._sent_to
        family, kind, protocol, _name, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_DGRAM
        )[0]
        line = socket.socket(family, kind, protocol)
        line.connect(where)
        return line

    def _forget(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def close(self) -> None:
        self._forget()
        logging.Handler.close(self)


def _told_once(said: str) -> None:
    logging.getLogger("newsroom.logs").warning(said)


class Aside(QueueHandler):
    """Lines go to a thread that sends them: no request waits for a collector. At most so many wait;
    when it is full a line is left out, which the next one that fits says."""

    _MOST = 10_000

    def __init__(self, host: str, port: int, tcp: bool) -> None:
        lines: Queue[Any] = Queue(self._MOST)
        super().__init__(lines)
        self._left_out = 0
        self._listener = QueueListener(lines, Sender(host, port, tcp))
        self._running = False

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """As it is: the thread is of this process. Only the request's name is the caller's."""
        record.request_id = getattr(record, "request_id", "") or current.get()
        return record

    def enqueue(self, record: logging.LogRecord) -> None:
        if not self._running:
            # With the first line: a process that forks before has no thread to lose.
            self._running = True
            self._listener.start()
        try:
            self.queue.put_nowait(record)
        except Full:
            self._left_out += 1
            if self._left_out == 1:
                _told_once("So many records wait to be sent that some are left out")

    def close(self) -> None:
        if self._running:
            self._running = False
            self._listener.stop()
        super().close()
