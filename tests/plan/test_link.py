"""A piece that was there already is linked to an assignment, and unlinked again."""

from typing import Any

import pytest

from articles.desk import assignment_pieces, assignments, ledger
from articles.desk.errors import NotAllowed, Refused, Stale
from articles.models import Article, Assignment
from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_draft, make_published, step
from tests.plan.topics import act, assigned, proposed

Status = Assignment.Status


def press(user: Any, topic: Assignment, name: str, **typed: Any) -> Any:
    topic.refresh_from_db()
    data = {"version": topic.version} | typed
    return signed_in(user).post(url("assignment-act", topic.pk, name), data)


def test_the_one_who_was_sent_links_the_draft_and_its_submission_files_it(cast: Cast) -> None:
    topic = assigned(cast, brief="问三位司机。")
    piece = make_draft(cast.reporter, cast.section)
    page = signed_in(cast.reporter).get(piece.get_absolute_url()).content.decode()
    assert url("assignment-act", topic.pk, "link") in page
    answer = press(cast.reporter, topic, "link", piece=piece.pk, then="piece")
    assert answer.url == piece.get_absolute_url()
    topic.refresh_from_db()
    assert (topic.status, topic.article_id) == (Status.WORKING, piece.pk)
    assert "问三位司机。" in signed_in(cast.reporter).get(answer.url).content.decode()
    last = ledger.history(assignments.KIND, topic.pk)[-1]
    assert (last.action, last.actor, last.note) == ("topic_link", cast.reporter, f"#{piece.pk}")
    assert (last.from_state, last.to_state) == (Status.ASSIGNED, Status.WORKING)
    # Pressed twice it is linked once.
    assert press(cast.reporter, topic, "link", piece=piece.pk).status_code == 302
    assert len(ledger.history(assignments.KIND, topic.pk)) == 2
    step(piece, "submit", cast.reporter)
    assignment_pieces.filed_with(piece.pk, cast.reporter)
    topic.refresh_from_db()
    assert topic.status == Status.FILED


def test_an_editor_links_by_public_address_what_is_out_already(cast: Cast) -> None:
    topic = assigned(cast)
    piece = make_published(cast)
    address = f"https://paper.example/2026/03/08/{piece.pk}/"
    assert press(cast.editor, topic, "link", piece=address).status_code == 302
    topic.refresh_from_db()
    assert (topic.status, topic.article_id) == (Status.FILED, piece.pk)


def test_unlinked_the_piece_stays_and_can_be_linked_elsewhere(cast: Cast) -> None:
    topic, other = assigned(cast), assigned(cast, title="另一个选题")
    piece = make_draft(cast.reporter, cast.section)
    assignment_pieces.link(topic, cast.reporter, piece)
    with pytest.raises(Refused):
        assignment_pieces.link(other, cast.reporter, piece)
    assert press(cast.reporter, topic, "unlink").status_code == 302
    topic.refresh_from_db()
    assert (topic.status, topic.article_id) == (Status.ASSIGNED, None)
    assert ledger.history(assignments.KIND, topic.pk)[-1].action == "topic_unlink"
    assert Article.objects.filter(pk=piece.pk).exists()
    other.refresh_from_db()
    assignment_pieces.link(other, cast.reporter, piece)
    # A dropped one lets its piece go and stays dropped.
    act(other, "drop", cast.editor, "不做了")
    assignment_pieces.unlink(other, cast.editor)
    assert (other.status, other.article_id) == (Status.DROPPED, None)
    assert press(cast.editor, other, "unlink").status_code == 409


def test_whoever_may_not_changes_nothing(cast: Cast) -> None:
    topic = assigned(cast)
    piece = make_draft(cast.reporter, cast.section)
    for user in (cast.other_reporter, cast.foreign_editor, cast.proofreader):
        with pytest.raises(NotAllowed):
            assignment_pieces.link(topic, user, piece)
        assert press(user, topic, "link", piece=piece.pk).status_code == 403
        page = signed_in(user).get(piece.get_absolute_url()).content.decode()
        assert url("assignment-act", topic.pk, "link") not in page
    strange = make_draft(cast.other_reporter, cast.section)
    with pytest.raises(Refused):
        assignment_pieces.link(topic, cast.reporter, strange)
    with pytest.raises(Refused):
        assignment_pieces.link(proposed(cast), cast.editor, piece)
    spiked = step(make_draft(cast.reporter, cast.section), "spike", cast.editor, "不用")
    with pytest.raises(Refused):
        assignment_pieces.link(topic, cast.editor, spiked)
    assert not Assignment.objects.exclude(article=None).exists()


@pytest.mark.parametrize("typed", ["", "999999", "夜班公交", "/2026/03/08/0/", "9" * 40])
def test_a_wrong_number_says_so_and_stays_in_the_field(cast: Cast, typed: str) -> None:
    topic = assigned(cast)
    answer = press(cast.reporter, topic, "link", piece=typed)
    assert answer.status_code == 409
    assert f'value="{typed}"' in answer.content.decode()
    assert "没有" in answer.content.decode()


def test_an_old_version_links_nothing(cast: Cast) -> None:
    topic = assigned(cast)
    piece = make_draft(cast.reporter, cast.section)
    seen = Assignment.objects.get(pk=topic.pk)
    act(topic, "file", cast.editor)
    with pytest.raises(Stale):
        assignment_pieces.link(seen, cast.reporter, piece)
    client = signed_in(cast.reporter)
    data = {"version": 1, "piece": piece.pk}
    assert client.post(url("assignment-act", topic.pk, "link"), data).status_code == 409
    assert not Assignment.objects.exclude(article=None).exists()
