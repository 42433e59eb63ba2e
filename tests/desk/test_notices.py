"""Who is told of what, and that telling stands or falls with the act."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Rank
from articles.desk import comments, content, duties, editing, rights
from articles.models import Article, Kind, LedgerEntry, Notice
from tests.cast import Cast, make_author, make_draft, make_published, make_section, make_user, step
from tests.matrix.pieces import EVERY, bring

pytestmark = pytest.mark.django_db


def told(kind: Kind, act: str | None = None) -> set[str]:
    """Names of those who were told, since the last `forget`."""
    found = Notice.objects.filter(kind=kind, recipient__isnull=False)
    if act:
        found = found.filter(act=act)
    names = list(found.values_list("recipient__username", flat=True))
    assert len(names) == len(set(names)), f"somebody was told twice: {names}"
    return set(names)


def everybody_told() -> dict[str, str]:
    return dict(
        Notice.objects.filter(recipient__isnull=False).values_list("recipient__username", "kind")
    )


def forget() -> None:
    Notice.objects.all().delete()


def submitted(cast: Cast, **fields: object) -> Article:
    article = make_draft(cast.reporter, cast.section, **fields)
    return step(article, "submit", cast.reporter)


@pytest.mark.parametrize("state", sorted(EVERY))
def test_those_who_hear_that_a_piece_waits_are_those_who_may_pass_it(state: str) -> None:
    """The rule for one person and the question about everybody are the same rule."""
    cast = Cast()
    article = bring(cast, state).article
    night = make_user("night", "reporter", desks=(cast.other_desk,))
    now = timezone.now()
    for rank, desks in ((Rank.DESK_HEAD, [cast.desk]), (Rank.CHIEF, [])):
        user = make_user(f"stand-in-{rank}", "reporter")
        duties.grant(
            cast.chief, user, rank, desks=desks, reason="代审",
            starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
        )  # fmt: skip
    duties.grant(
        cast.chief, night, Rank.CHIEF, reason="夜班",
        starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2),
    )  # fmt: skip
    make_user("gone", "chief", is_active=False)
    author = make_author("独名", cast.second_chief)
    editing_rows = content.content_of(article)["credits"]
    article.credits.create(name=author.name, author=None, position=len(editing_rows))
    article.credits.create(name=cast.desk_head.full_name, author=None, position=9)
    for user in User.objects.all():
        expected = rights.may_pass(user, article)
        assert rights.passers(article).filter(pk=user.pk).exists() == expected, user.username
        assert (user.pk in rights.authors_of(article)) == rights.is_author(user, article)
        for rank in (Rank.EDITOR, Rank.DESK_HEAD, Rank.CHIEF):
            holds = user.rank_on(cast.desk.pk) >= rank
            assert rights.holders(rank, cast.desk.pk).filter(pk=user.pk).exists() == holds


def test_a_submitted_piece_waits_for_those_who_may_pass_it() -> None:
    cast = Cast()
    submitted(cast)
    assert told(Kind.WAITING) == {"editor", "editor2", "head", "chief", "chief2"}
    assert Notice.objects.filter(recipient__isnull=False).count() == 5


def test_proofreaders_hear_of_it_while_proofreads_are_missing() -> None:
    cast = Cast()
    section = make_section("deep", "深度", cast.desk, reviews_required=2, proofreads_required=1)
    article = step(make_draft(cast.reporter, section), "submit", cast.reporter)
    assert "proof" in told(Kind.WAITING)
    step(article, "pass", cast.editor)
    waiting = Notice.objects.filter(kind=Kind.WAITING, read_at=None, recipient=cast.proofreader)
    assert waiting.count() == 1
    step(article, "proofread", cast.proofreader)
    assert not waiting.exists(), "whoever acts has seen it"
    step(article, "return", cast.chief, "再核一遍", to="first_review")
    assert not waiting.exists(), "the proofread of this round counts"


def test_when_the_piece_moves_on_nobody_waits_any_more() -> None:
    cast = Cast()
    article = submitted(cast)
    step(article, "pass", cast.editor)
    assert not Notice.objects.filter(kind=Kind.WAITING, read_at=None).exists()
    assert told(Kind.WAITING) == {"editor", "editor2", "head", "chief", "chief2"}


def test_a_return_goes_to_the_authors_and_whoever_sent_it() -> None:
    cast = Cast()
    author = make_author("摄影某", cast.other_reporter)
    article = make_draft(
        cast.reporter,
        cast.section,
        credits=[{"name": author.name, "role": "photographer", "author": author.pk}],
    )
    step(article, "submit", cast.second_editor)
    forget()
    step(article, "return", cast.editor, "标题太长")
    assert everybody_told() == {
        "reporter": "returned", "reporter2": "returned", "editor2": "returned",
    }  # fmt: skip
    entry = LedgerEntry.objects.get(action="return")
    assert set(Notice.objects.values_list("entry", "actor_name")) == {(entry.pk, "Editor")}


def test_a_publication_is_told_to_its_authors_only_once_readers_see_it() -> None:
    cast = Cast()
    article = submitted(cast)
    step(article, "pass", cast.editor)
    forget()
    step(article, "publish", cast.editor, visible_from=timezone.now() + timedelta(hours=1))
    assert everybody_told() == {}
    step(article, "unschedule", cast.editor)
    step(article, "publish", cast.editor)
    assert everybody_told() == {"reporter": "published"}


def test_a_fix_that_is_passed_is_published() -> None:
    cast = Cast()
    article = make_published(cast)
    step(article, "fix", cast.editor)
    editing.write(article, content.content_of(article) | {"deck": "改一处"}, cast.editor)
    forget()
    step(article, "submit", cast.editor)
    assert told(Kind.WAITING) == {"editor2", "head", "chief", "chief2"}
    step(article, "pass", cast.second_editor)
    assert told(Kind.PUBLISHED) == {"reporter"}


def test_a_withdrawal_reaches_owner_editors_and_the_chiefs_who_confirm_it() -> None:
    cast = Cast()
    article = make_published(cast)
    forget()
    step(article, "withdraw", cast.editor, "核实中")
    assert told(Kind.CONFIRM) == {"chief", "chief2"}
    assert told(Kind.WITHDRAWN) == {"reporter", "editor2", "head"}
    forget()
    step(article, "confirm", cast.chief)
    assert everybody_told() == {"editor": "withdrawn"}
    forget()
    step(article, "reinstate", cast.chief)
    assert told(Kind.WITHDRAWN) == {"reporter", "editor", "editor2", "head", "chief2"}
    forget()
    step(article, "withdraw", cast.chief, "又有疑问")
    assert told(Kind.CONFIRM) == set(), "a chief's own withdrawal needs no confirmation"
    assert "chief2" in told(Kind.WITHDRAWN)


def test_a_signature_by_one_person_alone_is_told_to_the_other_chiefs_and_the_owner() -> None:
    cast = Cast()
    article = submitted(cast)
    forget()
    step(article, "override", cast.chief, "来不及了")
    assert everybody_told() == {"chief2": "overridden", "reporter": "overridden"}
    forget()
    step(article, "after_review", cast.editor)
    assert everybody_told() == {"chief": "overridden"}


def test_a_spiked_piece_is_told_to_its_owner() -> None:
    cast = Cast()
    article = submitted(cast)
    forget()
    step(article, "spike", cast.editor)
    assert everybody_told() == {"reporter": "returned"}
    forget()
    draft = make_draft(cast.reporter, cast.section)
    step(draft, "spike", cast.reporter)
    assert everybody_told() == {}, "what one does oneself is no news"


def test_a_comment_reaches_the_owner_and_those_who_talk() -> None:
    cast = Cast()
    article = submitted(cast)
    forget()
    first = comments.say(article, cast.editor, "这里的数字对吗？", revision=1)
    assert everybody_told() == {"reporter": "commented"}
    forget()
    comments.answer(first, cast.reporter, "对，核过了。")
    assert everybody_told() == {"editor": "commented"}
    assert Notice.objects.get().comment_id == first.answers.get().pk
    forget()
    comments.resolve(first, cast.editor)
    assert everybody_told() == {}


def test_people_of_other_desks_and_those_who_have_left_hear_nothing() -> None:
    cast = Cast()
    cast.second_editor.is_active = False
    cast.second_editor.save()
    article = submitted(cast)
    step(article, "return", cast.editor, "再改改")
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    step(article, "publish", cast.editor)
    step(article, "withdraw", cast.editor, "核实")
    names = set(Notice.objects.values_list("recipient__username", flat=True))
    assert names == {"reporter", "editor", "head", "chief", "chief2"}


def test_an_act_that_is_rolled_back_was_never_told() -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    with pytest.raises(RuntimeError), transaction.atomic():
        step(article, "submit", cast.reporter)
        assert Notice.objects.exists()
        raise RuntimeError
    assert not Notice.objects.exists()


def test_telling_takes_the_same_number_of_queries_however_many_are_told() -> None:
    cast = Cast()
    counts = []
    for batch in range(2):
        article = make_draft(cast.reporter, cast.section)
        with CaptureQueriesContext(connection) as captured:
            step(article, "submit", cast.reporter)
        counts.append(len(captured))
        for number in range(25):
            make_user(f"more{batch}-{number}", "editor", desks=(cast.desk,))
    assert Notice.objects.filter(recipient__username__startswith="more").count() == 25
    assert counts[0] == counts[1]
