"""Comments of the desk: on which passage, by whom, done and opened again; seen by nobody else."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from articles import signals
from articles.desk import comments, editing, publishing
from articles.desk.content import content_hash, content_of
from articles.desk.errors import NotAllowed, Refused
from articles.models import Article, Comment, LedgerEntry, Proofread, PublishedArticle
from tests.cast import Cast, make_author, make_draft, make_published, make_section, step
from tests.matrix.pieces import bring

pytestmark = pytest.mark.django_db
BODY = "<p>从今晚起，末班车等最后一班工人。</p><p>司机老周说，灯亮着，人就敢走。</p>"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def piece(cast: Cast) -> Article:
    article = make_draft(cast.reporter, cast.section, body=BODY)
    return step(article, "submit", cast.reporter)


def test_a_comment_keeps_its_passage(cast: Cast, piece: Article) -> None:
    said = comments.say(
        piece, cast.editor, " 老周全名？ ", revision=1, field="body", block=1, quote="司机老周"
    )
    assert (said.text, said.quote, said.prefix) == ("老周全名？", "司机老周", "")
    assert (said.block, said.start, said.suffix) == (1, 0, "说，灯亮着，人就敢走。")
    assert (said.user_name, said.round, said.resolved) == (str(cast.editor), 1, False)
    whole = comments.say(piece, cast.editor, "这段压一压", revision=1, field="body", block=0)
    assert whole.quote == "从今晚起，末班车等最后一班工人。"
    title = comments.say(piece, cast.editor, "题不抓人", revision=1, field="headline")
    assert title.quote == piece.headline
    assert comments.say(piece, cast.editor, "整体不错", revision=1).field == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"text": "字" * (comments.LONGEST + 1)},
        {"revision": 9},
        {"field": "state"},
        {"field": "body", "block": 2},
        {"field": "body", "block": -1},
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    cast: Cast, piece: Article, wrong: dict[str, Any]
) -> None:
    asked = {"text": "核", "revision": 1} | wrong
    with pytest.raises(Refused) as refused:
        comments.say(piece, cast.editor, asked.pop("text"), **asked)
    assert len(str(refused.value)) > 5
    assert not Comment.objects.exists()


def test_pressed_twice_it_is_said_once(cast: Cast, piece: Article) -> None:
    one = comments.say(piece, cast.editor, "核", revision=1, field="body", quote="末班车")
    two = comments.say(piece, cast.editor, "核", revision=1, field="body", quote="末班车")
    other = comments.say(piece, cast.editor, "核", revision=1, field="body", quote="工人")
    assert (one.pk, other.pk) == (two.pk, two.pk + 1)
    assert comments.answer(one, cast.reporter, "好") == comments.answer(one, cast.reporter, "好")
    assert Comment.objects.count() == 3


def test_a_thread_is_answered_done_and_opened_again(cast: Cast, piece: Article) -> None:
    said = comments.say(piece, cast.editor, "数字请核对", revision=1)
    answer = comments.answer(said, cast.reporter, "核对过了")
    # Whatever row of a thread is pressed, the thread is meant.
    comments.resolve(answer, cast.reporter)
    comments.resolve(said, cast.reporter)
    said.refresh_from_db()
    assert said.resolved
    comments.reopen(said, cast.editor)
    said.refresh_from_db()
    assert not said.resolved
    rows = list(said.answers.values_list("kind", "user_name"))
    assert rows == [
        ("said", str(cast.reporter)),
        ("resolved", str(cast.reporter)),
        ("reopened", str(cast.editor)),
    ]


def test_the_lines_of_a_return_are_points(cast: Cast, piece: Article) -> None:
    step(piece, "return", cast.editor, "1. 第二段的全名\n\n（2）题太长\n3.5%的出处\n- 图说")
    found = Comment.objects.filter(kind=Comment.Kind.POINT)
    assert [point.text for point in found] == ["第二段的全名", "题太长", "3.5%的出处", "图说"]
    assert {(point.round, point.revision) for point in found} == {(1, 1)}


# --- Who ----------------------------------------------------------------------------------------


def test_those_who_work_on_a_piece_talk_about_it(cast: Cast, piece: Article) -> None:
    credited = make_author("林小满", cast.other_reporter)
    content = content_of(piece) | {
        "credits": [{"name": "林小满", "role": "reporter", "author": credited.pk}]
    }
    editing.write(piece, content, cast.editor)
    allowed = {
        cast.reporter, cast.other_reporter, cast.editor, cast.second_editor, cast.desk_head,
        cast.chief, cast.second_chief, cast.proofreader,
    }  # fmt: skip
    first = comments.say(piece, cast.chief, "核", revision=1)
    for user in cast.everybody:
        assert comments.may_say(user, piece) == (user in allowed), user
        if user in allowed:
            comments.say(piece, user, f"{user}说", revision=1)
            continue
        for act in (
            lambda user=user: comments.say(piece, user, "我也说", revision=1),
            lambda user=user: comments.answer(first, user, "我也说"),
            lambda user=user: comments.resolve(first, user),
            lambda user=user: comments.reopen(first, user),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert Comment.objects.count() == len(allowed) + 1


def test_nothing_is_said_about_a_piece_at_rest(cast: Cast) -> None:
    article = make_published(cast)
    with pytest.raises(Refused):
        comments.say(article, cast.editor, "晚了", revision=1)
    step(article, "revise", cast.reporter)
    assert comments.say(article, cast.editor, "还来得及", revision=1)


# --- Never content ------------------------------------------------------------------------------


def test_a_comment_is_no_content(cast: Cast, piece: Article) -> None:
    before = (piece.version, content_hash(content_of(piece)), LedgerEntry.objects.count())
    said = comments.say(piece, cast.editor, "暗号甲", revision=1, field="body", quote="末班车")
    comments.answer(said, cast.reporter, "暗号乙")
    comments.resolve(said, cast.editor)
    piece.refresh_from_db()
    after = (piece.version, content_hash(content_of(piece)), LedgerEntry.objects.count())
    assert after == before
    drawn = publishing.preview(editing.newest_revision(piece))
    kept = json.dumps([content_of(piece), {k: str(v) for k, v in vars(drawn).items()}])
    assert json.dumps("暗号")[1:-1] not in kept


def test_readers_never_see_a_word_of_it(cast: Cast) -> None:
    known = bring(cast, "first_review")
    article = known.article
    number = editing.newest_revision(article).number
    for field in ("", "headline", "body"):
        comments.say(article, cast.editor, f"批注密语{field}", revision=number, field=field)
    comments.answer(Comment.objects.all()[0], cast.reporter, "回复密语")
    step(article, "pass", cast.second_editor)
    step(article, "publish", cast.editor)
    row = PublishedArticle.objects.get()
    client = Client()
    for path in (
        "/", row.get_absolute_url(), f"/{article.section.slug}/", "/feeds/latest.rss",
        "/feeds/latest.atom", "/news-sitemap.xml", "/search/?q=密语", "/search/?q=暗号甲",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        # The search page repeats what was asked; the comments say more than that.
        assert not any(word in answer.content.decode() for word in ("批注密语", "回复密语")), path
    preview = f"/admin/articles/article/{article.pk}/preview/"
    client.force_login(cast.editor)
    assert "密语" not in client.get(preview).content.decode()


# --- Announced ----------------------------------------------------------------------------------


def test_a_comment_is_announced_after_commit(
    cast: Cast, piece: Article, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[tuple[int, int]] = []

    def hear(sender: type, article_id: int, comment_id: int, **_signal: Any) -> None:
        heard.append((article_id, comment_id))

    signals.commented.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            said = comments.say(piece, cast.editor, "核", revision=1)
            comments.say(piece, cast.editor, "核", revision=1)
            assert heard == []
        with django_capture_on_commit_callbacks(execute=True):
            answer = comments.answer(said, cast.reporter, "核过")
            comments.resolve(said, cast.editor)
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            step(piece, "return", cast.editor, "一点\n两点")
    finally:
        signals.commented.disconnect(hear)
    assert heard == [(piece.pk, said.pk), (piece.pk, answer.pk)]


# --- Proofreads ---------------------------------------------------------------------------------


def test_a_proofread_keeps_how_many_errors_were_found_and_in_how_much(cast: Cast) -> None:
    section = make_section("depth", "深度", cast.desk, proofreads_required=3)
    article = make_draft(cast.reporter, section, body=BODY)
    step(article, "submit", cast.reporter)
    step(article, "proofread", cast.proofreader, errors=3)
    step(article, "proofread", cast.editor, errors=0)
    step(article, "proofread", cast.second_editor)
    kept = [(each.errors, each.words) for each in Proofread.objects.all()]
    assert kept == [(3, 40), (0, 40), (None, 40)]


@pytest.mark.parametrize("errors", [-1, 10_000])
def test_no_such_number_of_errors(cast: Cast, errors: int) -> None:
    section = make_section("depth", "深度", cast.desk, proofreads_required=1)
    article = make_draft(cast.reporter, section, body=BODY)
    step(article, "submit", cast.reporter)
    with pytest.raises(Refused):
        step(article, "proofread", cast.proofreader, errors=errors)
    assert not Proofread.objects.exists()
