"""Recordings in a piece: signed with it, restored with it, merged, and nothing else changes."""

from typing import Any

import pytest

from articles.desk import editing
from articles.desk.content import clips_of, content_hash, content_of, with_clips
from articles.desk.errors import Refused
from articles.desk.merging import Merge
from articles.models import PublishedArticle, Recording
from tests import cast as people
from tests.images import pictures
from tests.recordings import samples
from tests.recordings.samples import CAPTIONS, clip


def test_a_piece_without_recordings_has_the_hash_that_it_always_had(cast: people.Cast) -> None:
    """The hash of a content as it was written before there were any, worked out by hand."""
    piece = people.make_draft(cast.reporter, cast.section)
    stored = content_of(piece)
    assert "clips" not in stored
    assert set(stored) == {
        "kicker", "headline", "deck", "original_headline", "web_title", "short_title", "summary",
        "body", "responsible_editor", "origin", "source_author", "source_url", "ai_label",
        "correction_note", "section", "source", "tags", "credits", "figures",
    }  # fmt: skip
    assert content_hash(with_clips(stored, [])) == content_hash(stored)


def test_every_word_about_a_recording_is_signed(
    cast: people.Cast, sound: Recording, film: Recording
) -> None:
    image = pictures_store()
    full = clip(
        sound,
        **{name: name for name in ("title", "caption", "credit", "rights_holder", "licence")},
        transcript="第一段\n\n第二段",
        captions=CAPTIONS,
        poster=image,
    )
    piece = people.make_draft(cast.reporter, cast.section, clips=[full, clip(film)])
    stored = content_of(piece)
    assert clips_of(stored) == [full, clip(film)]
    seen = {content_hash(stored)}
    for name in full:
        other = {"recording": "0" * 64, "poster": ""}.get(name, "改了")
        changed = with_clips(stored, [full | {name: other}, clip(film)])
        seen.add(content_hash(changed))
    seen.add(content_hash(with_clips(stored, [clip(film), full])))
    assert len(seen) == len(full) + 2


def pictures_store() -> str:
    from articles.images import store

    return store(pictures.jpeg(), "still.jpg", None).content_hash


def test_what_is_published_is_what_was_signed(cast: people.Cast, film: Recording) -> None:
    image = pictures_store()
    said = clip(film, title="现场", captions=CAPTIONS, poster=image)
    piece = people.make_published(cast, clips=[said])
    published = PublishedArticle.objects.get(pk=piece.pk)
    [shown] = published.clips
    assert (shown["recording"], shown["format"], shown["size"]) == (
        film.content_hash, "mp4", film.size,
    )  # fmt: skip
    assert (shown["width"], shown["height"], shown["duration"]) == (640, 360, 12.5)
    assert shown["poster"]["image"] == image
    # Captions alone make a transcript.
    assert shown["transcript"] == "柳小机: 你喊我，我听得见了。"
    [row] = published.recording_rows.all()
    assert (row.captions, row.captions_hash) == (CAPTIONS, shown["captions"])
    assert [each.content_hash for each in published.image_rows.all()] == [image]
    assert published.content_hash == content_hash(content_of(piece))


def test_restoring_brings_back_and_takes_away(cast: people.Cast, sound: Recording) -> None:
    piece = people.make_draft(cast.reporter, cast.section)
    editing.write(piece, with_clips(content_of(piece), [clip(sound)]), cast.reporter)
    editing.restore(piece, 1, cast.reporter)
    assert clips_of(content_of(piece)) == []
    assert content_hash(content_of(piece)) == piece.revisions.get(number=1).content_hash
    editing.restore(piece, 2, cast.reporter)
    assert clips_of(content_of(piece)) == [clip(sound)]


def test_a_piece_may_be_a_recording_alone(cast: people.Cast, film: Recording) -> None:
    empty = people.make_draft(cast.reporter, cast.section, body="")
    with pytest.raises(Refused):
        people.step(empty, "submit", cast.reporter)
    piece = people.make_draft(cast.reporter, cast.section, "看", body="", clips=[clip(film)])
    people.step(piece, "submit", cast.reporter)


def test_two_people_add_each_a_recording(
    cast: people.Cast, sound: Recording, film: Recording
) -> None:
    base = content_of(people.make_draft(cast.reporter, cast.section))
    mine, theirs = with_clips(base, [clip(sound)]), with_clips(base, [clip(film)])
    merge = Merge(base, mine, theirs)
    assert [each.name for each in merge.open_fields] == ["clips"]
    both = merge.content({"clips": "both"})
    assert [each["recording"] for each in both["clips"]] == [
        sound.content_hash, film.content_hash,
    ]  # fmt: skip
    alone = Merge(base, base, theirs).content({})
    assert alone == theirs
    assert "clips" not in Merge(base, base, base).content({})
    words: dict[str, Any] = {"title": "标题"}
    one = Merge(mine, with_clips(base, [clip(sound, **words)]), mine)
    assert one.content({})["clips"] == [clip(sound, **words)]


def test_recordings_are_named_once(cast: people.Cast) -> None:
    """Two files that differ only in their sound are two recordings."""
    one, other = samples.kept(samples.wav(mark=0)), samples.kept(samples.wav(mark=1))
    assert one.content_hash != other.content_hash
