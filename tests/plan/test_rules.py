"""Assignments: who proposes, gives, takes up, files and drops; nothing wins silently."""

from typing import Any

import pytest

from accounts.models import User
from articles.desk import assignments, ledger
from articles.desk.errors import NotAllowed, NoteRequired, Refused, Stale
from articles.models import Article, Assignment, State
from tests.cast import Cast, make_author, step
from tests.plan.topics import act, assigned, fields, hours, proposed

Status = Assignment.Status


def acts_of(user: User, topic: Assignment) -> set[str]:
    topic.refresh_from_db()
    return {each.name for each in assignments.available(topic, user)}


def test_a_reporter_proposes_for_themselves_and_an_editor_gives(cast: Cast) -> None:
    own = proposed(cast)
    assert (own.status, own.reporter, own.proposed_by) == (
        Status.PROPOSED, cast.reporter, cast.reporter,
    )  # fmt: skip
    given = assigned(cast)
    assert (given.status, given.reporter) == (Status.ASSIGNED, cast.reporter)
    for user in (cast.proofreader, cast.administrator, cast.outsider):
        with pytest.raises(NotAllowed):
            proposed(cast, user)
    with pytest.raises(NotAllowed):
        assigned(cast, by=cast.reporter)
    with pytest.raises(NotAllowed):
        assigned(cast, by=cast.foreign_editor)
    with pytest.raises(NotAllowed):
        proposed(cast, reporter=cast.other_reporter)
    with pytest.raises(Refused):
        assigned(cast, reporter=None)
    with pytest.raises(Refused):
        assigned(cast, due_at=hours(-1))
    assert Assignment.objects.count() == 2


# Who may take which act, by the state of the assignment; told a second time, independently.
WHO: dict[str, dict[str, set[str]]] = {
    "proposed": {
        "reporter": {"drop"},
        "editor": {"accept", "drop"}, "desk_head": {"accept", "drop"}, "chief": {"accept", "drop"},
    },
    "assigned": {
        "reporter": {"begin", "file"},
        "editor": {"file", "drop"}, "desk_head": {"file", "drop"}, "chief": {"file", "drop"},
    },
    "working": {
        "reporter": {"file"},
        "editor": {"file", "drop"}, "desk_head": {"file", "drop"}, "chief": {"file", "drop"},
    },
    "filed": {"editor": {"reopen"}, "desk_head": {"reopen"}, "chief": {"reopen"}},
    "dropped": {"editor": {"reopen"}, "desk_head": {"reopen"}, "chief": {"reopen"}},
}  # fmt: skip


@pytest.mark.parametrize("status", sorted(WHO))
def test_acts_are_for_those_who_may(cast: Cast, status: str) -> None:
    topic = proposed(cast)
    way = {
        "proposed": (), "assigned": ("accept",), "working": ("accept", "begin"),
        "filed": ("accept", "begin", "file"), "dropped": ("drop",),
    }[status]  # fmt: skip
    for name in way:
        act(topic, name, cast.reporter if name == "begin" else cast.editor, "理由")
    assert topic.status == status
    for role in (
        "reporter", "other_reporter", "editor", "foreign_editor", "desk_head", "chief",
        "proofreader", "administrator", "outsider",
    ):  # fmt: skip
        user = getattr(cast, role)
        allowed = WHO[status].get(role, set())
        assert acts_of(user, topic) == allowed, role
        entries = len(ledger.history("assignment", topic.pk))
        for name in assignments.ACTS:
            if name not in allowed:
                with pytest.raises((NotAllowed, Refused)):
                    act(topic, name, user, "理由")
        topic.refresh_from_db()
        assert topic.status == status
        assert len(ledger.history("assignment", topic.pk)) == entries


def test_beginning_makes_the_draft_once(cast: Cast) -> None:
    author = make_author("夜行记者", cast.reporter)
    topic = assigned(cast, photographer=cast.other_reporter, brief="问清票价")
    with pytest.raises(NotAllowed):
        act(topic, "begin", cast.other_reporter)
    seen = Assignment.objects.get(pk=topic.pk)
    act(topic, "begin", cast.reporter)
    article = topic.article
    assert article is not None
    assert (article.headline, article.owner, article.section, article.state) == (
        topic.title, cast.reporter, cast.section, State.DRAFT,
    )  # fmt: skip
    credits = list(article.credits.values_list("name", "role", "author"))
    assert credits == [
        ("夜行记者", "reporter", author.pk), (str(cast.other_reporter), "photographer", None),
    ]  # fmt: skip
    with pytest.raises(Stale):
        assignments.perform(seen, "begin", cast.reporter)
    with pytest.raises(Refused):
        act(topic, "begin", cast.reporter)
    assert Article.objects.count() == 1


