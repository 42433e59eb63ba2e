"""The pages on which the paper speaks about itself, and the only way to change them: with a
ledger entry. No page is ever deleted; one without a text does not exist for readers."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk import ledger
from articles.desk.errors import NotAllowed, Stale
from articles.models import LedgerEntry, Page
from articles.text.markup import clean, replace_figures, to_text

CHAIN = "page"


def may_edit(user: User) -> bool:
    """Administrators: these pages are the publisher's word, not an editor's piece."""
    return user.is_active and user.has_perm("articles.change_page")


@transaction.atomic
def save(user: User, page: Page) -> LedgerEntry | None:
    """Add or change a page; None when nothing changes. Raises NotAllowed, ValidationError, and
    Stale when somebody else changed it since `page.version` was read."""
    if not may_edit(user):
        raise NotAllowed(_("Only administrators change the pages about the paper."))
    page.title = page.title.strip()
    page.body = tidy(page.body)
    page.full_clean(validate_unique=False)
    before = Page.objects.select_for_update().filter(pk=page.pk).first() if page.pk else None
    if before is not None:
        if before.version != page.version:
            raise Stale(overtaken())
        page.slug = before.slug
    told = _difference(before, page)
    if not told:
        return None
    page.version = page.version + 1 if before else 1
    page.save()
    return ledger.append(
        CHAIN, page.pk, "edit_page", user,
        note=f"{page.name}: {told}",
        content_hash=hashlib.sha256(
            ledger.canonical({"slug": page.slug, "title": page.title, "body": page.body})
        ).hexdigest(),
    )  # fmt: skip


def overtaken() -> str:
    return _(
        "Somebody else changed this page meanwhile. What you wrote is still here: copy it, open "
        "the page again and put the two together."
    )


def tidy(body: str) -> str:
    """Sanitised, without pictures, and empty where nothing is left to read."""
    cleaned = replace_figures(clean(body), lambda _image: "")
    return cleaned if to_text(cleaned).strip() else ""


def _difference(before: Page | None, after: Page) -> str:
    """What an edit changes, in words for the ledger; empty when nothing."""
    told = []
    if before is None or before.title != after.title:
        told.append(_("title “%(title)s”") % {"title": after.name})
    if before is None or before.position != after.position:
        told.append(_("position %(number)s") % {"number": after.position})
    if (before.body if before else "") != after.body:
        if after.body:
            length = len(to_text(after.body))
            told.append(_("text of %(number)s characters") % {"number": length})
        else:
            told.append(_("text removed"))
    return "; ".join(told)
