"""One step with many pieces: what will happen is said first, each piece is done or says why not,
and what changed since the list was drawn is not passed unseen."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.models import User
from accounts.roles import Rank
from articles.desk import comments, duties, workflow
from articles.models import Article, LedgerEntry, PublishedArticle
from tests.admin.helpers import signed_in, theirs, url
from tests.cast import Cast, make_draft, make_published, step

BULK = "articles_article_bulk"


def submitted(cast: Cast, headline: str, **fields: Any) -> Article:
    piece = make_draft(cast.reporter, fields.pop("section", cast.section), headline, **fields)
    return step(piece, "submit", cast.reporter)


def ticked(*pieces: Article) -> list[str]:
    return [f"{piece.pk}.{piece.version}" for piece in pieces]


def ask(user: User, name: str, pieces: list[str], **more: Any) -> Any:
    return signed_in(user).get(url(BULK), {"step": name, "piece": pieces} | more)


def do(user: User, name: str, pieces: list[str], **more: Any) -> Any:
    return signed_in(user).post(url(BULK), {"step": name, "piece": pieces} | more)


def answers(response: Any) -> dict[str, str]:
    return {
        row["piece"].headline if row["piece"] else "": row["outcome"].answer.value
        for row in response.context["rows"]
    }


def test_the_list_offers_it_to_editors_for_pieces_that_stand_ready(cast: Cast) -> None:
    waiting, draft = submitted(cast, "待审"), make_draft(cast.reporter, cast.section, "草稿")
    page = signed_in(cast.editor).get(url("articles_article_changelist"), {"tab": "all"})
    assert [each.name for each in page.context["bulk_steps"]] == ["pass", "return"]
    assert f'value="{waiting.pk}.{waiting.version}"' in page.content.decode()
    assert f'value="{draft.pk}.{draft.version}"' not in page.content.decode()
    step(waiting, "pass", cast.second_editor)
    page = signed_in(cast.editor).get(url("articles_article_changelist"), {"tab": "all"})
    assert [each.name for each in page.context["bulk_steps"]] == ["return", "publish"]
    page = signed_in(cast.reporter).get(url("articles_article_changelist"), {"tab": "all"})
    assert page.context["bulk_steps"] == []
    assert "data-piece" not in page.content.decode()


def test_the_question_says_for_each_what_will_happen_and_changes_nothing(cast: Cast) -> None:
    fine, own = submitted(cast, "可以通过"), make_draft(cast.editor, cast.section, "自己写的")
    step(own, "submit", cast.editor)
    foreign = submitted(cast, "别的部门", section=cast.other_section)
    response = ask(cast.editor, "pass", ticked(fine, own, foreign))
    assert response.status_code == 200
    assert answers(response) == {"可以通过": "possible", "自己写的": "refused", "": "refused"}
    page = response.content.decode()
    assert str(workflow.label_of(fine, workflow.TABLE["pass"])) in page
    # A piece that one may not open is not named either.
    assert "别的部门" not in page
    assert not LedgerEntry.objects.filter(action="pass").exists()


def test_open_comments_are_told_and_stop_nothing(cast: Cast) -> None:
    quiet, talked = submitted(cast, "无人议论"), submitted(cast, "有人议论")
    for text in ("全名？", "数字待核", "已改"):
        said = comments.say(talked, cast.second_editor, text, revision=1)
    comments.resolve(said, cast.second_editor)
    hint = "有 2 条批注待处理"
    asked = ask(cast.editor, "pass", ticked(quiet, talked))
    assert [row["outcome"].open_comments for row in asked.context["rows"]] == [0, 2]
    assert hint in asked.content.decode()
    assert hint not in ask(cast.editor, "return", ticked(talked)).content.decode()
    assert answers(do(cast.editor, "pass", ticked(quiet, talked))) == {
        "无人议论": "done", "有人议论": "done",
    }  # fmt: skip


def test_each_piece_is_passed_or_says_why_not(cast: Cast) -> None:
    one, two = submitted(cast, "甲"), submitted(cast, "乙")
    own = step(make_draft(cast.editor, cast.section, "丙"), "submit", cast.editor)
    response = do(cast.editor, "pass", ticked(one, own, two), note="夜班一并审完")
    assert answers(response) == {"甲": "done", "丙": "refused", "乙": "done"}
    assert "2" in response.context["said"][0]
    assert "1" in response.context["said"][1]
    states = dict(Article.objects.values_list("headline", "state"))
    assert states == {"甲": "approved", "乙": "approved", "丙": "first_review"}
    notes = LedgerEntry.objects.filter(action="pass").values_list("note", flat=True)
    assert list(notes) == ["夜班一并审完"] * 2


def test_a_piece_that_changed_meanwhile_is_not_passed_unseen(cast: Cast) -> None:
    seen, changed = submitted(cast, "没动"), submitted(cast, "动了")
    pieces = ticked(seen, changed)
    theirs(changed, cast.second_editor, deck="副题改了")
    question = ask(cast.editor, "pass", pieces)
    assert answers(question) == {"没动": "possible", "动了": "refused"}
    response = do(cast.editor, "pass", pieces)
    assert answers(response) == {"没动": "done", "动了": "refused"}
    assert str(cast.second_editor) in response.content.decode()
    changed.refresh_from_db()
    assert changed.state == "first_review"


def test_pressing_twice_does_no_harm(cast: Cast) -> None:
    one, two = submitted(cast, "甲"), submitted(cast, "乙")
    pieces = ticked(one, two)
    do(cast.editor, "pass", pieces)
    entries = LedgerEntry.objects.count()
    again = do(cast.editor, "pass", pieces)
    assert again.status_code == 200
    assert answers(again) == {"甲": "already", "乙": "already"}
    assert answers(ask(cast.editor, "pass", pieces)) == {"甲": "already", "乙": "already"}
    # Somebody else's press is not one's own.
    assert answers(do(cast.second_editor, "pass", pieces)) == {"甲": "refused", "乙": "refused"}
    assert LedgerEntry.objects.count() == entries


def test_the_same_piece_named_twice_is_done_once(cast: Cast) -> None:
    piece = submitted(cast, "甲")
    response = do(cast.editor, "pass", ticked(piece, piece))
    assert len(response.context["rows"]) == 1
    assert LedgerEntry.objects.filter(action="pass").count() == 1


def test_a_return_wants_one_note_for_all(cast: Cast) -> None:
    one, two = submitted(cast, "甲"), step(submitted(cast, "乙"), "pass", cast.second_editor)
    pieces = ticked(one, two)
    refused = do(cast.editor, "return", pieces, note="  ")
    assert refused.status_code == 400
    assert refused.context["form"].errors["note"]
    assert not LedgerEntry.objects.filter(action="return").exists()
    do(cast.editor, "return", pieces, note="标题请统一用全称。")
    assert set(Article.objects.values_list("state", flat=True)) == {"draft"}
    notes = LedgerEntry.objects.filter(action="return").values_list("note", flat=True)
    assert list(notes) == ["标题请统一用全称。"] * 2


def test_publish_now_or_at_a_time(cast: Cast) -> None:
    def approved(headline: str) -> Article:
        return step(submitted(cast, headline), "pass", cast.second_editor)

    now = [approved("甲"), approved("乙")]
    do(cast.editor, "publish", ticked(*now), when="now")
    assert PublishedArticle.objects.visible().count() == 2
    later = [approved("丙"), approved("丁")]
    moment = (timezone.localtime() + timedelta(hours=3)).replace(second=0, microsecond=0)
    typed = {"when": "at", "visible_from": moment.strftime("%Y-%m-%dT%H:%M")}
    wrong = do(cast.editor, "publish", ticked(*later), when="at", visible_from="")
    assert wrong.status_code == 400
    past = do(cast.editor, "publish", ticked(*later), when="at", visible_from="2001-01-01T08:00")
    assert past.status_code == 400
    assert "已经过了" in past.content.decode()
    assert past.content.decode().count("data-piece") == 2
    do(cast.editor, "publish", ticked(*later), **typed)
    scheduled = PublishedArticle.objects.filter(visible_from=moment)
    assert {each.headline for each in scheduled} == {"丙", "丁"}


def test_what_readers_have_seen_takes_no_set_time(cast: Cast) -> None:
    live, fresh = make_published(cast, "见过"), submitted(cast, "没见过")
    for name in ("revise", "submit"):
        step(live, name, cast.reporter)
    step(live, "pass", cast.second_editor)
    step(fresh, "pass", cast.second_editor)
    question = ask(cast.editor, "publish", ticked(live, fresh))
    warned = {r["piece"].headline: r["outcome"].was_public for r in question.context["rows"]}
    assert warned == {"见过": True, "没见过": False}
    moment = (timezone.localtime() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    response = do(cast.editor, "publish", ticked(live, fresh), when="at", visible_from=moment)
    assert answers(response) == {"见过": "refused", "没见过": "done"}


def test_who_may_not(cast: Cast) -> None:
    piece = submitted(cast, "甲")
    for user in (cast.reporter, cast.proofreader, cast.administrator, cast.outsider):
        for act in (ask, do):
            assert act(user, "pass", ticked(piece)).status_code == 403, user
    piece.refresh_from_db()
    assert piece.state == "first_review"


def test_a_reporter_on_duty_as_editor_may(cast: Cast) -> None:
    piece = submitted(cast, "甲")
    now = timezone.now()
    duties.grant(
        cast.chief, cast.other_reporter, Rank.EDITOR, desks=[cast.desk],
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
    )  # fmt: skip
    assert answers(do(cast.other_reporter, "pass", ticked(piece))) == {"甲": "done"}


@pytest.mark.parametrize("name", ["spike", "override", "nothing", ""])
def test_no_other_step_is_done_with_many(cast: Cast, name: str) -> None:
    piece = submitted(cast, "甲")
    assert do(cast.chief, name, ticked(piece), note="为什么").status_code == 404
    piece.refresh_from_db()
    assert piece.state == "first_review"


def test_nothing_chosen_and_nonsense(cast: Cast) -> None:
    for pieces in ([], ["x", "7", "1.x", "-1.2", "1.9999999999999"]):
        for act in (ask, do):
            response = act(cast.editor, "pass", pieces)
            assert response.status_code == 200
            assert response.context["rows"] == []
            assert 'role="alert"' in response.content.decode()
    assert answers(do(cast.editor, "pass", ["999999.1"])) == {"": "refused"}


def test_a_database_that_fails_at_one_piece_does_not_hide_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = (submitted(cast, name) for name in "甲乙丙")
    perform = workflow.perform

    def failing(article: Article, *args: Any, **options: Any) -> LedgerEntry:
        if article.pk == two.pk:
            raise OperationalError("database is locked")
        return perform(article, *args, **options)

    monkeypatch.setattr(workflow, "perform", failing)
    response = do(cast.editor, "pass", ticked(one, two, three))
    assert answers(response) == {"甲": "done", "乙": "refused", "丙": "done"}


def test_back_leads_to_the_list_as_it_was(cast: Cast) -> None:
    piece = submitted(cast, "甲")
    listing = url("articles_article_changelist")
    question = ask(cast.editor, "pass", ticked(piece), back="tab=waiting&section=1")
    assert question.context["back_url"] == f"{listing}?tab=waiting&section=1"
    elsewhere = do(cast.editor, "pass", ticked(piece), back="//evil.example/?a=1")
    assert elsewhere.context["back_url"].startswith(f"{listing}?")