def test_who_reports_and_photographs_is_credited_for_the_words(cast: Cast) -> None:
    topic = act(assigned(cast, photographer=cast.reporter), "begin", cast.reporter)
    assert topic.article is not None
    assert list(topic.article.credits.values_list("role", flat=True)) == ["reporter"]
    alone = assigned(cast, reporter=None, photographer=cast.other_reporter)
    act(alone, "begin", cast.other_reporter)
    assert alone.article is not None
    assert list(alone.article.credits.values_list("role", flat=True)) == ["photographer"]


@pytest.mark.parametrize("name", ["submit", "override"])
def test_handing_the_piece_in_files_the_assignment(
    cast: Cast, name: str, django_capture_on_commit_callbacks: Any
) -> None:
    topic = act(assigned(cast), "begin", cast.reporter)
    article = topic.article
    assert article is not None
    article.body = "<p>从今晚起，末班车等最后一班工人。</p>"
    article.save()
    who = cast.reporter if name == "submit" else cast.chief
    with django_capture_on_commit_callbacks(execute=True):
        step(article, name, who, "突发，先签")
    topic.refresh_from_db()
    assert topic.status == Status.FILED
    last = ledger.history("assignment", topic.pk)[-1]
    assert (last.action, last.actor) == ("topic_file", who)
    assert ledger.verify() == []


def test_dropping_wants_a_reason_and_keeps_the_draft(cast: Cast) -> None:
    topic = act(assigned(cast), "begin", cast.reporter)
    with pytest.raises(NoteRequired):
        act(topic, "drop", cast.editor, "  ")
    act(topic, "drop", cast.editor, "撞稿")
    assert topic.article is not None
    assert topic.article.state == State.DRAFT
    assert ledger.history("assignment", topic.pk)[-1].note == "撞稿"
    act(topic, "reopen", cast.editor)
    assert topic.status == Status.WORKING, "it has its draft still"


def test_changing_is_for_editors_and_for_the_proposer_until_it_is_accepted(cast: Cast) -> None:
    topic = proposed(cast)
    seen = Assignment.objects.get(pk=topic.pk)
    assert assignments.change(topic, cast.reporter, {"title": "夜班公交", "words": 900})
    assert not assignments.change(topic, cast.reporter, {"title": "夜班公交"})
    assert (topic.title, topic.words, topic.version) == ("夜班公交", 900, 2)
    with pytest.raises(Stale, match="Reporter"):
        assignments.change(seen, cast.editor, {"title": "别的"})
    for user in (cast.other_reporter, cast.foreign_editor, cast.proofreader):
        with pytest.raises(NotAllowed):
            assignments.change(topic, user, {"title": "别的"})
    with pytest.raises(NotAllowed):
        assignments.change(topic, cast.reporter, {"reporter": cast.other_reporter})
    act(topic, "accept", cast.editor)
    with pytest.raises(NotAllowed):
        assignments.change(topic, cast.reporter, {"title": "别的"})
    assert assignments.change(topic, cast.editor, {"reporter": cast.other_reporter})
    with pytest.raises(Refused):
        assignments.change(topic, cast.editor, {"reporter": None})
    act(topic, "drop", cast.editor, "不做了")
    with pytest.raises(NotAllowed):
        assignments.change(topic, cast.editor, {"title": "别的"})
    topic.refresh_from_db()
    assert topic.title == "夜班公交"


def test_a_desk_sees_its_plan_and_no_other(cast: Cast) -> None:
    topic = assigned(cast)
    abroad = assigned(
        cast, by=cast.foreign_editor, section=cast.other_section, reporter=cast.other_reporter
    )
    sees = {
        "reporter": {topic}, "other_reporter": {topic, abroad}, "editor": {topic},
        "foreign_editor": {abroad}, "desk_head": {topic}, "chief": {topic, abroad},
        "proofreader": set(), "administrator": set(), "outsider": set(),
    }  # fmt: skip
    for role, expected in sees.items():
        assert set(assignments.viewable(getattr(cast, role))) == expected, role


def test_proposals_without_a_person_cannot_be_accepted(cast: Cast) -> None:
    topic = assignments.create(cast.editor, fields(cast))
    assert topic.reporter is None
    with pytest.raises(Refused):
        act(topic, "accept", cast.editor)
    assignments.change(topic, cast.editor, {"reporter": cast.reporter})
    act(topic, "accept", cast.editor)
    assert topic.status == Status.ASSIGNED
