"""How far a long command has come: a bar on a terminal, a line now and then in a log."""

import time

from django.core.management.base import OutputWrapper

_BAR = 30
_ON_TERMINAL = 0.2
_IN_A_LOG = 10.0


class Progress:
    """Counts up to `total` on a stream; the rate is over the whole run so far."""

    def __init__(self, stream: OutputWrapper, total: int) -> None:
        self.stream = stream
        self.total = total
        self.done = 0
        self.started = self.shown = time.monotonic()
        self.on_terminal = stream.isatty()

    def advance(self, by: int) -> None:
        self.done += by
        every = _ON_TERMINAL if self.on_terminal else _IN_A_LOG
        if time.monotonic() - self.shown >= every:
            self.show()

    def show(self) -> None:
        self.shown = time.monotonic()
        passed = max(self.shown - self.started, 0.001)
        rate = self.done / passed
        left = round((self.total - self.done) / rate) if rate else 0
        line = (
            f"{self.done:,} of {self.total:,} · {rate:,.0f}/s · "
            f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02} left"
        )
        if not self.on_terminal:
            self.stream.write(line + "\n")
            return
        filled = _BAR * self.done // max(self.total, 1)
        self.stream.write(f"\r{'█' * filled}{'░' * (_BAR - filled)} {line}\x1b[K", ending="")
        self.stream.flush()

    def finish(self) -> None:
        if self.total:
            self.show()
        if self.on_terminal:
            self.stream.write("\n")
