"""`manage.py bench_search`: what it asks, what it holds for true, and that it sees a mistake."""

import io
from collections import Counter
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles import search
from newsroom.bench import questions as drawing
from newsroom.bench.asking import Answer, Asker, Row, most_of, table
from newsroom.bench.questions import NothingToAsk, Question, draw
from newsroom.bench.truth import truth
from newsroom.management.commands import bench_search
from tests.cast import make_author, make_section
from tests.search.shelf import NOON, found, shelve

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("SAMPLE", 60), ("COMMON", 8), ("OF_EACH", 4)):
        monkeypatch.setattr(drawing, name, number)


LINES = (
    "夜班公交等最后一班工人，全国总工会送来热汤。",
    "渡口的末班船二十年没有停过，船工说5G基站到了江边。",
    "技能赛的焊花照亮车间；图纸上画着集体合同与工资协商。",
    "体检车开进工地，老师傅带徒，食堂添了热菜。",
)


def fill() -> None:
    child = make_section("local", "本地", parent=make_section())
    authors = make_author("甲一"), make_author("乙二")
    for number in range(1, 41):
        shelve(
            number,
            "\n".join((LINES * 2)[number % 4 :][: 1 + number % 3]),
            headline=f"第{number}条消息",
            at=NOON - timedelta(days=11 * number),
            section=child if number % 5 == 0 else None,
            authors=authors[: number % 3],
            figures=[{"caption": f"图注{number}"}],
            withdrawn_at=NOON if number % 7 == 0 else None,
        )


def true(*questions: Question) -> list[list[int]]:
    return truth(questions, 3, NOON, processes=1)


def test_the_truth_is_read_from_the_pieces_alone() -> None:
    channel = make_section("economy", "经济")
    child = make_section("labour", "劳动", parent=channel)
    author = make_author("罗行舟")
    shelve(
        1, body="<p>工<strong>会</strong>的&amp;</p><p>活动</p>", section=child, kicker="引题",
        deck="副题", summary="提要", original_headline="原题", tags=[{"name": "标签", "slug": "b"}],
        figures=[{"caption": "图注"}], authors=(author,),
    )  # fmt: skip
    shelve(2, "工會，“好”", headline="It’s 5G")
    shelve(3, "工会", withdrawn_at=NOON)
    shelve(4, "工会", at=NOON + timedelta(seconds=1))
    for number in (1, 2):
        search.forget(number)
    for query in ("引题", "副题", "提要", "原题", "标签", "图注", "罗行舟", "工会的&", "活动 工会"):
        assert true(Question("", query)) == [[1]], query
    assert true(Question("", "工会"), Question("", "的&活"), Question("", "it's 5g 好")) == [
        [1, 2], [], [2],
    ]  # fmt: skip
    assert true(Question("", "工会", section=channel.pk)) == [[1]]
    assert true(Question("", "工会", author=author.pk)) == [[1]]
    today = date(2025, 6, 1)
    assert true(Question("", "工会", since=today, until=today)) == [[1, 2]]
    assert true(Question("", "工会", until=today - timedelta(days=1))) == [[]]
    for number in range(5, 9):
        shelve(number, "工会", at=NOON - timedelta(days=1))
    assert true(Question("", "工会"), Question("", "工会", page=2)) == [[1, 2, 8], [7, 6, 5]]


def test_every_kind_is_asked_and_search_answers_the_truth() -> None:
    fill()
    questions = draw(20, 1, NOON)
    assert questions == draw(20, 1, NOON) != draw(20, 2, NOON)
    kinds = Counter(question.kind for question in questions)
    assert kinds["random substring"] == 20
    assert len(kinds) == 15
    asker = Asker(NOON)
    answers = [asker.ask(question) for question in questions]
    assert [answer.numbers for answer in answers] == truth(questions, 20, NOON, processes=1)
    found_some = {
        question.kind for question, answer in zip(questions, answers, strict=True) if answer.numbers
    }
    assert found_some >= {
        "random substring", "commonest pair", "single character", "two words", "quoted phrase",
        "two common words", "in a section", "of an author", "in one year", "up to a day long ago",
    }  # fmt: skip
    assert "found nowhere" not in found_some


def test_asking_for_a_page_that_is_not_there_finds_nothing() -> None:
    fill()
    asker = Asker(NOON)
    assert asker.ask(Question("", "夜班公交", page=5)).numbers == []
    with pytest.raises(NothingToAsk):
        draw(1, 1, NOON - timedelta(days=9000))


def measured() -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("bench_search", substrings=20, show=10_000, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_what_search_gets_wrong_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="Nothing is published here yet"):
        measured()
    fill()
    # The pieces of a test's transaction are seen by this process alone.
    monkeypatch.setattr(bench_search, "truth", partial(truth, processes=1))
    table, told = measured()
    assert f"| {connection.vendor}, 35 pieces; ms |" in table
    assert "Question(" not in told
    lost = found("夜班公交")[0]
    search.forget(lost)
    table, told = measured()
    assert f"true  [{lost}," in told
    rows = {row.split(" | ")[0]: row.split(" | ")[1:] for row in table.split("\n")[2:]}
    for kind, asked in (("| commonest pair", 8), ("| **random substrings and pairs**", 28)):
        counted, equal, unequal, too_slow = map(int, rows[kind][:4])
        assert equal + unequal == counted == asked
        assert unequal > 0
        assert too_slow == 0


def test_a_row_counts_each_question_once() -> None:
    row = Row()
    for number in range(1, 21):
        row.add(Answer([], number, "too_slow" if number == 3 else None), Answer([], 1, None), True)
    assert most_of(row.first) == 19
    [line] = table("", {"words": row}, compared=False)[2:]
    assert line == "| words | 20 | – | – | 1 | 10.5 | 19.0 | 20.0 | 1.0 | 1.0 | 1.0 |"
