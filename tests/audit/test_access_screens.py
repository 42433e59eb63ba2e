"""The screens of the access log: whole for those who look after records, one piece's for its
desk head."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.admin import access_log
from articles.models import AccessEntry, Article
from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_draft

PATH = "/admin/access/"


def entry(cast: Cast, article: Article, who: str = "reporter", **fields: Any) -> AccessEntry:
    user = getattr(cast, who)
    number = AccessEntry.objects.count()
    fields = {"at": timezone.now(), "screen": "preview", "address": "203.0.113.7"} | fields
    return AccessEntry.objects.create(
        user=user, name=str(user), kind="article", subject_id=article.pk, once=f"{number}", **fields
    )


def shown(answer: Any) -> list[int]:
    return [row.entry.pk for row in answer.context["rows"]]


@pytest.mark.parametrize(
    "who", ["reporter", "editor", "desk_head", "chief", "proofreader", "outsider"]
)
def test_others_do_not_get_it(cast: Cast, who: str) -> None:
    assert signed_in(getattr(cast, who)).get(PATH).status_code == 403


def test_it_can_be_read_and_nothing_else(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    assert client.post(PATH, {"x": "1"}).status_code == 405
    assert "还没有人打开过稿件" in client.get(PATH).content.decode()


def test_an_administrator_sees_who_and_what_but_no_headline(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, "还没有见报的标题")
    entry(cast, article)
    page = signed_in(cast.administrator).get(PATH).content.decode()
    for word in ("Reporter", "203.0.113.7", "预览", f"稿号{article.pk}"):
        assert word in page
    assert "还没有见报的标题" not in page


def test_it_is_narrowed_by_person_piece_and_day(cast: Cast) -> None:
    one, other = (make_draft(cast.reporter, cast.section, f"稿{n}") for n in "甲乙")
    now = timezone.localtime().replace(hour=12)
    first = entry(cast, one, at=now - timedelta(days=3))
    second = entry(cast, one, "editor", at=now - timedelta(days=2))
    third = entry(cast, other, "editor", at=now)
    client = signed_in(cast.administrator)
    assert shown(client.get(PATH)) == [third.pk, second.pk, first.pk]
    assert shown(client.get(PATH, {"who": cast.editor.pk})) == [third.pk, second.pk]
    assert shown(client.get(PATH, {"piece": one.pk})) == [second.pk, first.pk]
    address = f"https://site.example/2026/03/08/{one.pk}/"
    assert shown(client.get(PATH, {"piece": address})) == [second.pk, first.pk]
    day = (now - timedelta(days=2)).date().isoformat()
    assert shown(client.get(PATH, {"day": day})) == [second.pk]
    both = client.get(PATH, {"who": cast.editor.pk, "piece": other.pk})
    assert shown(both) == [third.pk]
    nobody = client.get(PATH, {"who": cast.chief.pk})
    assert "当时没有人打开过这样的稿件" in nobody.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"piece": "三号稿"}, "这不是稿件的网址"),
        ({"day": "昨天"}, "这样的日期"),
        ({"day": "2026-02-31"}, "这样的日期"),
        ({"day": "9999-12-31"}, "这样的日期"),
    ],
)
def test_what_is_not_understood_is_said_and_stays(
    cast: Cast, asked: dict[str, str], said: str
) -> None:
    answer = signed_in(cast.administrator).get(PATH, asked)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert f'value="{next(iter(asked.values()))}"' in page


@pytest.mark.parametrize("asked", [{"who": "x"}, {"before": "x"}, {"before": "9" * 30}])
def test_other_nonsense_breaks_nothing(cast: Cast, asked: dict[str, str]) -> None:
    assert signed_in(cast.administrator).get(PATH, asked).status_code == 200


def test_pages_go_on_where_the_last_one_ended(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(access_log, "PER_PAGE", 3)
    article = make_draft(cast.reporter, cast.section)
    at = timezone.now()
    # Some at the very same moment.
    rows = [entry(cast, article, at=at - timedelta(seconds=number // 2)) for number in range(8)]
    client = signed_in(cast.administrator)
    seen: list[int] = []
    query = "?"
    while query:
        answer = client.get(PATH + query)
        seen += shown(answer)
        query = answer.context["older"]
    assert sorted(seen) == sorted(row.pk for row in rows)
    assert len(seen) == len(set(seen))


def test_a_desk_head_sees_who_has_read_a_piece(cast: Cast) -> None:
    article, other = (make_draft(cast.reporter, cast.section, f"稿{n}") for n in "甲乙")
    mine = entry(cast, article, "editor")
    entry(cast, other, "editor")
    outside = AccessEntry.objects.create(
        at=timezone.now(), name="王师傅", link_id=7, kind="article", subject_id=article.pk,
        screen="preview_link", once="x",
    )  # fmt: skip
    path = url("articles_article_readers", article.pk)
    for who in ("desk_head", "chief"):
        answer = signed_in(getattr(cast, who)).get(path)
        # One's own look comes with the answer, after it.
        assert {mine.pk, outside.pk} <= set(shown(answer))
        page = answer.content.decode()
        assert "王师傅" in page
        assert "预览链接 7" in page
    for who in ("reporter", "editor", "foreign_editor", "administrator", "proofreader"):
        assert signed_in(getattr(cast, who)).get(path).status_code == 403
    assert signed_in(cast.chief).post(path).status_code == 405
    link = signed_in(cast.desk_head).get(url("articles_article_change", article.pk))
    assert path in link.content.decode()
    link = signed_in(cast.editor).get(url("articles_article_change", article.pk))
    assert path not in link.content.decode()
