"""What a query finds: exact substrings of what readers see, newest first."""

import pytest

from articles import search
from tests.cast import make_author, make_section
from tests.search.shelf import NOON, found, shelve

pytestmark = pytest.mark.django_db


def test_newest_first_through_all_pages() -> None:
    for number in range(1, 12):
        shelve(number, "夜班公交等最后一班工人。")
    shelve(12, "别的消息。")
    assert found("夜班公交") == list(range(1, 12))


def test_pieces_of_one_second_are_paged_by_id() -> None:
    for number in range(1, 9):
        shelve(number, "同一秒的快讯", at=NOON)
    assert found("同一秒") == [8, 7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    "query",
    [
        "幸", "幸福", "指数”从", "“幸福指数”", "福指数", "幸福指數", "職工群眾", "基站，每",
        "5G", "5g基站", "５Ｇ基站", "G基", "小组A", "3.14", "㎏", "7", "50%", "a_b", "r\\d",
        "it's", "IT’S time", "it", "q", "C++", "A&B", "<b>", "O'Neil", "café", "ＣＡＦÉ", "ﬁ",
        "😀", "好😀", "工会……工", "车间 基站", "基站 幸福", '"基站，每座"', '基站 "幸福',
    ],
)  # fmt: skip
def test_it_finds(query: str) -> None:
    text = (
        "职工群众的“幸福指数”从车间里来。5G基站，每座3.14米。It’s time for C++, 50% a_b r\\d A&B "
        "<b>.\n好😀！Café 里 20㎏ 的 ﬁsh；工会……工人。小组a和O’Neil Q7"
    )
    shelve(1, text)
    shelve(2, "毫不相干")
    assert found(query) == [1]


@pytest.mark.parametrize(
    "query",
    [
        "5%G",
        "车_间",
        "a%b",
        "axb",
        "福幸",
        "车间基站",
        "数从",
        '"基站 幸福"',
        "里来5g",
        "rd",
        '"c+ +"',
        "NOT 5g",
        "5g OR",
    ],
)
def test_it_does_not_find(query: str) -> None:
    shelve(1, "职工的“幸福指数”从车间里来。5G基站，a_b，50%，r\\d，C++")
    assert found(query) == []


def test_words_may_stand_in_different_parts_of_a_piece() -> None:
    author = make_author("罗行舟")
    shelve(
        1, "正文里有渡口", headline="末班船", kicker="江上", deck="二十年", authors=(author,),
        tags=[{"name": "水运", "slug": "shuiyun"}], original_headline="最后的船",
        figures=[{"caption": "船工在解缆"}],
    )  # fmt: skip
    for word in ("渡口", "末班船", "江上", "二十年", "罗行舟", "水运", "最后的船", "解缆"):
        assert found(word) == [1]
    assert found("渡口 罗行舟 水运 末班") == [1]
    assert found('"船 江上"') == [], "a match never crosses two parts"
    assert found("渡口 火车") == []


def test_markup_is_not_text() -> None:
    shelve(
        1, body="<p>工<strong>会</strong>的<a href='https://example.org/strong'>活动</a>&amp;</p>"
    )
    assert found("工会的活动&") == [1]
    assert found("strong") == found("href") == found("amp") == []


def test_every_part_of_a_long_report() -> None:
    text = "".join(chr(0x4E00 + (n * 7919) % 20000) for n in range(30_000))
    shelve(1, text)
    shelve(2, text[:100])
    for start in (0, 100, 16_383, 16_384, 29_994):
        assert 1 in found(text[start : start + 6])
    assert found(text[29_000:29_003]) == [1]


@pytest.mark.parametrize("query", ["", "  ", "，", "……", '""', "“”", "+ - *", "\x00", "\ud800"])
def test_marks_alone_ask_nothing(query: str) -> None:
    shelve(1, "，……+ - *")
    assert search.find(query, at=NOON).problem == "empty"


def test_marks_between_words_part_them() -> None:
    shelve(1, "工会与维权")
    assert found("工会 / 维权") == found("工会 | 维权 ？") == [1]


def test_up_to_thirty_characters() -> None:
    headline = "一二三四五六七八九十" * 3
    shelve(1, headline=headline)
    assert found(headline) == [1]
    assert search.find(headline + "一", at=NOON).problem == "too_long"
    assert search.find("好" * 10_000, at=NOON).problem == "too_long"
    shelve(2, "The All-China Federation of Trade Unions met in Beijing")
    assert found('"All-China Federation of Trade Unions met"') == [2], "a word counts as one"


def test_sections_include_their_children() -> None:
    channel = make_section("economy", "经济")
    child = make_section("labour", "劳动", parent=channel)
    other = make_section("sports", "体育")
    for number, section in enumerate((channel, child, other), 1):
        shelve(number, "夜班公交", section=section)
    assert found("夜班", section=channel) == [1, 2]
    assert found("夜班", section=child) == [2]
    assert found("夜班", section=other) == [3]


def test_authors() -> None:
    one, two = make_author("甲一"), make_author("乙二")
    shelve(1, "夜班公交", authors=(one,))
    shelve(2, "夜班公交", authors=(one, two))
    shelve(3, "夜班公交")
    assert found("夜班", author=one) == [1, 2]
    assert found("夜班", author=two) == [2]
    assert found("夜班", author=two, section=make_section("sports", "体育")) == []


def test_days_are_the_newsrooms(settings: object) -> None:
    from datetime import UTC, date, datetime

    moments = {
        1: datetime(2025, 5, 31, 15, 59, 59, 999_999, tzinfo=UTC),  # 31 May, 23:59 in Beijing
        2: datetime(2025, 5, 31, 16, 0, tzinfo=UTC),  # 1 June, 0:00
        3: datetime(2024, 5, 31, 16, 0, tzinfo=UTC),
        4: datetime(1951, 1, 1, 0, 0, tzinfo=UTC),
    }
    for number, at in moments.items():
        shelve(number, "夜班公交", at=at)
    assert found("夜班", limit=1) == [2, 1, 3, 4]
    assert found("夜班", since=date(2025, 6, 1)) == [2]
    assert found("夜班", until=date(2025, 5, 31)) == [1, 3, 4]
    assert found("夜班", since=date(2024, 6, 1), until=date(2025, 5, 31)) == [1, 3]
    assert found("夜班", since=date(2025, 6, 1), until=date(2025, 5, 31)) == []
    assert found("夜班", since=date.min, until=date.max) == [2, 1, 3, 4]


@pytest.mark.parametrize(
    "before", ["", "x", "1-", "-", "9" * 40, "1-1; DROP", "１-１", "0x10-2", "\x00"]
)
def test_a_cursor_that_is_none_begins_at_the_newest(before: str) -> None:
    shelve(1, "夜班公交")
    assert [hit.article.pk for hit in search.find("夜班", at=NOON, before=before).hits] == [1]


def test_a_common_word_costs_no_more_pages_than_it_shows(
    django_assert_max_num_queries: object,
) -> None:
    for number in range(1, 40):
        shelve(number, "的工作的发展")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        page = search.find("工作", at=NOON)
        assert [hit.article.section.name for hit in page.hits] == ["news"] * 20
