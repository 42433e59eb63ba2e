"""What the core announces, after commit. Edges listen; nothing in the core waits for them.

`acted`: sender Article; `article_id`, `name` of the transition, `entry_id` of the ledger.
`commented`: sender Comment; `article_id`, `comment_id` of what was said or answered. Marking a
comment as done and the points of a return's note are not announced: the return is, by `acted`.
`published_changed`: sender PublishedArticle; `article_id`. Readers see something else now, or
will from `visible_from` on.
"""

from django.dispatch import Signal

acted = Signal()
commented = Signal()
published_changed = Signal()
