"""The calendar: each day's topics and pieces, bounded, and nothing that one may not open."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Assignment, PublishedArticle
from tests.admin.helpers import signed_in
from tests.cast import Cast, make_draft, make_published, step
from tests.plan.topics import act, assigned
from tests.preview.links import later

CALENDAR = "/admin/calendar/"


def noon(days: int = 0) -> datetime:
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(
        days=days
    )


@pytest.fixture
def _morning() -> "object":
    """Eight in the morning in the middle of a month: what is due at noon is still to come."""
    moment = timezone.localtime().replace(day=15, hour=8, minute=0)
    with later(seconds=(moment - timezone.now()).total_seconds()):
        yield


def page(cast: Cast, role: str = "editor", **asked: object) -> str:
    response = signed_in(getattr(cast, role)).get(CALENDAR, asked)
    assert response.status_code == 200
    return response.content.decode()


def scheduled(cast: Cast, headline: str, at: datetime) -> None:
    piece = make_draft(cast.reporter, cast.section, headline)
    step(piece, "submit", cast.reporter)
    step(piece, "pass", cast.editor)
    step(piece, "publish", cast.editor, visible_from=at)


@pytest.mark.usefixtures("_morning")
@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_it_shows_what_is_due_scheduled_and_out(cast: Cast, view: str) -> None:
    assigned(cast, title="中午该交的", due_at=noon())
    dropped = assigned(cast, title="取消的", due_at=noon())
    act(dropped, "drop", cast.editor, "不做")
    make_published(cast, "今天见网的")
    scheduled(cast, "下午上线的", noon() + timedelta(hours=3))
    assigned(cast, title="下月的", due_at=noon(40))
    body = page(cast, view=view)
    for kind, title in (("due", "中午该交的"), ("live", "今天见网的"), ("scheduled", "下午上线的")):
        assert f'class="np-entry np-{kind}"' in body
        assert title in body
    assert "取消的" not in body
    assert "下月的" not in body
    assert "下月的" in page(cast, view=view, day=noon(40).date().isoformat())
    assert "中午该交的" not in page(cast, view=view, section=cast.other_section.pk)
    assert "中午该交的" in page(cast, view=view, section=cast.section.pk)


@pytest.mark.usefixtures("_morning")
def test_what_one_may_not_open_is_neither_named_nor_counted(cast: Cast) -> None:
    scheduled(cast, "保密到下午的稿子", noon() + timedelta(hours=3))
    assigned(cast, title="保密的选题", due_at=noon())
    for role in ("foreign_editor", "proofreader"):
        body = page(cast, role)
        assert "保密" not in body
        assert "np-empty np-today" in body
    assert "保密到下午的稿子" in page(cast, "reporter")
    assert "保密的选题" in page(cast, "other_reporter"), "the plan of their own desk"
    assert "保密到下午的稿子" not in page(cast, "other_reporter")


@pytest.mark.usefixtures("_morning")
def test_a_full_day_says_how_much_more_there_is(cast: Cast) -> None:
    for number in range(9):
        assigned(cast, title=f"选题{number}号", due_at=noon() + timedelta(minutes=number))
    for number in range(7):
        make_published(cast, f"见网{number}号")
    body = page(cast)
    assert "还有 12 条" in body
    shown = [name for name in (f"选题{number}号" for number in range(9)) if name in body]
    assert shown == [f"选题{number}号" for number in range(4)], "work to be done comes first"
    day = page(cast, view="day")
    assert all(f"选题{number}号" in day for number in range(9))
    assert all(f"见网{number}号" in day for number in range(7))
    assert "还有" not in day


@pytest.mark.usefixtures("_morning")
def test_a_day_is_the_newsrooms_day(cast: Cast) -> None:
    """Half past midnight in the newsroom is still yesterday by the world's clock."""
    early = noon(1).replace(hour=0, minute=30)
    topic = assigned(cast, title="零点半", due_at=early)
    assert "零点半" in page(cast, view="day", day=early.date().isoformat())
    assert "零点半" not in page(cast, view="day", day=noon().date().isoformat())
    late = early - timedelta(minutes=31)
    Assignment.objects.filter(pk=topic.pk).update(due_at=late)
    assert "零点半" in page(cast, view="day", day=noon().date().isoformat())


@pytest.mark.usefixtures("_morning")
def test_withdrawn_pieces_are_not_on_it(cast: Cast) -> None:
    piece = make_published(cast, "撤下的稿子")
    assert "撤下的稿子" in page(cast)
    step(piece, "withdraw", cast.editor, "数字有误")
    assert "撤下的稿子" not in page(cast)
    assert PublishedArticle.objects.exists()


@pytest.mark.parametrize(
    "asked", [{"day": "x"}, {"view": "x"}, {"section": "x"}, {"day": "0001-01-01"}]
)
def test_nonsense_in_the_address_shows_the_present(cast: Cast, asked: dict[str, str]) -> None:
    assert "np-today" in page(cast, **asked)
    assert signed_in(cast.administrator).get(CALENDAR).status_code == 403


def test_the_calendar_names_the_newsrooms_time_zone(cast: Cast) -> None:
    page = signed_in(cast.reporter).get(CALENDAR).content.decode()
    assert "北京时间 (UTC+08:00)" in page
