"""The newsroom wing's screens. Importing this package registers them with the admin."""

from articles.admin import (
    article,
    authors,
    duties,
    identity,
    images,
    intake,
    ledger,
    notices,
    policy,
    reference,
    sections,
)

__all__ = [
    "article",
    "authors",
    "duties",
    "identity",
    "images",
    "intake",
    "ledger",
    "notices",
    "policy",
    "reference",
    "sections",
]
