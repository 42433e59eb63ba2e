"""The newsroom wing's screens. Importing this package registers them with the admin."""

from articles.admin import (
    article,
    authors,
    duties,
    finder,
    identity,
    images,
    intake,
    ledger,
    notices,
    outlets,
    policy,
    reference,
    roster,
    sections,
    withdrawals,
)

__all__ = [
    "article",
    "authors",
    "duties",
    "finder",
    "identity",
    "images",
    "intake",
    "ledger",
    "notices",
    "outlets",
    "policy",
    "reference",
    "roster",
    "sections",
    "withdrawals",
]
