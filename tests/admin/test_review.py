"""The review screen: who lands there, what it answers, and the way from one piece to the next."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Rank
from articles.desk import comments, duties
from articles.models import Article, Comment, LedgerEntry, PublishedArticle, State
from tests.admin.helpers import form_data, press, signed_in, step_url, theirs, url
from tests.cast import Cast, make_draft, make_published, make_section, step

BODY = "<p>从今晚起，末班车等最后一班工人。</p><p>司机老周说，灯亮着，人就敢走。</p>"


@pytest.fixture
def piece(cast: Cast) -> Article:
    article = make_draft(cast.reporter, cast.section, body=BODY)
    return step(article, "submit", cast.reporter)


def review(user: User, article: Article, **query: Any) -> Any:
    return signed_in(user).get(url("articles_article_review", article.pk), query)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


# --- Who lands there ----------------------------------------------------------------------------


def test_whoever_it_waits_for_lands_in_the_review(cast: Cast, piece: Article) -> None:
    change = url("articles_article_change", piece.pk)
    there = url("articles_article_review", piece.pk)
    for user in (cast.editor, cast.desk_head, cast.chief):
        response = signed_in(user).get(change)
        assert (response.status_code, response["Location"]) == (302, there)
    # Its author reads what was submitted; who asks for the form gets the form.
    assert signed_in(cast.reporter).get(change).status_code == 200
    form = signed_in(cast.editor).get(change, {"edit": 1})
    assert form.templates[0].name == "admin/articles/edit.html"
    # Saved in place, it leads back to the review.
    saved = signed_in(cast.editor).post(
        f"{change}?edit=1", form_data(piece, deck="审改"), follow=True
    )
    assert saved.redirect_chain[-1][0] == there
    assert "审改" in text_of(saved)


def test_a_proofreader_lands_there_too(cast: Cast) -> None:
    section = make_section("depth", "深度", cast.desk, proofreads_required=1)
    article = step(make_draft(cast.reporter, section), "submit", cast.reporter)
    change = url("articles_article_change", article.pk)
    assert signed_in(cast.proofreader).get(change).status_code == 302
    step(article, "proofread", cast.proofreader)
    assert signed_in(cast.proofreader).get(change).status_code == 200


def test_the_piece_stands_there_as_readers_will_see_it(cast: Cast, piece: Article) -> None:
    page = text_of(review(cast.editor, piece))
    for paragraph in re.findall(r"<p>.*?</p>", BODY):
        assert paragraph in page
    for name in ("pass", "return"):
        assert f"{step_url(piece, name)}?then=next" in page
    assert "edit=1" in page
    outsider = text_of(review(cast.reporter, piece))
    assert step_url(piece, "pass") not in outsider
    assert review(cast.foreign_editor, piece).status_code == 403
    assert signed_in(cast.editor).post(url("articles_article_review", piece.pk)).status_code == 405


def test_there_is_no_box_for_findings_without_findings(cast: Cast, piece: Article) -> None:
    response = review(cast.editor, piece)
    assert bool(response.context["findings_panel"]) == ("panel-findings" in text_of(response))


def test_findings_are_drawn_and_not_spelt_out(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section, body="<p>昨天下午,他来了。</p>")
    page = review(cast.editor, step(piece, "submit", cast.reporter)).content.decode()
    assert '<li class="nr-finding"' in page


# --- Comments -----------------------------------------------------------------------------------


def say(user: User, article: Article, **data: Any) -> Any:
    alone = {"HTTP_X_PANEL": "comments"} if data.pop("alone", False) else {}
    data = {"revision": 1, "text": "请核实", "screen": "review"} | data
    return signed_in(user).post(url("articles_article_comment", article.pk), data, **alone)


def turn(user: User, comment: Comment, act: str, **data: Any) -> Any:
    path = url("articles_article_comment_turn", comment.article_id, comment.pk, act)
    return signed_in(user).post(path, data)


def test_a_passage_is_commented_on_and_shown_with_its_comment(cast: Cast, piece: Article) -> None:
    response = say(cast.editor, piece, place="body:1", quote="灯亮着，人就 敢走")
    comment = Comment.objects.get()
    assert response["Location"].endswith(f"?panel=comments#comment-{comment.pk}")
    assert (comment.field, comment.block, comment.quote) == ("body", 1, "灯亮着，人就敢走")
    page = text_of(review(cast.editor, piece, panel="comments"))
    # Where the page's script finds the passage: white space does not count.
    assert 'data-field="body" data-block="1" data-at="6" data-text="灯亮着，人就敢走"' in page
    alone = say(cast.second_editor, piece, place="headline", alone=True)
    assert "<html" not in alone.content.decode()
    assert alone.context["open_lines"][0].thread.first.quote == piece.headline


@pytest.mark.parametrize("alone", [False, True])
def test_what_is_refused_stays_where_it_was_typed(cast: Cast, piece: Article, alone: bool) -> None:
    typed = "很长的意见" * 500
    response = say(cast.editor, piece, text=typed, place="body:1", quote="灯亮着", alone=alone)
    assert response.status_code == 400
    page = text_of(response)
    assert typed in page
    assert 'value="灯亮着"' in page
    for wrong in ({"text": " "}, {"place": "body:99"}, {"place": "state"}, {"revision": "x"}):
        refused = say(cast.editor, piece, alone=alone, **wrong)
        assert refused.status_code == 400, wrong
        assert 'role="alert"' in refused.content.decode()
    assert not Comment.objects.exists()


def test_an_answer_and_both_turns(cast: Cast, piece: Article) -> None:
    say(cast.editor, piece)
    comment = Comment.objects.get()
    assert turn(cast.reporter, comment, "answer", text="核过").status_code == 302
    assert turn(cast.reporter, comment, "answer", text=" ").status_code == 400
    assert turn(cast.reporter, comment, "resolve").status_code == 302
    assert [line.thread.is_open for line in review(cast.editor, piece).context["done_lines"]] == [
        False
    ]
    assert turn(cast.editor, comment, "reopen").status_code == 302
    comment.refresh_from_db()
    assert not comment.resolved
    assert turn(cast.editor, comment, "burn").status_code == 404
    path = url("articles_article_comment_turn", piece.pk, 999, "resolve")
    assert signed_in(cast.editor).post(path).status_code == 404
    path = url("articles_article_comment_turn", piece.pk, comment.pk, "resolve")
    assert signed_in(cast.editor).get(path).status_code == 405
    other = make_draft(cast.reporter, cast.section)
    path = url("articles_article_comment_turn", other.pk, comment.pk, "resolve")
    assert signed_in(cast.editor).post(path).status_code == 404


def test_whoever_is_only_on_duty_sees_no_comment(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "revise", cast.reporter)
    comments.say(article, cast.editor, "内部意见", revision=1)
    duties.grant(
        cast.chief, cast.other_reporter, Rank.EDITOR, desks=[cast.other_desk],
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    page = review(cast.other_reporter, article)
    assert page.status_code == 200
    assert "内部意见" not in text_of(page)
    assert say(cast.other_reporter, article).status_code == 403
    assert "内部意见" in text_of(review(cast.editor, article))


def test_the_owner_sees_them_while_editing(cast: Cast, piece: Article) -> None:
    say(cast.editor, piece, place="body:1", quote="司机老周", text="全名？")
    step(piece, "return", cast.editor, "补全名")
    page = signed_in(cast.reporter).get(piece.get_absolute_url())
    assert [line.thread.first.text for line in page.context["open_lines"]] == ["补全名", "全名？"]
    assert "司机老周" in text_of(page)
    # The panel's forms are not inside the form of the piece.
    body = page.content.decode()
    assert body.index('id="comments"') > body.index("</form>", body.index('id="article_form"'))


# --- The three questions ------------------------------------------------------------------------


def test_the_last_round_is_answered_at_once(cast: Cast, piece: Article) -> None:
    say(cast.editor, piece, place="body:1", quote="司机老周", text="全名？")
    say(cast.editor, piece, place="body:0", quote="末班车", text="哪一路？")
    say(cast.editor, piece, place="headline", text="题太平")
    comments.resolve(Comment.objects.get(text="题太平"), cast.editor)
    step(piece, "return", cast.editor, "1. 补司机全名\n2. 补线路")
    theirs(piece, cast.reporter, body=BODY.replace("司机老周", "司机周建国"))
    comments.resolve(Comment.objects.get(text="补司机全名"), cast.reporter)
    say(cast.reporter, piece, revision=2, text="后来才说的")
    step(piece, "submit", cast.reporter)
    response = review(cast.editor, piece)
    asked = response.context["last_round"]
    assert response.context["panel"] == "round"
    found = {thread.first.text: thread for thread in asked.asked}
    # What was settled before the return, or said after it, is no question of the last round.
    assert set(found) == {"全名？", "哪一路？", "补司机全名", "补线路"}
    assert (asked.settled, asked.open, asked.since) == (1, 3, 1)
    assert found["全名？"].changed
    assert found["哪一路？"].stands
    assert [change.name for change in asked.changes] == ["body"]
    page = text_of(response)
    assert "<del>老周</del><ins>周建国</ins>" in page
    step(piece, "pass", cast.editor)
    step(piece, "publish", cast.editor)
    step(piece, "revise", cast.reporter)
    assert review(cast.editor, piece).context["last_round"] is None


def test_what_came_back_untouched_says_so(cast: Cast, piece: Article) -> None:
    step(piece, "return", cast.editor, "补线路")
    step(piece, "submit", cast.reporter)
    asked = review(cast.editor, piece).context["last_round"]
    assert asked.untouched
    assert "nr-note-alarm" in text_of(review(cast.editor, piece))


def test_reviewers_edits_are_shown_with_their_names(cast: Cast) -> None:
    section = make_section("depth", "深度", cast.desk, reviews_required=2)
    article = make_draft(cast.reporter, section, body=BODY)
    theirs(article, cast.reporter, deck="作者自己的副题")
    step(article, "submit", cast.reporter)
    theirs(article, cast.editor, headline="编辑的标题", responsible_editor="某编辑")
    step(article, "pass", cast.editor)
    theirs(article, cast.desk_head, body=BODY.replace("今晚", "明晚"))
    traces = review(cast.chief, article).context["traces"]
    told = [(str(t.moment.who), [c.name for c in t.changes]) for t in traces]
    assert told == [
        (str(cast.editor), ["headline", "responsible_editor"]),
        (str(cast.desk_head), ["body"]),
    ]


def test_a_fix_shows_only_what_is_different_and_one_press_publishes_it(cast: Cast) -> None:
    article = make_published(cast, body=BODY)
    step(article, "fix", cast.editor)
    theirs(article, cast.editor, body=BODY.replace("末班车", "末班車"))
    step(article, "submit", cast.editor)
    response = review(cast.second_editor, article)
    lane = text_of(response).partition("nr-lane-changes")[2].partition("</section>\n")[0]
    assert "<del>车</del><ins>車</ins>" in lane
    assert [change.name for change in response.context["fix_changes"]] == ["body"]
    pressed = signed_in(cast.second_editor).post(
        step_url(article, "pass"), {"version": article.version, "then": "next"}
    )
    assert pressed.status_code == 302
    assert "末班車" in PublishedArticle.objects.get().body
    # Who opened it is shown no such button.
    assert review(cast.editor, article).context["pass_button"] is None


# --- From piece to piece ------------------------------------------------------------------------


def test_the_next_piece_comes_without_the_list(cast: Cast) -> None:
    pieces = [
        step(make_draft(cast.reporter, cast.section, f"第{n}篇"), "submit", cast.reporter)
        for n in range(3)
    ]
    foreign = make_draft(cast.other_reporter, cast.other_section, "别部的稿")
    step(foreign, "submit", cast.other_reporter)
    first, second, third = reversed(pieces)
    queue = review(cast.editor, second).context["queue"]
    assert (queue.previous, queue.next) == (first, third)
    queue = review(cast.editor, first).context["queue"]
    assert (queue.previous, queue.next) == (None, second)
    client = signed_in(cast.editor)
    page = client.get(step_url(second, "pass"), {"then": "next"})
    assert '<input type="hidden" name="then" value="next">' in page.content.decode()
    passed = press(client, second, "pass", then="next")
    assert passed["Location"] == url("articles_article_review", third.pk)
    returned = press(client, third, "return", then="next", note="重写")
    assert returned["Location"] == url("articles_article_review", first.pk)
    last = press(client, first, "pass", then="next")
    assert last["Location"] == url("articles_article_changelist") + "?tab=waiting"
    # Pressed from anywhere else, a step leads back to its piece.
    fourth = step(make_draft(cast.reporter, cast.section), "submit", cast.reporter)
    assert press(client, fourth, "pass")["Location"] == fourth.get_absolute_url()


def test_a_piece_that_still_waits_is_not_left(cast: Cast) -> None:
    section = make_section("depth", "深度", cast.desk, proofreads_required=1)
    article = step(make_draft(cast.reporter, section), "submit", cast.reporter)
    done = press(signed_in(cast.editor), article, "proofread", then="next", found=0)
    assert done["Location"] == url("articles_article_review", article.pk)


def test_a_refused_press_keeps_its_way(cast: Cast, piece: Article) -> None:
    response = press(signed_in(cast.editor), piece, "return", then="next", note="")
    assert response.status_code == 400
    assert 'name="then" value="next"' in response.content.decode()
    piece.refresh_from_db()
    assert piece.state == State.FIRST_REVIEW


# --- However much there is ----------------------------------------------------------------------


def queries(user: User, path: str) -> int:
    client = signed_in(user)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_comments_or_revisions(cast: Cast, piece: Article) -> None:
    say(cast.editor, piece, place="body:1", quote="司机老周", text="零")
    comments.answer(Comment.objects.get(), cast.reporter, "答零")
    step(piece, "return", cast.editor, "退")
    theirs(piece, cast.reporter, deck="零")
    step(piece, "submit", cast.reporter)
    theirs(piece, cast.editor, deck="审零")
    edit = piece.get_absolute_url() + "?edit=1"
    screens = [url("articles_article_review", piece.pk), edit]
    screens += [url(f"articles_article_{name}", piece.pk) for name in ("compare", "revisions")]
    before = [queries(cast.editor, path) for path in screens]
    for number in range(8):
        writer = (cast.editor, cast.second_editor)[number % 2]
        theirs(piece, writer, body=BODY.replace("今晚", f"第{number}晚"))
        revision = LedgerEntry.objects.filter(action="edit").latest("pk").revision
        said = comments.say(
            piece, writer, f"{number}", revision=revision or 1, field="body", quote="司机老周"
        )
        comments.answer(said, cast.reporter, f"答{number}")
    assert [queries(cast.editor, path) for path in screens] == before


def test_a_correction_opens_with_what_readers_will_see_otherwise(cast: Cast) -> None:
    article = make_published(cast)
    asked = text_of(signed_in(cast.editor).get(step_url(article, "correct")))
    assert "更正说明 <span" in asked
    article = step(article, "correct", cast.editor, "文中的八趟应为九趟。")
    signed_in(cast.editor).post(
        url("articles_article_change", article.pk), form_data(article, deck="改过的副题")
    )
    article.refresh_from_db()
    step(article, "submit", cast.editor)
    assert review(cast.desk_head, article).context["panel"] == "changes"
