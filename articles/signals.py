"""What the core announces, after commit. Edges listen; nothing in the core waits for them.

`acted`: sender Article; `article_id`, `name` of the transition, `entry_id` of the ledger.
`published_changed`: sender PublishedArticle; `article_id`. Readers see something else now, or
will from `visible_from` on.
"""

from django.dispatch import Signal

acted = Signal()
published_changed = Signal()
