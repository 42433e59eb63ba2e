"""Who changes a topic, what reaches readers by that, and what the ledger keeps."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles.desk import specials
from articles.desk.errors import NotAllowed, NoteRequired, Refused, Stale, WorkflowError
from articles.desk.ledger import history, verify
from articles.models import PublishedSpecial, Special
from tests.cast import Cast, make_draft, make_published, step
from tests.topics.topics import change, cover_fields, make_special, public_special, put_out

EDITORS = {"editor", "editor2", "foreign", "head", "chief", "chief2"}
HEADS = {"head", "chief", "chief2"}


def live() -> PublishedSpecial:
    return PublishedSpecial.objects.get()


def pieces_of(special: PublishedSpecial) -> list[tuple[str, list[int]]]:
    return [(group["name"], group["pieces"]) for group in special.groups]


def test_editors_change_topics_and_heads_put_them_out(cast: Cast) -> None:
    special = make_special(cast)
    for user in cast.everybody:
        fresh = Special.objects.get(pk=special.pk)
        fresh.title = f"夜班人{user.pk}"
        if user.username in EDITORS:
            assert specials.save(user, fresh, []) is not None
        else:
            with pytest.raises(NotAllowed):
                specials.save(user, fresh, [])
        fresh = Special.objects.get(pk=special.pk)
        if user.username in HEADS:
            specials.publish(user, fresh)
            specials.take_down(user, fresh, "先撤下")
        else:
            with pytest.raises(NotAllowed):
                specials.publish(user, fresh)
        assert not PublishedSpecial.objects.exists()


def test_who_may_not_edit_takes_nothing_down(cast: Cast) -> None:
    special = public_special(cast)
    for user in cast.everybody:
        if user.username not in EDITORS:
            with pytest.raises(NotAllowed):
                specials.take_down(user, special, "不要了")
    assert live().slug == "night"


def test_nobody_sees_a_topic_before_it_is_published(cast: Cast) -> None:
    piece = make_published(cast)
    special = make_special(cast, ("车上", [piece.pk]))
    assert not PublishedSpecial.objects.exists()
    put_out(cast, special)
    assert pieces_of(live()) == [("车上", [piece.pk])]
    assert [entry.action for entry in history("special", special.pk)] == [
        "edit_special",
        "publish_special",
    ]
    assert verify() == []


def test_pieces_of_a_public_topic_come_and_go_at_once(cast: Cast) -> None:
    first, second = make_published(cast), make_published(cast, "港口换新吊")
    special = public_special(cast, ("车上", [first.pk]), ("路边", []))
    change(cast, special, ("路边", [second.pk]), ("车上", [first.pk]))
    assert pieces_of(live()) == [("路边", [second.pk]), ("车上", [first.pk])]
    assert not specials.waits(special, live())
    change(cast, special, ("车上", [second.pk]))
    assert pieces_of(live()) == [("车上", [second.pk])]


@pytest.mark.parametrize(
    "words", [{"title": "另一个名字"}, {"introduction": "<p>改过的导语。</p>"}, {"cover": True}]
)
def test_new_words_wait_for_somebody_with_the_right(cast: Cast, words: dict[str, Any]) -> None:
    piece = make_published(cast)
    special = public_special(cast, ("车上", []))
    change(cast, special, **(cover_fields() if "cover" in words else words))
    change(cast, special, ("车上", [piece.pk]))
    assert pieces_of(live()) == [("车上", [])]
    assert (live().title, live().cover) == ("夜班人", None)
    assert specials.waits(special, live())
    put_out(cast, special)
    assert pieces_of(live()) == [("车上", [piece.pk])]
    assert not specials.waits(special, live())


def test_a_new_name_of_a_group_is_a_new_word(cast: Cast) -> None:
    special = public_special(cast, ("车上", []))
    change(cast, special, ("车下", []))
    assert pieces_of(live()) == [("车上", [])]


def test_nothing_is_put_out_half_done(cast: Cast) -> None:
    special = make_special(cast, introduction="<p> </p>")
    with pytest.raises(Refused):
        put_out(cast, special)
    change(cast, special, introduction="<p>有导语了。</p>", **cover_fields() | {"cover_alt": " "})
    with pytest.raises(Refused):
        put_out(cast, special)
    change(cast, special, cover_alt="末班车的灯")
    put_out(cast, special)
    assert live().cover["alt"] == "末班车的灯"
    with pytest.raises(Refused):
        put_out(cast, special)


def test_taken_down_with_a_reason_and_put_out_again(cast: Cast) -> None:
    special = public_special(cast)
    with pytest.raises(NoteRequired):
        specials.take_down(cast.editor, special, "  ")
    specials.take_down(cast.editor, special, "线索要再核实")
    assert not PublishedSpecial.objects.exists()
    assert history("special", special.pk)[-1].note == "线索要再核实"
    with pytest.raises(Refused):
        specials.take_down(cast.editor, special, "再撤一次")
    put_out(cast, special)
    assert live().title == "夜班人"


def test_an_older_version_never_wins(cast: Cast) -> None:
    special = make_special(cast)
    older = Special.objects.get(pk=special.pk)
    change(cast, special, title="别人改的")
    older.title = "我改的"
    for act in (
        lambda: specials.save(cast.chief, older, []),
        lambda: specials.publish(cast.chief, older),
        lambda: specials.take_down(cast.chief, older, "撤"),
    ):
        with pytest.raises(Stale):
            act()
    assert Special.objects.get().title == "别人改的"


def test_only_pieces_that_the_editor_may_show(cast: Cast) -> None:
    hidden = make_draft(cast.foreign_editor, cast.other_section)
    with pytest.raises(Refused, match=str(hidden.pk)):
        make_special(cast, ("", [hidden.pk]))
    with pytest.raises(Refused):
        make_special(cast, ("", [10**12]))
    public = make_published(cast, section=cast.section)
    special = Special(title="文体", slug="culture", introduction="<p>好</p>")
    specials.save(cast.foreign_editor, special, [{"name": "", "pieces": [public.pk, hidden.pk]}])
    # Who finds it there may leave it there.
    change(cast, special, ("", [hidden.pk, public.pk]))
    assert [place.article_id for place in special.places.all()] == [hidden.pk, public.pk]


def test_a_piece_once_and_no_empty_group(cast: Cast) -> None:
    piece, other = make_published(cast), make_published(cast, "港口换新吊")
    special = public_special(
        cast, ("", []), ("车上", [piece.pk, piece.pk]), (" ", []), ("路边", [piece.pk, other.pk])
    )
    assert pieces_of(live()) == [("车上", [piece.pk]), ("路边", [other.pk])]
    assert special.groups.count() == 2
    with pytest.raises(Refused):
        change(cast, special, *((f"组{number}", []) for number in range(21)))


@pytest.mark.parametrize("slug", ["1952", "夜班", "Night", "a b", ""])
def test_addresses_that_are_none(cast: Cast, slug: str) -> None:
    with pytest.raises(ValidationError):
        make_special(cast, slug=slug)


def test_an_address_that_readers_know_stays(cast: Cast) -> None:
    special = make_special(cast)
    change(cast, special, slug="night-people")
    put_out(cast, special)
    change(cast, special, slug="other")
    assert (special.slug, live().slug) == ("night-people", "night-people")
    with pytest.raises(ValidationError):
        make_special(cast, slug="night-people")


def test_nothing_changed_writes_nothing(cast: Cast) -> None:
    special = make_special(cast, ("车上", []))
    assert specials.save(cast.editor, special, [{"name": "车上", "pieces": []}]) is None
    assert len(history("special", special.pk)) == 1


def test_scripts_and_pictures_never_get_into_an_introduction(cast: Cast) -> None:
    special = make_special(cast, introduction='<p onclick="x()">好</p><script>alert(1)</script>')
    assert special.introduction == "<p>好</p>"


def test_a_piece_is_added_to_a_group(cast: Cast) -> None:
    special = make_special(cast, ("车上", []), ("路边", []))
    piece = make_draft(cast.reporter, cast.section)
    specials.add_piece(cast.editor, special, 1, piece)
    special.refresh_from_db()
    for place, article in ((1, piece), (2, make_draft(cast.reporter, cast.section))):
        with pytest.raises(WorkflowError):
            specials.add_piece(cast.editor, special, place, article)
    step(piece, "submit", cast.reporter)
    assert [place.group.name for place in special.places.select_related("group")] == ["路边"]
