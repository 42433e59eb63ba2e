"""Guarded days: the desk is closed, readers are served, and a piece can still be taken down."""

import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Rank
from articles.desk import duties, guarded, previews
from articles.desk.errors import NotAllowed, NoteRequired, Refused, Stale
from articles.models import Article, GuardedDays, LedgerEntry, PublishedArticle
from tests.admin.helpers import press, signed_in, url
from tests.cast import Cast, make_draft, make_published

PATH = "/admin/guarded/"


def close(cast: Cast, **fields: Any) -> LedgerEntry | None:
    given = {
        "seen": guarded.seen_now(),
        "starts_at": None,
        "ends_at": timezone.now() + timedelta(hours=8),
        "reason": "重要会议期间",
    }
    return guarded.guard(cast.chief, **(given | fields))


def on_duty(cast: Cast) -> None:
    now = timezone.now()
    duties.grant(
        cast.chief, cast.other_reporter, Rank.EDITOR, starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=9), reason="夜班",
    )  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        "/admin/", "/admin/articles/article/?tab=all", "/admin/articles/article/add/",
        "/admin/intake/", "/admin/calendar/", "/admin/front/", "/admin/accounts/user/",
        "/admin/articles/siteidentity/1/change/", "/admin/access/", "/admin/withdrawals/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["reporter", "desk_head"])
def test_every_screen_is_closed_and_says_until_when(cast: Cast, path: str, who: str) -> None:
    close(cast)
    answer = signed_in(getattr(cast, who)).get(path)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "采编系统已关闭" in page
    assert "重要会议期间" in page
    until = timezone.localtime(GuardedDays.current().ends_at).strftime("%Y-%m-%d %H:%M")
    assert until in page
    assert "no-store" in answer["Cache-Control"]
    assert 60 <= int(answer["Retry-After"]) <= 3600


@pytest.mark.parametrize("who", ["reporter", "editor", "desk_head", "chief", "administrator"])
def test_nobody_writes_reviews_or_publishes(cast: Cast, who: str) -> None:
    article = make_draft(cast.reporter, cast.section)
    close(cast)
    client = signed_in(getattr(cast, who))
    before = LedgerEntry.objects.count()
    change = client.post(url("articles_article_change", article.pk), {"headline": "新标题"})
    assert change.status_code == 503
    assert "新标题" in change.content.decode(), "what was typed is given back"
    for name in ("submit", "pass", "publish", "override", "spike"):
        assert press(client, article, name, note="理由").status_code == 503
    beat = json.dumps({"article": article.pk, "version": 1, "sitting": "a" * 20})
    kept = client.post(url("articles_article_presence"), beat, content_type="application/json")
    assert (kept.status_code, kept["Content-Type"]) == (503, "application/json")
    assert LedgerEntry.objects.count() == before


def test_readers_are_served_as_ever(cast: Cast) -> None:
    article = make_published(cast)
    close(cast)
    page = PublishedArticle.objects.get(pk=article.pk)
    for path in ("/", page.get_absolute_url(), "/feeds/latest.rss", "/healthz", "/readyz"):
        assert Client().get(path).status_code == 200, path


def test_preview_links_are_closed_too(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, "还没有见报的标题")
    made = previews.make(
        article, cast.reporter, key=previews.new_key(), for_whom="某人", hours=24,
        revision_number=None,
    )  # fmt: skip
    path = reverse("preview", args=[made.token])
    assert Client().get(path).status_code == 200
    close(cast)
    answer = Client().get(path)
    assert answer.status_code == 503
    assert "还没有见报" not in answer.content.decode()
    assert "重要会议" not in answer.content.decode()


@pytest.mark.parametrize("who", ["chief", "other_reporter"])
def test_the_chief_and_whoever_is_on_duty_withdraw(cast: Cast, who: str) -> None:
    article = make_published(cast)
    on_duty(cast)
    close(cast)
    client = signed_in(getattr(cast, who))
    closed = client.get("/admin/").content.decode()
    assert "要撤的稿件" in closed
    address = PublishedArticle.objects.get(pk=article.pk).get_absolute_url()
    found = client.get(url("find"), {"q": address, "then": "withdraw"}, follow=True)
    assert found.status_code == 200
    assert found.request["PATH_INFO"] == url("articles_article_step", article.pk, "withdraw")
    assert press(client, article, "withdraw", note="照片用错了").status_code == 302
    assert Client().get(address).status_code == 410
    assert client.get(url("withdrawals")).status_code == 200
    # Nothing else of the piece.
    assert client.get(url("articles_article_change", article.pk)).status_code == 503
    assert press(client, article, "reinstate").status_code == 503


@pytest.mark.parametrize("who", ["reporter", "editor", "desk_head", "administrator"])
def test_others_do_not_withdraw_then(cast: Cast, who: str) -> None:
    article = make_published(cast)
    close(cast)
    client = signed_in(getattr(cast, who))
    assert press(client, article, "withdraw", note="理由").status_code == 503
    assert "要撤的稿件" not in client.get("/admin/").content.decode()
    assert PublishedArticle.objects.visible().filter(pk=article.pk).exists()


