"""Lists of people who wrote very much: quicker ways to the same pieces in the same order."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q, QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.admin import special_rows
from articles.admin.article_paging import BoundedPaginator
from articles.admin.article_tabs import TABS
from articles.desk import belonging, headlines, rights, specials
from articles.models import Article, Credit, PublishedArticle, State
from tests.admin.helpers import questions
from tests.cast import Cast, make_author, make_published, make_section, make_user

pytestmark = pytest.mark.django_db

LIST = "admin:articles_article_changelist"
MORNING = datetime(2026, 3, 8, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def pieces(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Article]:
    """Hours that many share; kept and credited by the same person or by two, twice by one."""
    dice = random.Random(5)
    people = [cast.reporter, cast.editor, make_user("third", "reporter", desks=(cast.desk,))]
    authors = [make_author(name, user) for name, user in zip("甲乙丙", people, strict=True)]
    authors.append(make_author("甲虫"))
    sections = [cast.section, make_section("other", desk=cast.other_desk)]
    for number in range(90):
        if number % 9 == 0:
            make_published(cast, f"上线的第{number}篇")
            continue
        Article.objects.create(
            headline=f"职工{number}" if number % 2 else f"工地{number}",
            owner=dice.choice(people),
            section=dice.choice(sections),
            state=dice.choice([State.DRAFT, State.SETTLED, State.APPROVED, State.SPIKED]),
        )
    made = list(Article.objects.order_by("pk"))
    Credit.objects.all().delete()
    credits = []
    for article in made:
        Article.objects.filter(pk=article.pk).update(
            updated_at=MORNING + timedelta(minutes=dice.randrange(12))
        )
        for position in range(dice.randrange(4)):
            author = dice.choice(authors)
            credits.append(
                Credit(article=article, position=position, name=author.name, author=author)
            )
    Credit.objects.bulk_create(credits)
    monkeypatch.setattr(belonging, "MUCH", 3)
    return made


def plainly(user: User) -> "QuerySet[Article]":
    ids = Credit.objects.filter(author__user=user).values("article")
    return Article.objects.filter(Q(owner=user) | Q(pk__in=ids)).order_by(*belonging.NEWEST)


def again(user: User) -> User:
    """As the next request knows them."""
    return User.objects.get(pk=user.pk)


def same(quick: "QuerySet[Article]", plain: "QuerySet[Article]", size: int = 7) -> None:
    quick = quick.order_by(*belonging.NEWEST)
    ids = list(plain.order_by(*belonging.NEWEST).values_list("pk", flat=True))
    assert [piece.pk for piece in quick] == ids
    assert belonging.counted(quick, 1000) == len(ids)
    assert belonging.counted(quick, 5) == min(5, len(ids))
    for start in range(0, len(ids), size):
        end = min(start + size, len(ids))
        assert [piece.pk for piece in belonging.page(quick, start, end)] == ids[start:end]
    pages = BoundedPaginator(quick, size)
    shown = [piece.pk for number in pages.page_range for piece in pages.page(number).object_list]
    assert shown == ids


@pytest.mark.parametrize("near", [0, 20, 1000])
def test_the_same_pieces_in_the_same_order(
    cast: Cast, pieces: list[Article], near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belonging, "NEAR", near)
    reporter, editor, chief = again(cast.reporter), again(cast.editor), again(cast.chief)
    theirs = plainly(reporter)
    assert 20 < theirs.count() < len(pieces) - 20
    live = PublishedArticle.objects.visible()
    same(rights.viewable(reporter), theirs)
    same(rights.mine(reporter), theirs)
    same(
        rights.viewable(reporter).filter(section=cast.section), theirs.filter(section=cast.section)
    )
    same(
        TABS["live"].choose(rights.viewable(reporter), reporter),
        theirs.filter(pk__in=live.values("pk")),
    )
    same(
        TABS["mine"].choose(rights.viewable(editor), editor),
        plainly(editor).filter(pk__in=rights.viewable(editor).values("pk")),
    )
    for name in ("甲", "甲虫", "Rep", "谁也不是"):
        named = Q(credits__name__icontains=name) | Q(owner__full_name__icontains=name)
        plain = Article.objects.filter(pk__in=Article.objects.filter(named).values("pk"))
        by = headlines.by(name)
        same(rights.viewable(chief).filter(by), plain)
        same(
            rights.viewable(chief).filter(by, section=cast.section, state=State.DRAFT),
            plain.filter(section=cast.section, state=State.DRAFT),
        )
        same(rights.viewable(reporter).filter(by), plain.filter(pk__in=theirs.values("pk")))
        same(rights.viewable(chief).exclude(by), Article.objects.exclude(pk__in=plain.values("pk")))


def test_few_pieces_and_very_many_are_the_same_ones(
    cast: Cast, pieces: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    for much in (1, 10_000):
        monkeypatch.setattr(belonging, "MUCH", much)
        for user in map(again, (cast.reporter, cast.editor, cast.second_editor)):
            same(rights.mine(user), plainly(user))
            ids = set(rights.viewable(user).values_list("pk", flat=True))
            inside = Article.objects.exclude(pk__in=rights.viewable(user).values("pk"))
            assert ids == {each.pk for each in pieces} - {each.pk for each in inside}


def test_inside_other_questions_they_are_the_same_ones(
    cast: Cast, pieces: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(much: int) -> list[set[int]]:
        monkeypatch.setattr(belonging, "MUCH", much)
        user = again(cast.editor)
        reporter = again(cast.reporter)
        return [
            set(rows.values_list("pk", flat=True))
            for rows in (
                Article.objects.filter(specials.offered(user)),
                special_rows.found(user, "职工", None),
                rights.proofread_by(user),
                rights.viewable(user).filter(pk__in=rights.waiting_for(user).values("pk")),
                Article.objects.exclude(pk__in=rights.viewable(reporter).values("pk")),
                rights.viewable(reporter).filter(pk__in=rights.mine(user).values("pk")),
            )
        ]

    assert found(1) == found(10_000)
    assert sum(map(bool, found(1))) >= 5


def test_the_list_shows_every_piece_once(
    client: Client, cast: Cast, pieces: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.admin.article.ArticleAdmin.list_per_page", 8)
    client.force_login(cast.reporter)
    theirs = list(plainly(cast.reporter).values_list("pk", flat=True))
    for asked, expected in (
        ({"tab": "all"}, theirs),
        ({"tab": "mine"}, theirs),
        ({"tab": "all", "q": "职工"}, [
            piece.pk for piece in plainly(cast.reporter) if "职工" in piece.headline
        ]),
    ):  # fmt: skip
        first = client.get(reverse(LIST), asked).context["cl"]
        assert first.result_count == len(expected)
        shown: list[int] = []
        for number in first.paginator.page_range:
            page = client.get(reverse(LIST), {**asked, "p": number}).context["cl"]
            shown += [piece.pk for piece in page.result_list]
        assert shown == expected
    tabs = {each.tab.name: each.count for each in client.get(reverse(LIST)).context["tabs"]}
    assert tabs["mine"] == str(len(theirs))


def test_a_page_asks_no_more_than_before(
    client: Client, cast: Cast, pieces: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(much: int, **narrowed: Any) -> int:
        monkeypatch.setattr(belonging, "MUCH", much)
        client.force_login(cast.reporter)
        return questions(client, reverse(LIST), narrowed)

    for narrowed in ({"tab": "mine"}, {"tab": "live"}, {"tab": "all", "author": "甲"}):
        assert asked(1, **narrowed) <= asked(10_000, **narrowed), narrowed
