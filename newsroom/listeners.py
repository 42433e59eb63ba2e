"""Who hears what the core announces, in a process that has a newsroom."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from accounts.models import Author, User
from accounts.signals import account_changed
from articles import pagetags, signals
from articles.desk import assignment_pieces, invalidations, notices, people
from articles.models import (
    FormerSlug,
    IdentityLine,
    LedgerEntry,
    Page,
    Section,
    SiteIdentity,
    Tag,
)
from articles.rendering.ahead import make_ahead
from newsroom import auditlog, settingswatch
from newsroom.pagecheck import check_page
from newsroom.pagestore.house import bump

# What any page may say: its own words are not worth a name of their own.
_EVERYWHERE = (SiteIdentity, IdentityLine, Section, FormerSlug, Tag, Page, Author)
_HANDED_IN = ("submit", "override")


def connect() -> None:
    auditlog.connect()
    settingswatch.connect()
    account_changed.connect(_account_changed, dispatch_uid="newsroom.account_changed")
    signals.acted.connect(_file_topic, dispatch_uid="newsroom.file_topic")
    signals.appeared.connect("pictures", make_ahead)
    signals.pages_changed.connect(_forget_pages, dispatch_uid="newsroom.forget_pages")
    for model in _EVERYWHERE:
        uid = f"newsroom.said.{model.__name__}"
        post_save.connect(_said_everywhere, model, dispatch_uid=uid)
        post_delete.connect(_said_everywhere, model, dispatch_uid=uid)
    if settings.CHECK_PAGES:
        signals.appeared.connect("page", check_page)


def _account_changed(user: User, by: User | None, what: str, note: str, **_signal: Any) -> None:
    entry = people.record(user, by, what, note)
    notices.about_an_account(user, by, entry)


def _forget_pages(tags: list[str], **_signal: Any) -> None:
    bump(tags)


def _said_everywhere(**_signal: Any) -> None:
    with transaction.atomic():
        invalidations.changed({pagetags.EVERYTHING})


def _file_topic(article_id: int, name: str, entry_id: int, **_signal: Any) -> None:
    if name in _HANDED_IN:
        entry = LedgerEntry.objects.select_related("actor").get(pk=entry_id)
        assignment_pieces.filed_with(article_id, entry.actor)
