"""Pages of the article list: the newest pieces, not counted to the end of the archive."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from articles.desk import belonging

# Whoever has turned forty pages looks for something: filters and search find it.
MOST = 2000


class BoundedPaginator(Paginator):
    # Words choose better than whose a piece is.
    searches = False

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        if self.searches:
            return int(rows.order_by()[: MOST + 1].count())
        return belonging.counted(rows, MOST + 1)

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST)

    @property
    def is_cut(self) -> bool:
        """Whether there are older ones that no page shows."""
        return self._found > MOST

    def page(self, number: int | str) -> "Page[Any]":
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows: Any = self.object_list
        found: Any = belonging.page(rows, start, min(start + self.per_page, self.count))
        return Page(found, number, self)
