"""The article list: tabs as people work, filters, search, and a constant number of queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles.desk import workflow
from articles.desk.errors import Stale
from articles.models import Article, LedgerEntry
from tests.admin.helpers import questions, signed_in, theirs, url
from tests.cast import Cast, make_draft, make_published, make_section, step

LIST = "articles_article_changelist"


def headlines(user: User, **query: Any) -> list[str]:
    response = signed_in(user).get(url(LIST), query)
    assert response.status_code == 200
    return [row.article.headline for row in response.context["rows"]]


@pytest.fixture
def pieces(cast: Cast) -> dict[str, Article]:
    """One piece in every place where a piece can be."""
    made = {
        name: make_draft(cast.reporter, cast.section, name)
        for name in ("draft", "review", "approved", "scheduled", "withdrawn", "spiked")
    }
    for name in ("review", "approved", "scheduled", "withdrawn"):
        step(made[name], "submit", cast.reporter)
    for name in ("approved", "scheduled", "withdrawn"):
        step(made[name], "pass", cast.second_editor)
    soon = timezone.now() + timedelta(hours=1)
    step(made["scheduled"], "publish", cast.editor, visible_from=soon)
    step(made["withdrawn"], "publish", cast.editor)
    step(made["withdrawn"], "withdraw", cast.editor, "数字有误")
    step(made["spiked"], "spike", cast.editor)
    made["live"] = make_published(cast, "live")
    made["foreign"] = make_draft(cast.other_reporter, cast.other_section, "foreign")
    return made


@pytest.mark.parametrize(
    ("tab", "expected"),
    [
        ("waiting", {"review"}),
        ("approved", {"approved"}),
        ("scheduled", {"scheduled"}),
        ("live", {"live"}),
        ("withdrawn", {"withdrawn"}),
        ("spiked", {"spiked"}),
        ("mine", set()),
        ("all", {"draft", "review", "approved", "scheduled", "withdrawn", "spiked", "live"}),
    ],
)
def test_tabs_of_an_editor(
    cast: Cast, pieces: dict[str, Article], tab: str, expected: set[str]
) -> None:
    assert set(headlines(cast.editor, tab=tab)) == expected


def test_a_reporter_begins_with_what_is_theirs(cast: Cast, pieces: dict[str, Article]) -> None:
    assert set(headlines(cast.reporter)) == set(pieces) - {"foreign"}
    assert headlines(cast.other_reporter) == ["foreign"]
    assert headlines(cast.other_reporter, tab="all") == ["foreign"]


def test_an_editor_begins_with_what_waits(cast: Cast, pieces: dict[str, Article]) -> None:
    assert headlines(cast.editor) == ["review"]


def test_a_proofreader_begins_with_what_is_to_be_read(cast: Cast) -> None:
    section = make_section("depth", "深度", cast.desk, reviews_required=2, proofreads_required=2)
    piece = make_draft(cast.reporter, section, "三校的稿")
    unasked = make_draft(cast.reporter, cast.section, "不必校的稿")
    for each in (piece, unasked):
        step(each, "submit", cast.reporter)
    assert headlines(cast.proofreader) == ["三校的稿"]
    step(piece, "proofread", cast.proofreader)
    assert headlines(cast.proofreader) == []
    # Another text is to be read again.
    theirs(piece, cast.editor, deck="新副题")
    assert headlines(cast.proofreader) == ["三校的稿"]


def test_the_tabs_are_counted(cast: Cast, pieces: dict[str, Article]) -> None:
    response = signed_in(cast.editor).get(url(LIST))
    counts = {each.tab.name: each.count for each in response.context["tabs"]}
    assert counts == {
        "mine": "", "waiting": "1", "approved": "1", "scheduled": "1", "live": "1",
        "withdrawn": "1", "spiked": "1", "all": "",
    }  # fmt: skip


def test_large_counts_are_capped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        make_draft(cast.reporter, cast.section, f"第{number}篇")
    monkeypatch.setattr("articles.admin.article_tabs.MANY", 3)
    monkeypatch.setattr("articles.admin.navigation.MANY", 3)
    response = signed_in(cast.reporter).get(url(LIST))
    assert response.context["tabs"][0].count == "2+"


def test_the_soonest_scheduled_piece_comes_first(cast: Cast) -> None:
    for hours in (5, 1, 3):
        piece = make_draft(cast.reporter, cast.section, f"in {hours}")
        step(piece, "submit", cast.reporter)
        step(piece, "pass", cast.editor)
        moment = timezone.now() + timedelta(hours=hours)
        step(piece, "publish", cast.editor, visible_from=moment)
    assert headlines(cast.editor, tab="scheduled") == ["in 1", "in 3", "in 5"]


def test_search_by_headline_kicker_and_number(cast: Cast) -> None:
    bus = make_draft(cast.reporter, cast.section, "夜班公交通到厂门口", kicker="市总工会")
    make_draft(cast.reporter, cast.section, "职工书屋的灯")
    assert headlines(cast.reporter, q="公交") == [bus.headline]
    assert headlines(cast.reporter, q="市总 夜班") == [bus.headline]
    assert bus.headline in headlines(cast.reporter, q=str(bus.pk))
    assert headlines(cast.reporter, q="9" * 30) == []
    assert headlines(cast.other_reporter, q="公交") == []


def test_a_search_without_a_tab_looks_everywhere(cast: Cast) -> None:
    draft = make_draft(cast.reporter, cast.section, "还在写的稿")
    assert headlines(cast.editor) == []
    assert headlines(cast.editor, q="还在") == [draft.headline]


def test_filters(cast: Cast) -> None:
    mine = make_draft(
        cast.reporter,
        cast.section,
        "甲稿",
        credits=[{"name": "林小满", "role": "reporter", "author": None}],
    )
    make_draft(cast.reporter, cast.other_section, "乙稿")
    old = make_draft(cast.reporter, cast.section, "丙稿")
    Article.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=9))
    ask = {"tab": "all"}
    today = timezone.localdate()
    assert headlines(cast.chief, section=cast.other_section.pk, **ask) == ["乙稿"]
    assert headlines(cast.chief, author="小满", **ask) == [mine.headline]
    assert len(headlines(cast.chief, author="Reporter", **ask)) == 3
    assert set(headlines(cast.chief, since=str(today), **ask)) == {"甲稿", "乙稿"}
    assert headlines(cast.chief, until=str(today - timedelta(days=2)), **ask) == ["丙稿"]
    assert len(headlines(cast.chief, until=str(today), state="draft", **ask)) == 3
    assert headlines(cast.chief, state="spiked", **ask) == []


@pytest.mark.parametrize(
    "query",
    [
        {"section": "x"}, {"section": "9" * 40}, {"since": "yesterday"}, {"since": "2026-02-31"},
        {"until": "9999-12-31"}, {"state": "gone"}, {"tab": "nowhere"},
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_narrows_nothing(cast: Cast, query: dict[str, str]) -> None:
    draft = make_draft(cast.reporter, cast.section)
    assert headlines(cast.reporter, **query) in ([draft.headline], [])
    assert signed_in(cast.reporter).get(url(LIST), query).status_code == 200


def test_rows_say_what_readers_see_and_who_was_last(cast: Cast, pieces: dict[str, Article]) -> None:
    step(pieces["live"], "correct", cast.editor, "站名有误，特此更正。")
    emergency = make_draft(cast.reporter, cast.section, "emergency")
    step(emergency, "override", cast.chief, "突发")
    response = signed_in(cast.chief).get(url(LIST), {"tab": "all"})
    looks = {
        row.article.headline: [chip.look for chip in row.chips] for row in response.context["rows"]
    }
    assert looks["live"] == ["quiet", "live", "alarm"]
    assert looks["withdrawn"] == ["alarm", "alarm"]
    assert looks["emergency"] == ["ready", "alarm"]
    assert looks["scheduled"] == ["ready"]
    last = {row.article.headline: row.last.actor_name for row in response.context["rows"]}
    assert last["live"] == str(cast.editor)


def test_a_returned_draft_shows_why(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section)
    step(piece, "submit", cast.reporter)
    step(piece, "return", cast.editor, "第三段的数字请核对。")
    page = signed_in(cast.reporter).get(url(LIST)).content.decode()
    assert "第三段的数字请核对。" in page


def test_queries_do_not_grow_with_rows(cast: Cast) -> None:
    def queries(count: int) -> int:
        while Article.objects.count() < count:
            number = Article.objects.count()
            piece = make_published(cast, f"第{number}篇") if number % 3 else make_draft(
                cast.reporter, cast.section, f"第{number}篇",
                credits=[{"name": "林小满", "role": "reporter", "author": None}],
            )  # fmt: skip
            assert piece.pk
        client = signed_in(cast.chief)
        shown = client.get(url(LIST), {"tab": "all"}).context["rows"]
        assert len(shown) == min(count, 50)
        return questions(client, url(LIST), {"tab": "all"})

    few = queries(10)
    assert queries(60) == few
    assert 0 < few < 30


def test_who_sees_no_list(cast: Cast) -> None:
    for user in (cast.administrator, cast.outsider):
        assert signed_in(user).get(url(LIST)).status_code == 403, user


def test_there_are_no_bulk_actions(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section)
    data = {"action": "delete_selected", "_selected_action": [piece.pk], "post": "yes"}
    signed_in(cast.chief).post(url(LIST), data)
    assert Article.objects.filter(pk=piece.pk).exists()


@pytest.mark.parametrize("tab", ["all", "live", "waiting", "mine", "approved", "withdrawn"])
def test_no_tab_asks_more_of_more_pieces(cast: Cast, tab: str) -> None:
    def queries(count: int) -> int:
        for number in range(count):
            piece = make_draft(cast.reporter, cast.section, f"第{number}篇")
            step(piece, "submit", cast.reporter)
            if number % 3:
                step(piece, "pass", cast.second_editor)
            if number % 3 == 2:
                step(piece, "publish", cast.editor)
                if number % 2:
                    step(piece, "withdraw", cast.editor, "有误")
        narrowed = {"tab": tab, "section": cast.section.pk, "author": "Rep"}
        return questions(signed_in(cast.editor), url(LIST), narrowed)

    assert queries(6) == queries(6)


def test_the_first_page_asks_no_more_of_more_pieces(cast: Cast) -> None:
    def queries(count: int) -> int:
        for number in range(count):
            step(make_draft(cast.reporter, cast.section, f"第{number}篇"), "submit", cast.reporter)
            make_published(cast, f"上线{number}")
        return questions(signed_in(cast.editor), url("index"))

    assert queries(2) == queries(4)


def test_no_screen_of_a_piece_asks_more_of_a_longer_history(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section)

    def queries(name: str, saves: int) -> int:
        for number in range(saves):
            theirs(piece, cast.reporter, deck=f"{name}副题{number}")
        return questions(signed_in(cast.reporter), url(f"articles_article_{name}", piece.pk))

    for name in ("change", "revisions", "sheet"):
        assert queries(name, 2) == queries(name, 6), name


def test_a_stale_save_reads_one_ledger_entry(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section)
    stale = Article.objects.get(pk=piece.pk)
    for number in range(5):
        theirs(piece, cast.editor, deck=f"副题{number}")
    with CaptureQueriesContext(connection) as captured, pytest.raises(Stale, match="Editor"):
        workflow.perform(stale, "submit", cast.reporter)
    asked = [each["sql"] for each in captured if "articles_ledgerentry" in each["sql"]]
    assert len(asked) == 1
    assert "LIMIT 1" in asked[0]


def test_the_list_ends_with_the_newest_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.admin.article_paging.MOST", 3)
    for number in range(5):
        make_draft(cast.reporter, cast.section, f"第{number}篇")
    response = signed_in(cast.reporter).get(url(LIST), {"tab": "all"})
    assert response.context["cl"].paginator.is_cut
    assert response.context["cl"].result_count == 3
    assert 'class="nr-help nr-cut"' in response.content.decode()


def test_the_list_names_the_newsrooms_time_zone(cast: Cast) -> None:
    make_draft(cast.reporter, cast.section)
    page = signed_in(cast.reporter).get(url("articles_article_changelist")).content.decode()
    assert "北京时间 (UTC+08:00)" in page


def test_the_ledger_goes_back_to_its_first_entry_without_counting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.admin.ledger.LedgerAdmin.list_per_page", 2)
    for number in range(3):
        make_draft(cast.reporter, cast.section, f"第{number}篇")
    step(make_draft(cast.reporter, cast.section, "弃用"), "spike", cast.editor)
    entries = LedgerEntry.objects.order_by("at", "pk")
    client = signed_in(cast.chief)
    with CaptureQueriesContext(connection) as captured:
        shown = client.get(url("articles_ledgerentry_changelist")).context["cl"]
    asked = [each["sql"] for each in captured if "articles_ledgerentry" in each["sql"]]
    assert not [sql for sql in asked if "COUNT(" in sql]
    assert list(shown.result_list) == list(entries.reverse()[:2])
    last = {"p": shown.paginator.num_pages}
    oldest = client.get(url("articles_ledgerentry_changelist"), last).context["cl"].result_list
    assert entries[0] in oldest
    spiked = client.get(url("articles_ledgerentry_changelist"), {"act": "spike"}).context["cl"]
    assert [entry.action for entry in spiked.result_list] == ["spike"]
    assert spiked.result_count == 1
