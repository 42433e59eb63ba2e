"""Words of headlines and names are found whatever stands in them, and nothing else is."""

import pytest
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from articles.desk import headlines, rights
from articles.models import Article
from newsroom.archive.filling import fill
from newsroom.archive.staff import hire

pytestmark = pytest.mark.django_db


def test_found_is_what_has_the_words_and_nothing_else() -> None:
    staff = hire(4)
    fill(80, staff, until=timezone.now(), length=300)
    odd = Article.objects.earliest("pk")
    Article.objects.filter(pk=odd.pk).update(
        kicker="a_b 100% O'Neil ßtrand", headline="Ünïcode\\x 工"
    )
    odd.credits.update(name="J. O'Neil_%")
    found = {}
    for word in (
        "工",
        "职工",
        "工作",
        "岚浦市",
        "O'N",
        "o'neil",
        "_",
        "%",
        "\\",
        "ÜNÏ",
        "ß",
        "没有的",
    ):
        found[word] = set(
            Article.objects.filter(headlines.saying(word)).values_list("pk", flat=True)
        )
        plain = Article.objects.filter(Q(headline__icontains=word) | Q(kicker__icontains=word))
        assert found[word] == set(plain.values_list("pk", flat=True)), word
    assert len(found["工"]) > len(found["职工"]) > len(found["没有的"]) == 0
    assert found["o'neil"] == found["_"] == found["\\"] == {odd.pk}
    for name in (
        "o'neil_%",
        "%",
        "J",
        staff.reporters[1].full_name,
        staff.reporters[1].full_name[:1],
    ):
        some = set(Article.objects.filter(headlines.by(name)).values_list("pk", flat=True))
        plain = Article.objects.filter(
            Q(credits__name__icontains=name) | Q(owner__full_name__icontains=name)
        )
        assert some == set(plain.values_list("pk", flat=True)), name
        assert some


def test_whoever_wrote_much_finds_the_same_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    staff = hire(4)
    fill(80, staff, until=timezone.now(), length=300)

    def found() -> list[set[int]]:
        user = User.objects.get(pk=staff.people["reporter"].pk)
        name = staff.reporters[1].full_name
        return [
            set(rows.values_list("pk", flat=True))
            for rows in (
                rights.mine(user),
                rights.viewable(user),
                Article.objects.filter(headlines.by(name)),
            )
        ]

    few = found()
    monkeypatch.setattr("articles.desk.belonging.MUCH", 3)
    assert found() == few
    assert all(few)
