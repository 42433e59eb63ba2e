"""Pages of the article list: the newest pieces, not counted to the end of the archive."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

# Whoever has turned forty pages looks for something: filters and search find it.
MOST = 2000


class BoundedPaginator(Paginator):
    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: MOST + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST)

    @property
    def is_cut(self) -> bool:
        """Whether there are older ones that no page shows."""
        return self._found > MOST
