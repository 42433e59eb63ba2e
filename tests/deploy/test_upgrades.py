"""Which migrations may run while old code serves."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from newsroom.upgrades import BASELINE, fault_of

BEFORE = MigrationLoader(None).project_state(("articles", BASELINE["articles"]))
HEADLINE = BEFORE.models["articles", "article"].fields["headline"]


def altered(**options: object) -> migrations.AlterField:
    kept = {"max_length": HEADLINE.max_length, "blank": HEADLINE.blank} | options
    return migrations.AlterField("article", "headline", models.CharField(**kept))


UNSAFE: dict[str, tuple[Operation, str]] = {
    "remove": (migrations.RemoveField("article", "deck"), "takes a column away"),
    "rename": (migrations.RenameField("article", "deck", "dek"), "renames a column"),
    "delete": (migrations.DeleteModel("Article"), "takes a table away"),
    "rename table": (migrations.RenameModel("Article", "Piece"), "renames a table"),
    "add not null": (
        migrations.AddField("article", "x", models.IntegerField(default=1)),
        "rows without this column",
    ),
    "not null": (
        migrations.AlterField("article", "submitted_by", models.BigIntegerField()),
        "changes how a column is stored",
    ),
    "shorter": (altered(max_length=10), "max_length"),
    "index": (
        migrations.AddIndex("article", models.Index(fields=["state"], name="x")),
        "locks a big table",
    ),
    "constraint": (
        migrations.AddConstraint("desk", models.UniqueConstraint(fields=["name"], name="x")),
        "may write what this forbids",
    ),
    "sql": (migrations.RunSQL("ALTER TABLE articles_article DROP COLUMN deck"), "by hand"),
}
SAFE: dict[str, Operation] = {
    "create": migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
    "add null": migrations.AddField("article", "x", models.IntegerField(null=True)),
    "add with a default of the database": migrations.AddField(
        "article", "x", models.IntegerField(db_default=1)
    ),
    "add many": migrations.AddField("article", "x", models.ManyToManyField("articles.Tag")),
    "wider": altered(max_length=(HEADLINE.max_length or 0) + 10),
    "may be empty": altered(null=True),
    "words only": altered(help_text="另一种说明", choices=[("a", "a")], verbose_name="标题"),
    "small index": migrations.AddIndex("outlet", models.Index(fields=["name"], name="x")),
    "remove index": migrations.RemoveIndex("article", "article_state"),
    "data": migrations.RunPython(migrations.RunPython.noop),
    "sql": migrations.RunSQL("CREATE INDEX CONCURRENTLY x ON articles_article (state)"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_old_code_would_trip_over_is_found(name: str) -> None:
    operation, said = UNSAFE[name]
    assert said in fault_of(operation, "articles", BEFORE, set())


@pytest.mark.parametrize("name", SAFE)
def test_what_only_adds_is_let_through(name: str) -> None:
    assert fault_of(SAFE[name], "articles", BEFORE, set()) == ""


def test_a_table_that_no_old_code_knows_may_be_changed_at_will() -> None:
    operation = migrations.AddIndex("new", models.Index(fields=["x"], name="x"))
    assert fault_of(operation, "articles", BEFORE, {"new"}) == ""


def test_ours_are_safe() -> None:
    out = StringIO()
    call_command("check_migrations", stdout=out)
    assert "may run while" in out.getvalue()


def test_one_that_is_not_fails_the_check_unless_it_argues(monkeypatch: pytest.MonkeyPatch) -> None:
    name = max(name for app, name in MigrationLoader(None).disk_migrations if app == "articles")
    original = MigrationLoader.load_disk

    def load(self: MigrationLoader) -> None:
        original(self)
        made = migrations.Migration("9999_bad", "articles")
        made.dependencies = [("articles", name)]
        made.operations = [migrations.RemoveField("article", "deck")]
        if argued:
            made.safe_because = "nobody reads it since 1.2"  # type: ignore[attr-defined]
        self.disk_migrations["articles", "9999_bad"] = made

    monkeypatch.setattr(MigrationLoader, "load_disk", load)
    argued = False
    err = StringIO()
    with pytest.raises(CommandError, match="not safe while old code"):
        call_command("check_migrations", stderr=err)
    assert "articles.9999_bad: Remove field deck from article: takes a column" in err.getvalue()
    argued = True
    call_command("check_migrations", stdout=StringIO())
