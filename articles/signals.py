"""What the core announces, after commit. Edges listen; nothing in the core waits for them.

`acted`: sender Article; `article_id`, `name` of the transition, `entry_id` of the ledger.
`commented`: sender Comment; `article_id`, `comment_id` of what was said or answered. Marking a
comment as done and the points of a return's note are not announced: the return is, by `acted`.
`pages_changed`: sender Invalidation; `tags` as `articles.pagetags` names them. Readers' pages with
one of them say something else now, or will from an hour on that stands in the database.
`access_log_failed`: sender AccessEntry; somebody opened a piece and it could not be written down.
`appeared`: readers see a piece for the first time. Listeners are called by a worker, each with
the piece's number, until it has succeeded; see `Retried`.
"""

from collections.abc import Callable

from django.dispatch import Signal


class Retried:
    """An event whose listeners are called by name, one by one, and again when they failed.

    A listener must bear being called twice for the same piece, and must end by itself: whatever
    it asks over a network needs a time limit.
    """

    def __init__(self) -> None:
        self.listeners: dict[str, Callable[[int], object]] = {}

    def connect(self, name: str, listener: Callable[[int], object]) -> None:
        self.listeners[name] = listener


acted = Signal()
commented = Signal()
pages_changed = Signal()
appeared = Retried()
access_log_failed = Signal()
