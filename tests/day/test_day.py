"""A short day with everybody and a real readers' server; and the evening finds what is wrong."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.desk import editing
from articles.models import Article, PublishedArticle
from newsroom.day import checks, report
from newsroom.day.notebook import Notebook, Save
from newsroom.day.plan import PEAK, Plan
from newsroom.day.readers import Appointment, Reader
from newsroom.day.running import run
from tests.cast import Cast, make_draft, make_published, step
from tests.server import database_url, serve


@pytest.mark.django_db(transaction=True)
def test_a_short_day_holds() -> None:
    plan = Plan(
        people=12, pieces=8, peak=2, processes=1, thinking=0.1, patience=1, lead=8, rest=1,
        limit=240,
    )  # fmt: skip
    with serve(DATABASE_URL=database_url(), NEWSROOM_WING="public") as site:
        day = run(plan, site)
        reader = Reader(site)
        found = list(checks.findings(day, reader.get))
        reader.close()
    # How long a loaded machine takes to answer is measured by `make day`, not here.
    wrong = [line for each in found for line in each.wrong if "late" not in line]
    assert wrong == []
    assert day.notes.acts["create", "done"] == 8
    assert day.notes.acts["publish", "done"] > 3
    assert len([each for each in day.appointments if day.peak and not each.cancelled]) >= 2
    assert "publish" in "\n".join(report.acts(day))
    assert "at worst" in "\n".join(report.times(day))


# --- The evening's questions, each with something wrong -----------------------------------------


def the_day(**more: object) -> report.Day:
    facts = {
        "plan": Plan(pieces=Article.objects.count()),
        "notes": Notebook(),
        "appointments": [],
        "peak": None,
        "seconds": 1.0,
    }
    return report.Day(**facts | more)  # type: ignore[arg-type]


def nobody(_path: str) -> tuple[int, str]:
    return 404, ""


def wrong(question: str, day: report.Day, get: Callable[[str], tuple[int, str]] = nobody) -> str:
    return "\n".join(
        line for each in checks.findings(day, get) if question in each.question
        for line in each.wrong
    )  # fmt: skip


@pytest.mark.django_db
def test_a_save_that_is_not_there_is_found() -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body="<p>记号甲第1次。</p>")
    revision = editing.newest_revision(article)
    save = Save(article.pk, 1, revision.content_hash, "记号甲第1次。")
    assert wrong("acknowledged", the_day(notes=Notebook(saves=[save]))) == ""
    lost = Save(article.pk, 2, "0" * 64, "记号甲第2次。")
    assert "not there" in wrong("acknowledged", the_day(notes=Notebook(saves=[save, lost])))
    assert "nobody was told" in wrong("acknowledged", the_day())


@pytest.mark.django_db
def test_a_paragraph_that_was_overwritten_is_found() -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body="<p>记号甲第1次。</p>")
    content = editing.newest_revision(article).content
    editing.write(article, content | {"body": "<p>记号乙第1次。</p>"}, cast.reporter)
    assert "lost 记号甲第1次" in wrong("overwritten", the_day())


@pytest.mark.django_db
def test_a_page_that_nobody_signed_is_found() -> None:
    cast = Cast()
    piece = make_published(cast)
    assert wrong("what was signed", the_day()) == ""
    PublishedArticle.objects.filter(pk=piece.pk).update(headline="别的标题")
    assert "differs" in wrong("what was signed", the_day())
    PublishedArticle.objects.filter(pk=piece.pk).update(content_hash="0" * 64)
    assert "nobody signed" in wrong("what was signed", the_day())


@pytest.mark.django_db
def test_a_late_an_early_and_a_missing_piece_are_found() -> None:
    def met(**more: object) -> str:
        appointment = Appointment(1.0, 1, "/2026/01/02/3/", **more)  # type: ignore[arg-type]
        return wrong("within a second", the_day(appointments=[appointment]))

    assert met(seen_after=0.2) == ""
    assert "1.30 s late" in met(seen_after=1.3)
    assert "before its time" in met(seen_after=0.0, early=True)
    assert "never came" in met()
    assert "nothing was scheduled" in wrong("within a second", the_day())


@pytest.mark.django_db
def test_a_peak_that_misses_a_piece_is_found() -> None:
    cast = Cast()
    soon = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    piece = make_draft(cast.reporter, cast.section, kicker=PEAK)
    step(piece, "submit", cast.reporter)
    step(piece, "pass", cast.second_editor)
    step(piece, "publish", cast.editor, visible_from=soon)
    seen = Appointment(soon.timestamp(), piece.pk, "/", seen_after=0.1)
    one, two = Plan(peak=1), Plan(peak=2)
    assert wrong("the peak", the_day(plan=one, peak=soon, appointments=[seen])) == ""
    assert "1 of 2" in wrong("the peak", the_day(plan=two, peak=soon, appointments=[seen]))


@pytest.mark.django_db
def test_what_readers_get_and_should_not_is_found() -> None:
    cast = Cast()
    make_draft(cast.reporter, cast.section, "草稿", body="<p>记号甲第1次。</p>")
    taken = make_published(cast, "撤下的稿")
    step(taken, "withdraw", cast.editor, "有误")

    def leaking(_path: str) -> tuple[int, str]:
        return 200, "记号甲第1次"

    shown = wrong("nothing hidden", the_day(), leaking)
    assert "is hidden and answers 200" in shown
    assert "shows 记号甲第1次" in shown
    assert "is withdrawn and answers 404" in wrong("410", the_day())


@pytest.mark.django_db
def test_a_locked_database_and_any_other_error_are_found() -> None:
    locked, other = "a: database is locked", "b: KeyError: 'x'"
    day = the_day(notes=Notebook(errors=[locked, other], late=1))
    assert wrong("locked", day) == locked
    assert wrong("no rule explains", day) == other
    assert "sent home" in wrong("came to its end", day)


@pytest.mark.django_db
def test_the_day_does_not_touch_a_paper_that_is_there() -> None:
    make_draft(Cast().reporter)
    with pytest.raises(CommandError, match="other content"):
        call_command("day", "--here", stdout=StringIO())
    with pytest.raises(CommandError, match="At least 8 people"):
        call_command("day", "--here", "--people=3", stdout=StringIO())
    assert Article.objects.count() == 1
