"""The rules of review and publication, one by one, as the newsroom tells them to a newcomer."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.roles import Rank
from articles import signals
from articles.desk import content, duties, editing, policy, rights, workflow
from articles.desk.errors import NotAllowed, NoteRequired, Refused, Stale
from articles.models import (
    Article,
    LedgerEntry,
    Policy,
    Proofread,
    PublishedArticle,
    PublishedCorrection,
    Review,
    Revision,
)
from tests.cast import (
    Cast,
    make_author,
    make_draft,
    make_published,
    make_section,
    make_user,
    step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def edit(article: Article, user: Any, **fields: Any) -> Revision | None:
    article.refresh_from_db()
    return editing.write(article, content.content_of(article) | fields, user)


def names(article: Article, user: Any) -> set[str]:
    article.refresh_from_db()
    return {found.name for found in workflow.available(article, user)}


def published(article: Article) -> PublishedArticle:
    return PublishedArticle.objects.get(pk=article.pk)


# --- Who may ------------------------------------------------------------------------------------


def test_nobody_passes_what_they_wrote(cast: Cast) -> None:
    article = make_draft(cast.editor, cast.section)
    step(article, "submit", cast.editor)
    assert "pass" not in names(article, cast.editor)
    with pytest.raises(NotAllowed):
        step(article, "pass", cast.editor)


def test_whoever_edited_the_draft_is_an_author_of_it(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    edit(article, cast.editor, headline="编辑改过的标题")
    step(article, "submit", cast.reporter)
    with pytest.raises(NotAllowed):
        step(article, "pass", cast.editor)
    assert step(article, "pass", cast.second_editor).state == "approved"


def test_whoever_is_credited_is_an_author(cast: Cast) -> None:
    page = make_author("钟平", cast.editor)
    article = make_draft(
        cast.reporter,
        cast.section,
        credits=[{"name": "笔名", "role": "correspondent", "author": page.pk}],
    )
    step(article, "submit", cast.reporter)
    with pytest.raises(NotAllowed):
        step(article, "pass", cast.editor)


def test_a_printed_name_of_one_author_leads_to_their_page(cast: Cast) -> None:
    page = make_author("钟平", cast.editor)
    make_author("同名"), make_author("同名")
    credits = [
        {"name": name, "role": "reporter", "author": None} for name in ("钟平", "同名", "路人")
    ]
    article = make_draft(cast.reporter, cast.section, credits=credits)
    assert list(article.credits.values_list("author", flat=True)) == [page.pk, None, None]


def test_a_reviewers_edit_is_traced_and_makes_no_author(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    revision = edit(article, cast.editor, headline="一审改过的标题")
    assert revision is not None
    assert (revision.state, revision.user) == ("first_review", cast.editor)
    assert not rights.is_author(cast.editor, article)
    step(article, "pass", cast.editor)
    assert Review.objects.get().revision.content["headline"] == "一审改过的标题"


def test_whoever_submits_a_piece_does_not_pass_it(cast: Cast) -> None:
    """Reviewers may edit: one editor could else send off, rewrite and pass a colleague's note."""
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.editor)
    with pytest.raises(NotAllowed):
        step(article, "pass", cast.editor)
    with pytest.raises(NotAllowed):
        edit(article, cast.editor, headline="换成我的")
    assert article not in rights.waiting_for(cast.editor)
    assert article in rights.waiting_for(cast.second_editor)
    step(article, "recall", cast.reporter)
    step(article, "submit", cast.reporter)
    assert "pass" in names(article, cast.editor)


def test_whoever_opens_a_fix_does_not_pass_it(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "fix", cast.editor)
    step(article, "submit", cast.second_editor)
    assert {"pass"} & names(article, cast.editor) == set()
    assert {"pass"} & names(article, cast.second_editor) == set()
    assert "pass" in names(article, cast.desk_head)


def test_a_namesake_does_not_hide_who_wrote_it(cast: Cast) -> None:
    make_author("钟平", cast.editor)
    make_author("钟平")
    article = make_draft(
        cast.reporter,
        cast.section,
        credits=[{"name": "钟平", "role": "reporter", "author": None}],
    )
    step(article, "submit", cast.reporter)
    with pytest.raises(NotAllowed):
        step(article, "pass", cast.editor)
    assert article not in rights.waiting_for(cast.editor)


