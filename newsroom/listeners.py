"""Who hears what the core announces, in a process that has a newsroom."""

from typing import Any

from django.conf import settings

from articles import signals
from articles.desk import assignment_pieces
from articles.models import LedgerEntry
from articles.rendering.ahead import make_ahead
from newsroom.pagecheck import check_page

_HANDED_IN = ("submit", "override")


def connect() -> None:
    signals.acted.connect(_file_topic, dispatch_uid="newsroom.file_topic")
    signals.appeared.connect("pictures", make_ahead)
    if settings.CHECK_PAGES:
        signals.appeared.connect("page", check_page)


def _file_topic(article_id: int, name: str, entry_id: int, **_signal: Any) -> None:
    if name in _HANDED_IN:
        entry = LedgerEntry.objects.select_related("actor").get(pk=entry_id)
        assignment_pieces.filed_with(article_id, entry.actor)
