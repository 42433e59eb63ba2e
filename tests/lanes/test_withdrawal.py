"""After a withdrawal: what the page says, the other places, and the chief's word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Rank
from articles.desk import duties, ledger, withdrawals
from articles.desk.errors import NotAllowed, Refused
from articles.models import Article, LedgerEntry, Outlet, PublishedArticle, WithdrawalCheck
from tests.admin.helpers import press, questions, signed_in, url
from tests.cast import Cast, make_published, make_user, step


@pytest.fixture
def outlets(db: None) -> list[Outlet]:
    Outlet.objects.all().delete()
    names = ("印刷版", "微信公众号", "微博")
    return [
        Outlet.objects.create(name=name, position=at, active=name != "微博", how="打电话")
        for at, name in enumerate(names)
    ]


def withdrawn(cast: Cast) -> Article:
    return step(make_published(cast), "withdraw", cast.editor, "数字有误")


def page_of(cast: Cast, article: Article, who: str = "editor") -> str:
    client = signed_in(getattr(cast, who))
    return client.get(url("articles_article_change", article.pk)).content.decode()


def tick(cast: Cast, check: WithdrawalCheck, who: str = "editor", **sent: str) -> int:
    path = url("articles_article_outlets", check.article_id)
    data = {"check": check.pk, "done": "1"} | sent
    return signed_in(getattr(cast, who)).post(path, data).status_code


def test_a_paper_begins_with_the_usual_outlets(db: None) -> None:
    assert Outlet.objects.filter(active=True).count() == 5


def test_the_page_says_since_when_it_is_gone(cast: Cast, outlets: list[Outlet]) -> None:
    article = withdrawn(cast)
    at = PublishedArticle.objects.get().withdrawn_at
    assert at is not None
    clock = timezone.localtime(at).strftime("%H:%M:%S")
    page = page_of(cast, article)
    for said in (clock, "数字有误", "印刷版", "微信公众号", "打电话"):
        assert said in page
    assert "微博" not in page


def test_a_prepared_reason_is_enough_and_words_stand_beside_it(cast: Cast) -> None:
    for typed, kept in (("", "事实存疑"), ("伤亡数字", "事实存疑：伤亡数字")):
        article = make_published(cast)
        client = signed_in(cast.editor)
        assert press(client, article, "withdraw", reason="facts", note=typed).status_code == 302
        assert LedgerEntry.objects.filter(action="withdraw").latest("pk").note == kept


def test_no_reason_and_a_reason_that_is_none(cast: Cast) -> None:
    article = make_published(cast)
    client = signed_in(cast.editor)
    for sent in ({}, {"note": "  "}, {"reason": "boredom"}):
        assert press(client, article, "withdraw", **sent).status_code == 400
    assert PublishedArticle.objects.visible().exists()


def test_outlets_are_ticked_off_with_name_time_and_note(cast: Cast, outlets: list[Outlet]) -> None:
    article = withdrawn(cast)
    one, two = WithdrawalCheck.objects.filter(article=article)
    assert tick(cast, one, note="版面已换") == 302
    one.refresh_from_db()
    assert (one.done_by, one.note) == (cast.editor, "版面已换")
    assert "版面已换" in page_of(cast, article, "chief")
    entry = LedgerEntry.objects.get(action="outlet_cleared")
    assert (entry.subject_kind, entry.subject_id, entry.note) == (
        "withdrawal", article.pk, "印刷版 版面已换",
    )  # fmt: skip
    # Twice, and by somebody else: the first word stands.
    assert tick(cast, one, "second_editor", note="我也看了") == 302
    one.refresh_from_db()
    assert (one.done_by, one.note) == (cast.editor, "版面已换")
    assert tick(cast, one, done="0") == 302
    one.refresh_from_db()
    assert one.done_at is None
    assert tick(cast, two) == 302
    assert ledger.verify() == []


def test_a_tick_makes_no_open_page_stale(cast: Cast, outlets: list[Outlet]) -> None:
    article = withdrawn(cast)
    version = article.version
    tick(cast, WithdrawalCheck.objects.filter(article=article)[0])
    article.refresh_from_db()
    assert article.version == version


def test_who_ticks(cast: Cast, outlets: list[Outlet]) -> None:
    article = withdrawn(cast)
    check = WithdrawalCheck.objects.filter(article=article)[0]
    for who in ("reporter", "foreign_editor", "proofreader", "outsider"):
        assert tick(cast, check, who) == 403, who
    with pytest.raises(NotAllowed):
        withdrawals.tick(article, check.pk, cast.reporter)
    check.refresh_from_db()
    assert check.done_at is None


def test_whoever_is_on_duty_withdraws_and_ticks(cast: Cast, outlets: list[Outlet]) -> None:
    article = make_published(cast)
    now = timezone.now()
    night = make_user("night", "reporter", desks=(cast.other_desk,))
    duties.grant(
        cast.chief, night, Rank.EDITOR, desks=[cast.other_desk],
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=8),
    )  # fmt: skip
    client = signed_in(night)
    assert press(client, article, "withdraw", reason="facts").status_code == 302
    check = WithdrawalCheck.objects.filter(article=article)[0]
    path = url("articles_article_outlets", article.pk)
    assert client.post(path, {"check": check.pk, "done": "1"}).status_code == 302
    check.refresh_from_db()
    assert check.done_by == night
    assert client.get("/admin/withdrawals/").status_code == 200


def test_a_second_withdrawal_asks_anew(cast: Cast, outlets: list[Outlet]) -> None:
    article = withdrawn(cast)
    old = WithdrawalCheck.objects.filter(article=article)[0]
    tick(cast, old)
    step(article, "reinstate", cast.chief)
    assert "印刷版" not in page_of(cast, article)
    with pytest.raises(Refused):
        withdrawals.untick(article, old.pk, cast.editor)
    step(article, "withdraw", cast.editor, "又错了")
    now = withdrawals.checks(article, PublishedArticle.objects.get())
    assert [check.done_at for check in now] == [None, None]
    assert tick(cast, old) == 409


def test_it_stays_before_editor_and_chief_until_all_is_done(
    cast: Cast, outlets: list[Outlet]
) -> None:
    article = withdrawn(cast)

    def listed(who: str) -> bool:
        home = signed_in(getattr(cast, who)).get("/admin/")
        page = signed_in(getattr(cast, who)).get("/admin/withdrawals/").content.decode()
        cards = {card.key: card for card in home.context["cards"]}
        assert ("withdrawals" in cards) is (f"withdrawn-{article.pk}" in page)
        return "withdrawals" in cards

    assert listed("editor")
    assert listed("chief")
    assert not listed("foreign_editor")
    for check in WithdrawalCheck.objects.filter(article=article):
        tick(cast, check)
    assert listed("chief")
    client = signed_in(cast.chief)
    assert "/step/confirm/" in client.get("/admin/withdrawals/").content.decode()
    assert (
        "/step/confirm/" not in signed_in(cast.editor).get("/admin/withdrawals/").content.decode()
    )
    assert press(client, article, "confirm").status_code == 302
    assert not listed("chief")
    assert not listed("editor")


def test_the_screen_asks_as_often_for_many_as_for_one(cast: Cast, outlets: list[Outlet]) -> None:
    client = signed_in(cast.chief)
    counts = []
    for _round in range(2):
        for _piece in range(2):
            withdrawn(cast)
        counts.append(questions(client, "/admin/withdrawals/"))
    assert counts[0] == counts[1]


def test_no_outlet_is_said_plainly(cast: Cast) -> None:
    Outlet.objects.update(active=False)
    withdrawn(cast)
    page = signed_in(cast.chief).get("/admin/withdrawals/").content.decode()
    assert "发布渠道" in page


def test_a_confirmation_does_not_call_the_piece_published(cast: Cast) -> None:
    article = withdrawn(cast)
    client = signed_in(cast.chief)
    said = press(client, article, "confirm")
    page = client.get(said["Location"]).content.decode()
    assert "已完成：确认撤稿。" in page
    assert "稿件现在的状态" not in page