def test_a_chief_for_a_night_makes_no_chiefs_and_no_rules(cast: Cast) -> None:
    now = timezone.now()
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    duties.grant(cast.chief, cast.reporter, Rank.CHIEF, reason="总编出差", **hours)
    assert cast.reporter.rank_on(None) == Rank.CHIEF
    with pytest.raises(NotAllowed):
        duties.grant(cast.reporter, cast.reporter, Rank.CHIEF, **hours)
    with pytest.raises(NotAllowed):
        policy.set_policy(cast.reporter, 1, 0)


def test_nobody_makes_two_reviews_of_one_round(cast: Cast) -> None:
    section = make_section("deep", desk=cast.desk, reviews_required=3)
    article = make_draft(cast.reporter, section)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.chief)
    assert article.state == "second_review"
    with pytest.raises(NotAllowed):
        step(article, "pass", cast.chief)
    step(article, "pass", cast.desk_head)
    with pytest.raises(NotAllowed):
        step(article, "pass", cast.desk_head)
    step(article, "pass", cast.second_chief)
    assert article.state == "approved"


@pytest.mark.parametrize(
    ("review", "able", "unable"),
    [
        (1, ["editor", "desk_head", "chief"], ["proofreader", "foreign_editor", "administrator"]),
        (2, ["desk_head", "chief"], ["second_editor", "foreign_editor", "outsider"]),
        (3, ["chief"], ["desk_head", "second_editor", "administrator"]),
    ],
)
def test_each_review_asks_for_its_rank(
    cast: Cast, review: int, able: list[str], unable: list[str]
) -> None:
    section = make_section("deep", desk=cast.desk, reviews_required=3)
    article = make_draft(cast.reporter, section)
    step(article, "submit", cast.reporter)
    if review > 1:
        step(article, "pass", cast.editor)
    if review > 2:
        step(article, "pass", make_user("another-head", "desk_head", desks=(cast.desk,)))
    assert article.review_number == review
    for who in able:
        assert "pass" in names(article, getattr(cast, who)), who
    for who in unable:
        assert "pass" not in names(article, getattr(cast, who)), who


