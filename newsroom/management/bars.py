"""Bars of progress for commands with several parts."""

from collections.abc import Callable, Mapping

from django.core.management.base import OutputWrapper

from articles.management.progress import Progress


class Bars:
    """Says what begins, and shows how far it is; the bar before is finished then."""

    def __init__(self, stream: OutputWrapper, words: Mapping[str, str]) -> None:
        self._stream, self._words = stream, words
        self._bar: Progress | None = None

    def __call__(self, name: str, total: int) -> Callable[[int], None]:
        self.finish()
        self._stream.write(self._words[name])
        self._bar = Progress(self._stream, total)
        return self._bar.advance

    def finish(self) -> None:
        if self._bar is not None:
            self._bar.finish()
        self._bar = None
