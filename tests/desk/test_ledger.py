from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from articles.checks import check_triggers
from articles.desk import ledger
from articles.models import Article, LedgerEntry, Revision, triggers
from articles.models.immutable import ImmutableError
from tests.cast import Cast, make_published, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece() -> Article:
    cast = Cast()
    article = make_published(cast)
    step(article, "withdraw", cast.editor, "照片用错了")
    return article


def run_sql(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize("table", ["articles_ledgerentry", "articles_revision"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET content_hash = ''", "DELETE FROM {}"])
def test_the_database_refuses_to_rewrite_records(piece: Article, table: str, sql: str) -> None:
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        run_sql(sql.format(table))


@pytest.mark.parametrize("model", [LedgerEntry, Revision])
def test_the_models_refuse_it_too(piece: Article, model: type[LedgerEntry | Revision]) -> None:
    row = model.objects.first()
    for act in (row.save, row.delete, model.objects.all().delete):
        with pytest.raises(ImmutableError):
            act()
    with pytest.raises(ImmutableError):
        model.objects.update(content_hash="")


def test_a_whole_ledger_is_called_whole(piece: Article) -> None:
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert f"{LedgerEntry.objects.count()} entries" in out.getvalue()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("note", "'什么也没有发生'"),
        ("actor_name", "'别人'"),
        ("actor_role", "'chief'"),
        ("action", "'confirm'"),
        ("to_state", "'draft'"),
        ("content_hash", "'0'"),
        ("revision", "99"),
        ("at", "'2020-01-01 00:00:00+00:00'"),
        ("hash", "'0'"),
    ],
)
def test_one_altered_row_is_named(piece: Article, field: str, value: str) -> None:
    with triggers.lifted(connection):
        run_sql(
            f"UPDATE articles_ledgerentry SET {field} = {value} "
            "WHERE subject_kind = 'article' AND subject_id = %s AND seq = 3",
            piece.pk,
        )
    err = StringIO()
    with pytest.raises(CommandError, match="1 place"):
        call_command("verify_ledger", stderr=err)
    assert f"article {piece.pk}, entry 3: its contents were altered" in err.getvalue()


def test_a_row_taken_out_of_the_middle_is_missed(piece: Article) -> None:
    with triggers.lifted(connection):
        run_sql("DELETE FROM articles_ledgerentry WHERE subject_id = %s AND seq = 2", piece.pk)
    assert [(found.seq, found.reason) for found in ledger.verify()] == [(2, "entry 2 is missing")]


def test_rows_cut_off_the_end_are_missed_by_the_seal(piece: Article) -> None:
    call_command("seal_ledger", stdout=StringIO())
    assert ledger.verify() == []
    with triggers.lifted(connection):
        run_sql("DELETE FROM articles_ledgerentry WHERE subject_id = %s AND seq = 5", piece.pk)
    [found] = ledger.verify()
    assert (found.subject_id, found.seq) == (piece.pk, 5)
    assert "seal" in found.reason


def test_an_altered_revision_is_named(piece: Article) -> None:
    with triggers.lifted(connection):
        run_sql(
            "UPDATE articles_revision SET content = '{}' WHERE article_id = %s AND number = 1",
            piece.pk,
        )
    assert "revision 1 was altered" in [found.reason for found in ledger.verify()]


def test_a_missing_trigger_fails_the_system_check(piece: Article) -> None:
    assert check_triggers(databases=["default"]) == []
    triggers.lift(connection)
    found = check_triggers(databases=["default"])
    assert {message.id for message in found} == {"articles.E002"}
    assert len(found) == 4
    triggers.install(connection)
    assert check_triggers(databases=["default"]) == []