def test_signing_in_and_out_stays_possible(cast: Cast) -> None:
    close(cast)
    assert Client().get("/admin/login/").status_code == 200
    assert Client().get("/admin/")["Location"].startswith("/admin/login/")
    assert signed_in(cast.reporter).post("/admin/logout/").status_code in (200, 302)


def test_an_auditor_reads_the_records_meanwhile(cast: Cast) -> None:
    close(cast)
    client = signed_in(cast.administrator)
    for path in ("/admin/access/", "/admin/articles/ledgerentry/", "/admin/audit/export/"):
        assert client.get(path).status_code == 200, path
    assert client.get("/admin/worker/").status_code == 503


# --- The switch ---------------------------------------------------------------------------------


def typed(**fields: Any) -> dict[str, Any]:
    end = timezone.localtime() + timedelta(hours=8)
    return {
        "seen": guarded.seen_now(), "starts_at": "", "reason": "重要会议期间",
        "ends_at": end.strftime("%Y-%m-%dT%H:%M"),
    } | fields  # fmt: skip


@pytest.mark.parametrize("who", ["chief", "administrator"])
def test_it_is_set_and_ended_at_its_screen(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(PATH).status_code == 200
    assert client.post(PATH, typed()).status_code == 302
    assert guarded.now_guarded() is not None
    assert client.get("/admin/").status_code == 503
    page = client.get(PATH).content.decode()
    assert "采编系统现已关闭" in page
    assert "重要会议期间" in page
    # Pressed twice it is set once.
    assert client.post(PATH, typed(seen=0)).status_code in (302, 409)
    assert LedgerEntry.objects.filter(subject_kind="guarded").count() <= 2
    assert client.post(PATH, {"seen": guarded.seen_now(), "end": "1"}).status_code == 302
    assert guarded.now_guarded() is None
    assert client.get("/admin/").status_code == 200
    acts = list(LedgerEntry.objects.filter(subject_kind="guarded").values_list("action", flat=True))
    assert acts[0] == "guard"
    assert acts[-1] == "unguard"


@pytest.mark.parametrize("who", ["reporter", "editor", "desk_head", "proofreader", "outsider"])
def test_others_neither_set_nor_end_it(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, typed()).status_code == 403
    close(cast)
    assert client.post(PATH, {"seen": guarded.seen_now(), "end": "1"}).status_code == 503
    with pytest.raises(NotAllowed):
        guarded.unguard(getattr(cast, who), seen=guarded.seen_now())
    assert guarded.now_guarded() is not None


def test_it_holds_between_its_hours_and_ends_by_itself(cast: Cast) -> None:
    now = timezone.now()
    close(cast, starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))

    def at(minutes: float) -> bool:
        moment = now + timedelta(minutes=minutes)
        with patch("django.utils.timezone.now", lambda: moment):
            return guarded.now_guarded() is not None

    assert [at(minutes) for minutes in (0, 59.9, 60, 119.9, 120)] == [
        False, False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"reason": " "}, NoteRequired),
        ({"ends_at": timedelta(hours=-1)}, Refused),
        ({"starts_at": timedelta(hours=3), "ends_at": timedelta(hours=2)}, Refused),
        ({"ends_at": timedelta(days=61)}, Refused),
        ({"seen": 99}, Stale),
    ],
)
def test_what_makes_no_sense_is_refused(
    cast: Cast, fields: dict[str, Any], error: type[Exception]
) -> None:
    now = timezone.now()
    moments = {k: now + v if isinstance(v, timedelta) else v for k, v in fields.items()}
    with pytest.raises(error):
        close(cast, **moments)
    assert guarded.now_guarded() is None


def test_the_screen_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast) -> None:
    client = signed_in(cast.chief)
    answer = client.post(PATH, typed(reason=""))
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    answer = client.post(PATH, typed(ends_at="2020-01-01T00:00"))
    assert answer.status_code == 409
    assert "重要会议期间" in answer.content.decode()
    assert client.put(PATH).status_code == 405


def test_setting_the_same_again_is_nothing(cast: Cast) -> None:
    end = timezone.now() + timedelta(hours=8)
    assert close(cast, ends_at=end)
    assert close(cast, ends_at=end) is None
    assert guarded.unguard(cast.chief, seen=guarded.seen_now())
    assert guarded.unguard(cast.chief, seen=guarded.seen_now()) is None


def test_the_operator_closes_it_past_everybody(cast: Cast, settings: Any) -> None:
    settings.GUARDED = True
    client = signed_in(cast.chief)
    assert client.get("/admin/").status_code == 503
    assert "由运维人员结束" in client.get("/admin/").content.decode()
    client.post(PATH, {"seen": guarded.seen_now(), "end": "1"})
    assert client.get("/admin/").status_code == 503
    assert "NEWSROOM_GUARDED" in client.get(PATH).content.decode()
    article: Article = make_published(cast)
    assert press(client, article, "withdraw", note="照片用错了").status_code == 302