def test_an_editor_acts_on_the_sections_of_their_desk_only(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    assert names(article, cast.foreign_editor) == set()
    assert not rights.may_view(cast.foreign_editor, article)
    assert not rights.may_edit(cast.foreign_editor, article)


def test_an_administrator_has_no_editorial_power(cast: Cast) -> None:
    cast.administrator.is_superuser = True
    cast.administrator.save()
    for article in (make_draft(cast.reporter, cast.section), make_published(cast)):
        assert names(article, cast.administrator) == set()
        assert not rights.may_view(cast.administrator, article)
        assert not rights.may_edit(cast.administrator, article)
    with pytest.raises(NotAllowed):
        editing.create(
            editing.blank_content(section=cast.section, headline="x"), cast.administrator
        )


def test_a_duty_lends_a_rank_for_its_hours_and_desks(cast: Cast) -> None:
    now = timezone.now()
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    duties.grant(cast.chief, cast.foreign_editor, Rank.EDITOR, desks=[cast.desk], **hours)
    assert "pass" in names(article, cast.foreign_editor)
    over = {"starts_at": now - timedelta(hours=2), "ends_at": now - timedelta(hours=1)}
    duties.grant(cast.chief, cast.proofreader, Rank.CHIEF, reason="夜班", **over)
    assert "pass" not in names(article, cast.proofreader)
    ahead = {"starts_at": now + timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
    duties.grant(cast.chief, cast.other_reporter, Rank.CHIEF, reason="夜班", **ahead)
    assert "pass" not in names(article, cast.other_reporter)
    elsewhere = duties.grant(
        cast.chief, cast.outsider, Rank.CHIEF, desks=[cast.other_desk], reason="夜班", **hours
    )
    assert "pass" not in names(article, cast.outsider)
    assert LedgerEntry.objects.filter(action="grant_duty").count() == 4
    with pytest.raises(NotAllowed):
        duties.revoke(cast.desk_head, elsewhere)
    duties.revoke(cast.chief, elsewhere)
    with pytest.raises(Refused):
        duties.revoke(cast.chief, elsewhere)
    entry = (
        LedgerEntry.objects.get(action="pass")
        if step(article, "pass", cast.foreign_editor)
        else None
    )
    assert entry is not None
    assert entry.actor_role == "editor"


def test_only_the_chief_puts_people_on_duty(cast: Cast) -> None:
    now = timezone.now()
    for user in (cast.desk_head, cast.administrator, cast.reporter):
        with pytest.raises(NotAllowed):
            duties.grant(user, user, Rank.CHIEF, starts_at=now, ends_at=now + timedelta(hours=1))


def test_a_deactivated_colleague_can_do_nothing(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    cast.reporter.is_active = False
    cast.reporter.save()
    assert names(article, cast.reporter) == set()
    assert not rights.may_edit(cast.reporter, article)


# --- Rounds -------------------------------------------------------------------------------------


def test_the_section_decides_and_a_running_round_keeps_its_numbers(cast: Cast) -> None:
    section = make_section("deep", desk=cast.desk, reviews_required=2, proofreads_required=0)
    article = make_draft(cast.reporter, section)
    step(article, "submit", cast.reporter)
    section.reviews_required = 1
    section.save()
    step(article, "pass", cast.editor)
    assert article.state == "second_review"


def test_the_policy_decides_where_the_section_is_silent(cast: Cast) -> None:
    policy.set_policy(cast.chief, *policy.THREE_AND_THREE)
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    assert (article.reviews_required, article.proofreads_required) == (3, 3)


def test_the_policy_is_the_chiefs_and_every_change_is_ledgered(cast: Cast) -> None:
    for user in (cast.desk_head, cast.administrator):
        with pytest.raises(NotAllowed):
            policy.set_policy(user, 1, 0)
    policy.set_policy(cast.chief, 3, 3)
    policy.set_policy(cast.chief, 3, 3)
    policy.set_policy(cast.chief, 1, 0)
    entries = LedgerEntry.objects.filter(subject_kind="policy")
    assert [(e.from_state, e.to_state) for e in entries] == [("1+0", "3+3"), ("3+3", "1+0")]
    assert Policy.objects.count() == 1


def test_the_last_pass_waits_for_proofreads_of_this_very_text(cast: Cast) -> None:
    section = make_section("deep", desk=cast.desk, reviews_required=1, proofreads_required=2)
    article = make_draft(cast.reporter, section)
    step(article, "submit", cast.reporter)
    with pytest.raises(Refused, match="2"):
        step(article, "pass", cast.editor)
    step(article, "proofread", cast.proofreader)
    with pytest.raises(Refused):
        step(article, "proofread", cast.proofreader)
    step(article, "proofread", cast.second_editor)
    assert "pass" in names(article, cast.editor)
    edit(article, cast.editor, body="<p>改了一个字。</p>")
    with pytest.raises(Refused):
        step(article, "pass", cast.editor)
    step(article, "proofread", cast.proofreader)
    step(article, "proofread", cast.second_editor)
    step(article, "pass", cast.editor)
    assert article.state == "approved"
    assert Proofread.objects.count() == 4


def test_authors_do_not_proofread_their_own(cast: Cast) -> None:
    section = make_section("deep", desk=cast.desk, reviews_required=1, proofreads_required=1)
    article = make_draft(cast.editor, section)
    step(article, "submit", cast.editor)
    with pytest.raises(NotAllowed):
        step(article, "proofread", cast.editor)


def test_a_return_to_an_earlier_review_voids_the_passes_after_it(cast: Cast) -> None:
    section = make_section("deep", desk=cast.desk, reviews_required=3)
    article = make_draft(cast.reporter, section)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    step(article, "pass", cast.desk_head)
    step(article, "return", cast.chief, "数字对不上", to="first_review")
    assert article.state == "first_review"
    assert Review.objects.filter(voided=True).count() == 2
    step(article, "pass", cast.editor)
    with pytest.raises(Refused):
        step(article, "return", cast.desk_head, "再看", to="final_review")


def test_returning_asks_for_a_note_and_keeps_it(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    for empty in ("", "  \n"):
        with pytest.raises(NoteRequired):
            step(article, "return", cast.editor, empty)
    step(article, "return", cast.editor, "导语缺时间")
    assert article.state == "draft"
    assert LedgerEntry.objects.get(action="return").note == "导语缺时间"


def test_an_owner_recalls_from_the_first_review_only(cast: Cast) -> None:
    section = make_section("deep", desk=cast.desk, reviews_required=2)
    article = make_draft(cast.reporter, section)
    step(article, "submit", cast.reporter)
    with pytest.raises(NotAllowed):
        step(article, "recall", cast.editor)
    step(article, "recall", cast.reporter)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    with pytest.raises(Refused):
        step(article, "recall", cast.reporter)


def test_the_first_pass_fills_the_responsible_editor_but_never_over_a_name(cast: Cast) -> None:
    first = make_published(cast)
    assert published(first).responsible_editor == "Editor2"
    second = make_published(cast, "另一篇", responsible_editor="胡编")
    assert published(second).responsible_editor == "胡编"


def test_an_empty_piece_is_not_submitted(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, body="<p> </p>")
    with pytest.raises(Refused):
        step(article, "submit", cast.reporter)


# --- Writing ------------------------------------------------------------------------------------


def test_content_is_closed_to_its_owner_in_review_and_to_all_once_approved(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    with pytest.raises(NotAllowed):
        edit(article, cast.reporter, headline="偷偷改")
    step(article, "pass", cast.editor)
    for user in cast.everybody:
        with pytest.raises(NotAllowed):
            edit(article, user, headline="偷偷改")


def test_a_stale_save_never_wins(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    mine, theirs = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
    editing.write(theirs, content.content_of(theirs) | {"deck": "她的副题"}, cast.editor)
    with pytest.raises(Stale, match="Editor"):
        editing.write(mine, content.content_of(mine) | {"deck": "我的副题"}, cast.reporter)
    article.refresh_from_db()
    assert article.deck == "她的副题"


def test_the_section_stays_while_a_round_runs(cast: Cast) -> None:
    strict = make_section("strict", desk=cast.desk, reviews_required=3)
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    with pytest.raises(Refused):
        edit(article, cast.editor, section={"id": strict.pk, "name": strict.name})


def test_a_save_without_a_change_makes_no_revision(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    version = article.version
    assert edit(article, cast.reporter) is None
    article.refresh_from_db()
    assert (article.version, article.revisions.count()) == (version, 1)


def test_the_body_is_sanitised_on_every_way_in(cast: Cast) -> None:
    bad = '<p onclick="x()">好</p><script>alert(1)</script>'
    article = make_draft(cast.reporter, cast.section, body=bad)
    assert article.body == "<p>好</p>"
    edit(article, cast.reporter, body=bad + "<p>人</p>")
    article.refresh_from_db()
    assert "script" not in article.body
    Article.objects.filter(pk=article.pk).update(body=bad)
    article.refresh_from_db()
    assert article.body == "<p>好</p>"
    Article.objects.bulk_update([article], ["body"])
    article.body = bad
    article.save()
    assert article.body == "<p>好</p>"


# --- Publication --------------------------------------------------------------------------------


def test_what_is_published_is_what_was_signed(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    # Somebody with a database shell changes the working copy behind the newsroom's back.
    Article.objects.filter(pk=article.pk).update(headline="被换掉的标题")
    step(article, "publish", cast.editor)
    assert published(article).headline == "夜班公交通到厂门口"
    assert published(article).content_hash == Review.objects.get().content_hash


def test_nothing_is_published_over_an_unsigned_revision(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    Article.objects.filter(pk=article.pk).update(signed_hash="0" * 64)
    with pytest.raises(Refused):
        step(article, "publish", cast.editor)
    assert not PublishedArticle.objects.exists()


def test_a_scheduled_piece_appears_by_itself_on_its_second(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    moment = timezone.now() + timedelta(hours=2)
    with pytest.raises(Refused):
        step(article, "publish", cast.editor, visible_from=timezone.now() - timedelta(seconds=1))
    step(article, "publish", cast.editor, visible_from=moment)
    visible = PublishedArticle.objects.visible
    assert not visible().exists()
    assert not visible(moment - timedelta(microseconds=1)).exists()
    assert visible(moment).exists()
    assert published(article).date == timezone.localtime(moment).date()
    assert {"revise", "fix", "correct"} & names(article, cast.editor) == set()
    step(article, "unschedule", cast.editor)
    assert article.state == "approved"
    assert not PublishedArticle.objects.exists()
    step(article, "publish", cast.editor)
    assert visible().exists()


def test_the_date_is_the_newsrooms_not_greenwichs(cast: Cast, settings: Any) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    tomorrow = timezone.localtime() + timedelta(days=1)
    moment = tomorrow.replace(hour=0, minute=30, second=0, microsecond=0)
    step(article, "publish", cast.editor, visible_from=moment)
    assert published(article).date == tomorrow.date()
    assert f"/{tomorrow:%Y/%m/%d}/{article.pk}/" == published(article).get_absolute_url()


def test_a_live_piece_is_untouched_while_it_is_revised(cast: Cast) -> None:
    article = make_published(cast)
    before = PublishedArticle.objects.values().get()
    step(article, "revise", cast.reporter)
    edit(article, cast.reporter, headline="新标题")
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    assert PublishedArticle.objects.values().get() == before
    with pytest.raises(Refused):
        step(article, "publish", cast.editor, visible_from=timezone.now() + timedelta(hours=1))
    step(article, "publish", cast.editor)
    after = published(article)
    assert after.headline == "新标题"
    assert (after.date, after.visible_from) == (before["date"], before["visible_from"])
    assert after.updated_at > before["updated_at"]


def test_discarding_brings_back_what_is_out(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "revise", cast.reporter)
    edit(article, cast.reporter, headline="写坏了", tags=[])
    step(article, "discard", cast.reporter)
    assert (article.state, article.headline) == ("settled", "夜班公交通到厂门口")
    assert article.revisions.filter(content__headline="写坏了").exists()
    assert editing.newest_revision(article).content_hash == published(article).content_hash


def test_a_fix_takes_two_people_and_publishes_with_the_pass(cast: Cast) -> None:
    section = make_section("deep", desk=cast.desk, reviews_required=3, proofreads_required=3)
    article = make_draft(cast.reporter, section)
    step(article, "override", cast.chief, "突发")
    step(article, "publish", cast.editor)
    step(article, "fix", cast.editor)
    edit(article, cast.editor, headline="夜班公交开到厂门口")
    step(article, "submit", cast.editor)
    with pytest.raises(NotAllowed):
        step(article, "pass", cast.editor)
    assert published(article).headline == "夜班公交通到厂门口"
    step(article, "pass", cast.second_editor)
    assert article.state == "settled"
    assert published(article).headline == "夜班公交开到厂门口"
    # Roles may be the other way round next time: the fix made no author for ever.
    step(article, "fix", cast.second_editor)
    edit(article, cast.second_editor, headline="夜班公交直开厂门口")
    step(article, "submit", cast.second_editor)
    step(article, "pass", cast.editor)
    assert published(article).headline == "夜班公交直开厂门口"


def test_a_correction_tells_readers_once_it_is_published(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "correct", cast.editor, "首班车时间应为五点")
    assert not PublishedCorrection.objects.exists()
    edit(article, cast.editor, correction_note="")
    with pytest.raises(Refused):
        step(article, "submit", cast.editor)
    edit(article, cast.editor, correction_note="首班车时间应为 5 时 30 分")
    step(article, "submit", cast.editor)
    step(article, "pass", cast.second_editor)
    step(article, "publish", cast.editor)
    assert PublishedCorrection.objects.get().note == "首班车时间应为 5 时 30 分"
    assert [c["note"] for c in published(article).corrections] == ["首班车时间应为 5 时 30 分"]
    # The next ordinary revision keeps the old note on the page and adds none.
    step(article, "revise", cast.reporter)
    edit(article, cast.reporter, headline="新标题")
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    step(article, "publish", cast.editor)
    assert len(published(article).corrections) == 1
    assert PublishedCorrection.objects.count() == 1


def test_a_correction_can_join_a_running_revision(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "revise", cast.reporter)
    edit(article, cast.reporter, headline="新标题")
    step(article, "correct", cast.editor, "人数有误")
    assert (article.state, article.headline) == ("draft", "新标题")
    assert article.correction_open


def test_withdrawal_is_at_once_from_any_state_and_asks_for_a_reason(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "revise", cast.reporter)
    with pytest.raises(NoteRequired):
        step(article, "withdraw", cast.editor)
    step(article, "withdraw", cast.editor, "照片用错", notice="")
    assert article.state == "draft"
    assert article.withdrawal_unconfirmed
    assert not PublishedArticle.objects.visible().exists()
    for user in (cast.editor, cast.desk_head):
        assert {"reinstate", "confirm"} & names(article, user) == set()
    step(article, "confirm", cast.chief)
    assert not article.withdrawal_unconfirmed


def test_publishing_does_not_bring_back_what_was_withdrawn(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "withdraw", cast.editor, "待核实")
    assert "revise" not in names(article, cast.editor) | names(article, cast.reporter)
    step(article, "revise", cast.chief)
    edit(article, cast.chief, headline="核实后的标题")
    step(article, "submit", cast.chief)
    step(article, "pass", cast.editor)
    step(article, "publish", cast.editor)
    assert not PublishedArticle.objects.visible().exists()
    step(article, "reinstate", cast.chief)
    assert PublishedArticle.objects.visible().get().headline == "核实后的标题"


def test_whoever_is_on_duty_may_withdraw_for_any_desk(cast: Cast) -> None:
    article = make_published(cast)
    assert "withdraw" not in names(article, cast.foreign_editor)
    now = timezone.now()
    duties.grant(
        cast.chief,
        cast.foreign_editor,
        Rank.EDITOR,
        desks=[cast.other_desk],
        starts_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(hours=8),
    )
    assert rights.may_view(cast.foreign_editor, article)
    assert names(article, cast.foreign_editor) == {"withdraw"}
    step(article, "withdraw", cast.foreign_editor, "夜里接到来电")
    assert not PublishedArticle.objects.visible().exists()


def test_an_override_leaves_an_after_review_that_another_person_closes(cast: Cast) -> None:
    article = make_draft(cast.chief, cast.section)
    with pytest.raises(NoteRequired):
        step(article, "override", cast.chief)
    step(article, "override", cast.chief, "一个人的夜班")
    step(article, "publish", cast.chief)
    assert article.after_review_due
    assert "after_review" not in names(article, cast.chief)
    step(article, "after_review", cast.editor)
    assert not article.after_review_due


def test_whoever_wrote_it_does_not_review_it_afterwards(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    edit(article, cast.editor, headline="编辑写的")
    step(article, "override", cast.chief, "一个人的夜班")
    step(article, "publish", cast.editor)
    assert "after_review" not in names(article, cast.editor)
    assert "after_review" in names(article, cast.second_editor)


def test_spiked_pieces_are_kept_and_can_come_back(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    assert "spike" not in names(article, cast.reporter)
    step(article, "spike", cast.editor)
    assert names(article, cast.editor) == {"unspike"}
    assert step(article, "unspike", cast.editor).state == "draft"
    assert "spike" not in names(make_published(cast), cast.editor)


# --- Around the steps ---------------------------------------------------------------------------


def test_a_step_that_does_not_exist_is_refused(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    with pytest.raises(Refused):
        step(article, "vanish", cast.chief)
    with pytest.raises(Refused):
        step(article, "submit", cast.reporter, visible_from=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_steps_are_announced_after_commit_and_a_failing_listener_harms_nothing() -> None:
    cast = Cast()
    heard: list[str] = []

    def listen(name: str, **_signal: Any) -> None:
        heard.append(name)
        raise RuntimeError("the listener is broken")

    signals.acted.connect(listen)
    try:
        make_published(cast)
    finally:
        signals.acted.disconnect(listen)
    assert heard == ["submit", "pass", "publish"]
    assert PublishedArticle.objects.visible().exists()


def test_waiting_for_me_is_what_i_may_pass(cast: Cast) -> None:
    deep = make_section("deep", desk=cast.desk, reviews_required=2)
    pieces = [
        make_draft(cast.reporter, cast.section),
        make_draft(cast.editor, cast.section),
        make_draft(cast.reporter, deep),
        make_draft(cast.reporter, cast.other_section),
    ]
    for piece in pieces:
        step(piece, "submit", piece.owner)
    step(pieces[2], "pass", cast.editor)
    for user in cast.everybody:
        expected = {piece.pk for piece in pieces if "pass" in names(piece, user)}
        assert set(rights.waiting_for(user).values_list("pk", flat=True)) == expected, user
