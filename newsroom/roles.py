"""Two roles of PostgreSQL beside the owner of the tables: what each wing may do, in the database
itself. Whatever a reader makes the readers' process do, it cannot read a draft nor write a row.
"""

from collections.abc import Iterator

from django.db.models import Model

from accounts.models import Author
from articles.models.invalidation import Invalidation
from articles.models.old_address import OldAddress
from articles.models.page import Page
from articles.models.pin import Pin
from articles.models.published import (
    PublishedArticle,
    PublishedCorrection,
    PublishedCredit,
    PublishedImage,
    PublishedRecording,
    PublishedTag,
)
from articles.models.published_special import PublishedSpecial, PublishedSpecialPiece
from articles.models.reads import MostRead
from articles.models.search import SearchEntry
from articles.models.section import FormerSlug, Section
from articles.models.site import IdentityLine, SiteIdentity
from articles.models.tag import Tag
from articles.models.triggers import WRITE_ONCE_TABLES

# All that the readers' wing ever asks for.
PUBLIC: tuple[type[Model], ...] = (
    Author, FormerSlug, IdentityLine, Invalidation, MostRead, OldAddress, Page, Pin,
    PublishedArticle, PublishedCorrection, PublishedCredit, PublishedImage, PublishedRecording,
    PublishedSpecial, PublishedSpecialPiece, PublishedTag, SearchEntry, Section, SiteIdentity, Tag,
)  # fmt: skip
# `/readyz` compares the migrations.
_ALSO_PUBLIC = ("django_migrations",)


def statements(*, desk: str, public: str, schema: str = "public") -> Iterator[str]:
    """SQL for whoever may make roles, which may be run any number of times."""
    for role in (desk, public):
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {_text(role)}) "  # noqa: S608 - quoted by `_text`; such a statement takes no parameters
            f"THEN CREATE ROLE {_name(role)} LOGIN; END IF; END $$"
        )
        yield f"GRANT USAGE ON SCHEMA {_name(schema)} TO {_name(role)}"
    yield from _public(_name(public), _name(schema))
    yield from _desk(_name(desk), _name(schema))


def _public(role: str, schema: str) -> Iterator[str]:
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}"
    tables = [*(model._meta.db_table for model in PUBLIC), *_ALSO_PUBLIC]
    names = ", ".join(f"{schema}.{_name(table)}" for table in sorted(tables))
    yield f"GRANT SELECT ON {names} TO {role}"
    yield f"ALTER ROLE {role} SET default_transaction_read_only = on"
    yield f"ALTER ROLE {role} SET statement_timeout = '10s'"
    yield f"ALTER ROLE {role} SET idle_in_transaction_session_timeout = '30s'"


def _desk(role: str, schema: str) -> Iterator[str]:
    rights = "SELECT, INSERT, UPDATE, DELETE"
    yield f"GRANT {rights} ON ALL TABLES IN SCHEMA {schema} TO {role}"
    yield f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    # What a later migration of the owner makes, whoever runs this.
    yield _of_the_owner(f"IN SCHEMA {schema} GRANT {rights} ON TABLES TO {role}")
    yield _of_the_owner(f"IN SCHEMA {schema} GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role}")
    for table in WRITE_ONCE_TABLES:
        yield f"REVOKE UPDATE, DELETE ON {schema}.{_name(table)} FROM {role}"
    yield f"ALTER ROLE {role} SET idle_in_transaction_session_timeout = '5min'"


def _of_the_owner(rights: str) -> str:
    words = _text(f"ALTER DEFAULT PRIVILEGES FOR ROLE %I {rights}")
    return (
        f"DO $$ BEGIN EXECUTE format({words}, (SELECT tableowner FROM pg_tables "  # noqa: S608 - quoted by `_text`; such a statement takes no parameters
        "WHERE tablename = 'django_migrations' ORDER BY schemaname <> current_schema() LIMIT 1)); "
        "END $$"
    )


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
