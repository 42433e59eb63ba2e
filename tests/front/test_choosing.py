"""What editors choose for the front page, what readers see of it, and what the ledger keeps."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import Rank
from articles import pagetags, signals
from articles.desk import duties, frontpage, ledger
from articles.desk.errors import NotAllowed, Refused, Stale
from articles.models import Article, Pin, PublishedArticle
from tests.cast import Cast, make_published, make_section, step
from tests.front.choices import choose, home, place, take_off
from tests.public.archive import copies, figure, make_image, put_out, put_out_tomorrow

HOUR = timedelta(hours=1)


@pytest.fixture
def pieces(cast: Cast) -> list[PublishedArticle]:
    """Ten, the newest first, all with a cover."""
    now = timezone.now()
    first = put_out(cast, figures=[figure(make_image(), is_cover=True)])
    return [first, *copies(first, [now - number * HOUR for number in range(2, 11)])]


def withdraw(cast: Cast, piece: PublishedArticle) -> None:
    step(Article.objects.get(pk=piece.pk), "withdraw", cast.editor, "失实")


# --- The lead ---------------------------------------------------------------------------------


def test_nothing_leads_that_nobody_chose(cast: Cast, pieces: list[PublishedArticle]) -> None:
    shown = home()
    assert shown.lead is None
    assert shown.seconds == pieces[:4]
    choose(cast.chief, pieces[7])
    shown = home()
    assert shown.lead == pieces[7]
    assert shown.seconds == pieces[:4]


def test_lead_stays_beyond_its_end_until_another_is_chosen(
    cast: Cast, pieces: list[PublishedArticle]
) -> None:
    now = timezone.now()
    choose(cast.chief, pieces[3], ends_at=now + HOUR)
    choose(cast.chief, pieces[9], "spare")
    assert home(now + 9 * HOUR).lead == pieces[3]
    choose(cast.chief, pieces[4])
    assert home().lead == pieces[4]
    assert not Pin.objects.filter(article=pieces[3]).exists()


def test_next_lead_waits_for_its_hour(cast: Cast, pieces: list[PublishedArticle]) -> None:
    now = timezone.now()
    choose(cast.chief, pieces[3])
    choose(cast.chief, pieces[4], starts_at=now + 2 * HOUR, ends_at=now + 3 * HOUR)
    assert home(now + HOUR).lead == pieces[3]
    assert home(now + 2 * HOUR).lead == pieces[4]
    # What was before it does not come up again by itself.
    assert home(now + 4 * HOUR).lead == pieces[4]


def test_spare_leads_when_the_lead_is_withdrawn_and_after_it_nobody(cast: Cast) -> None:
    lead, spare = (make_published(cast, name) for name in ("头条稿", "候补稿"))
    for number in range(3):
        make_published(cast, f"别的稿{number}")
    found = {piece.pk: piece for piece in PublishedArticle.objects.all()}
    choose(cast.chief, found[lead.pk])
    choose(cast.chief, found[spare.pk], "spare")
    assert home().lead == found[lead.pk]
    assert found[spare.pk] in home().seconds
    withdraw(cast, found[lead.pk])
    shown = home()
    assert shown.lead == found[spare.pk]
    assert found[spare.pk] not in shown.seconds
    withdraw(cast, found[spare.pk])
    assert home().lead is None
    assert len(home().seconds) == 3


def test_withdrawn_piece_leaves_every_place_and_does_not_come_back_by_itself(
    client: Client, cast: Cast
) -> None:
    article = make_published(cast, "将被撤下的稿")
    older = make_published(cast, "从前的头条")
    piece = PublishedArticle.objects.get(pk=article.pk)
    # It led until the hour of the present lead came.
    Pin.objects.create(
        slot="lead", article_id=older.pk, starts_at=timezone.now() - HOUR, pinned_by=cast.chief
    )
    for key in ("seconds", f"block-{cast.section.pk}"):
        choose(cast.chief, piece, key)
    Pin.objects.create(slot="lead", article=piece, starts_at=timezone.now(), pinned_by=cast.chief)
    assert home().lead == piece
    withdraw(cast, piece)
    assert not Pin.objects.exists()
    assert "将被撤下的稿" not in client.get("/").content.decode()
    gone = [
        entry
        for kind, number in ((frontpage.PAGE, 1), (frontpage.PAGE, 2))
        for entry in ledger.history(kind, number)
        if entry.action == "front_gone"
    ]
    assert len(gone) == 2
    assert all(entry.actor == cast.editor and "将被撤下的稿" in entry.note for entry in gone)
    step(article, "reinstate", cast.chief)
    shown = home()
    assert shown.lead is None, "neither it nor the lead before it"
    assert piece in shown.seconds
    assert ledger.verify() == []


def test_revision_that_is_published_again_stays_where_it_stood(cast: Cast) -> None:
    article = make_published(cast, "头条稿")
    piece = PublishedArticle.objects.get(pk=article.pk)
    choose(cast.chief, piece)
    step(article, "revise", cast.reporter)
    for name, user in (
        ("submit", cast.reporter), ("pass", cast.second_editor), ("publish", cast.editor),
    ):  # fmt: skip
        step(article, name, user)
    assert home().lead == piece


# --- The other places -------------------------------------------------------------------------


def test_seconds_stand_in_their_order_and_the_newest_fill_them_up(
    cast: Cast, pieces: list[PublishedArticle]
) -> None:
    choose(cast.chief, pieces[8], "seconds")
    choose(cast.chief, pieces[6], "seconds")
    assert home().seconds == [pieces[6], pieces[8], pieces[0], pieces[1]]
    first = Pin.objects.get(article=pieces[6])
    there = place("seconds")
    assert frontpage.move(cast.chief, first, seen=frontpage.seen_now(there), up=False)
    assert home().seconds[:2] == [pieces[8], pieces[6]]
    assert not frontpage.move(cast.chief, first, seen=frontpage.seen_now(there), up=False)
    take_off(cast.chief, pieces[8], "seconds")
    assert home().seconds == [pieces[6], *pieces[:3]]


def test_choice_that_is_over_leaves_by_itself(cast: Cast, pieces: list[PublishedArticle]) -> None:
    now = timezone.now()
    block = f"block-{cast.section.pk}"
    for key in ("seconds", "picture", block):
        choose(cast.chief, pieces[9 - len(key) % 3], key, ends_at=now + HOUR)
    later = home(now + 2 * HOUR)
    assert later.seconds == pieces[:4]
    assert later.picture is None
    assert later.blocks[0].first == pieces[4]


def test_piece_stands_in_one_place_of_the_page(cast: Cast, pieces: list[PublishedArticle]) -> None:
    block = f"block-{cast.section.pk}"
    for key in ("lead", "seconds", "picture", block):
        choose(cast.chief, pieces[0], key)
    choose(cast.chief, pieces[1], "picture")
    choose(cast.chief, pieces[2], block)
    shown = home()
    assert (shown.lead, shown.picture) == (pieces[0], pieces[1])
    assert shown.blocks[0].first == pieces[2]
    assert shown.seconds == pieces[3:7]
    assert not {pieces[0], pieces[1], *shown.seconds} & set(shown.newest)
    assert not {pieces[0], pieces[1], *shown.seconds} & set(shown.blocks[0].rest)


def test_picture_needs_a_cover_and_a_block_its_section(cast: Cast) -> None:
    bare = put_out(cast, "没有图")
    with pytest.raises(Refused, match="题图"):
        choose(cast.chief, bare, "picture")
    foreign = put_out(cast, "别的栏目", section=cast.other_section)
    with pytest.raises(Refused):
        choose(cast.chief, foreign, f"block-{cast.section.pk}")
    child = make_section("local", "本地", cast.desk, parent=cast.section)
    inner = put_out(cast, "子栏目的稿", section=child)
    assert choose(cast.chief, inner, f"block-{cast.section.pk}")
    assert {block.channel.section: block.first for block in home().blocks}[cast.section] == inner


def test_block_of_a_piece_that_moved_away_goes_on_with_the_next(cast: Cast) -> None:
    pinned, other = put_out(cast, "原在要闻"), put_out(cast, "还在要闻")
    copies(other, [timezone.now() - 2 * HOUR] * 5)
    choose(cast.editor, pinned, f"block-{cast.section.pk}")
    PublishedArticle.objects.filter(pk=pinned.pk).update(section=cast.other_section)
    blocks = {block.channel.section: block for block in home().blocks}
    assert pinned not in (blocks[cast.section].first, *blocks[cast.section].rest)


def test_only_what_readers_see_can_be_chosen(cast: Cast) -> None:
    for hidden in (put_out_tomorrow(cast).pk, 10**9):
        with pytest.raises(Refused):
            frontpage.pin(cast.chief, place("lead"), hidden, seen=0)
    assert not Pin.objects.exists()


@pytest.mark.parametrize(("starts", "ends"), [(None, -1), (3, 2), (3, 3)])
def test_impossible_hours(
    cast: Cast, pieces: list[PublishedArticle], starts: int | None, ends: int
) -> None:
    now = timezone.now()
    with pytest.raises(Refused):
        choose(
            cast.chief,
            pieces[0],
            starts_at=now + starts * HOUR if starts else None,
            ends_at=now + ends * HOUR,
        )
    assert not Pin.objects.exists()


def test_a_place_holds_a_dozen(cast: Cast, pieces: list[PublishedArticle]) -> None:
    more = copies(pieces[0], [timezone.now() - HOUR] * frontpage.MOST)
    for piece in more:
        choose(cast.chief, piece, "seconds")
    with pytest.raises(Refused, match="12"):
        choose(cast.chief, pieces[0], "seconds")


# --- Who, twice, and at the same moment ---------------------------------------------------------


def test_who_chooses_what(cast: Cast) -> None:
    now = timezone.now()
    piece = put_out(cast, figures=[figure(make_image(), is_cover=True)])
    block = f"block-{cast.section.pk}"
    lays_out = {cast.desk_head, cast.chief, cast.second_chief}
    fills = {cast.editor, cast.second_editor, *lays_out}
    for user in cast.everybody:
        for key, allowed in (
            ("lead", lays_out), ("spare", lays_out), ("seconds", lays_out),
            ("picture", lays_out), (block, fills),
        ):  # fmt: skip
            if user in allowed:
                choose(user, piece, key)
            else:
                with pytest.raises(NotAllowed):
                    choose(user, piece, key)
    assert {pin.pinned_by for pin in Pin.objects.all()} <= fills
    duties.grant(
        cast.chief, cast.foreign_editor, Rank.EDITOR, desks=[cast.other_desk],
        starts_at=now - HOUR, ends_at=now + HOUR,
    )  # fmt: skip
    other = put_out(cast, "另一条")
    choose(cast.foreign_editor, other)
    assert home().lead == other
    with pytest.raises(NotAllowed):
        choose(cast.foreign_editor, other, block)
    cast.chief.is_active = False
    with pytest.raises(NotAllowed):
        choose(cast.chief, piece)


def test_second_press_changes_nothing(cast: Cast, pieces: list[PublishedArticle]) -> None:
    there = place("seconds")
    assert frontpage.pin(cast.chief, there, pieces[5].pk, seen=0)
    assert not frontpage.pin(cast.chief, there, pieces[5].pk, seen=0)
    assert len(ledger.history(*there.chain)) == 1


def test_press_on_what_somebody_else_has_changed_is_refused(
    cast: Cast, pieces: list[PublishedArticle]
) -> None:
    there = place("lead")
    choose(cast.chief, pieces[5])
    seen = frontpage.seen_now(there)
    choose(cast.second_chief, pieces[6])
    with pytest.raises(Stale, match="头条"):
        frontpage.pin(cast.chief, there, pieces[7].pk, seen=seen)
    pin = Pin.objects.get()
    for late in (
        lambda: frontpage.take_off(cast.chief, pin, seen=seen),
        lambda: frontpage.set_hours(
            cast.chief, pin, seen=seen, starts_at=None, ends_at=timezone.now() + HOUR
        ),
    ):
        with pytest.raises(Stale):
            late()
    assert home().lead == pieces[6]
    # Another place is another matter.
    assert frontpage.pin(cast.chief, place("seconds"), pieces[7].pk, seen=0)


def test_withdrawal_is_not_stopped_by_a_press_at_the_same_moment(
    cast: Cast, monkeypatch: Any
) -> None:
    article = make_published(cast, "将被撤下的稿")
    choose(cast.chief, PublishedArticle.objects.get(pk=article.pk))
    real, calls = ledger.append, []

    def overtaken(kind: str, *args: Any, **kwargs: Any) -> Any:
        calls.append(kind)
        if kind == frontpage.PAGE and calls.count(kind) == 1:
            raise Stale("somebody was quicker")
        return real(kind, *args, **kwargs)

    monkeypatch.setattr(frontpage.ledger, "append", overtaken)
    step(article, "withdraw", cast.editor, "失实")
    assert calls.count(frontpage.PAGE) == 2
    assert not Pin.objects.exists()


def test_every_act_is_in_the_ledger_and_announced(
    cast: Cast, pieces: list[PublishedArticle], django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[object] = []

    def hear(tags: list[str], **_signal: Any) -> None:
        heard.append(tags)

    signals.pages_changed.connect(hear)
    there = place("seconds")
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        choose(cast.desk_head, pieces[4], "seconds")
        choose(cast.desk_head, pieces[5], "seconds", ends_at=now + HOUR)
        pin = Pin.objects.get(article=pieces[5])
        frontpage.move(cast.chief, pin, seen=2, up=False)
        frontpage.set_hours(cast.chief, pin, seen=3, starts_at=now + HOUR, ends_at=now + 2 * HOUR)
        assert not frontpage.set_hours(
            cast.chief, pin, seen=3, starts_at=now + HOUR, ends_at=now + 2 * HOUR
        )
        frontpage.take_off(cast.chief, pin, seen=4)
    signals.pages_changed.disconnect(hear)
    entries = ledger.history(*there.chain)
    assert [entry.action for entry in entries] == [
        "front_pin", "front_pin", "front_move", "front_hours", "front_off",
    ]  # fmt: skip
    assert [entry.actor_role for entry in entries] == ["desk_head"] * 2 + ["chief"] * 3
    assert all(f"#{pieces[5].pk} " in entry.note for entry in entries[1:])
    assert heard == [[pagetags.HOME]] * 5
    assert ledger.verify() == []


def test_end_that_is_set_leaves_the_beginning_as_it_was(
    cast: Cast, pieces: list[PublishedArticle]
) -> None:
    now = timezone.now()
    choose(cast.chief, pieces[0])
    pin = Pin.objects.get()
    begun = pin.starts_at
    seen = frontpage.seen_now(place("lead"))
    assert frontpage.set_hours(cast.chief, pin, seen=seen, starts_at=None, ends_at=now + HOUR)
    pin.refresh_from_db()
    assert (pin.starts_at, pin.ends_at) == (begun, now + HOUR)
    assert home().lead == pieces[0]
