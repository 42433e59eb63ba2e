"""Recordings come in through the edit screen, are said something about, and are signed."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.desk import editing
from articles.desk.content import clips_of, content_of
from articles.models import Article, Recording
from tests import cast as people
from tests.recordings import samples
from tests.recordings.samples import CAPTIONS, clip

UPLOAD = "/admin/articles/recording/upload/"
JSON = {"accept": "application/json"}


def send(client: Client, data: bytes, name: str = "采访.mp3") -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data)}, headers=JSON)


@pytest.fixture
def desk(client: Client, cast: people.Cast) -> Client:
    client.force_login(cast.reporter)
    return client


def fields(piece: Article, *clips: dict[str, Any], **changes: str) -> dict[str, Any]:
    """What the edit screen sends."""
    content = content_of(piece)
    data: dict[str, Any] = {
        name: value for name, value in content.items() if isinstance(value, str)
    }
    data |= {"section": content["section"]["id"], "version": piece.version}
    for prefix, rows in (("credits", []), ("figures", []), ("clips", clips)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
            data[f"{prefix}-{number}-ORDER"] = number + 1
    return data | changes


def test_an_upload_is_told_what_it_is(desk: Client, cast: people.Cast) -> None:
    answer = send(desk, samples.mp3()).json()
    recording = Recording.objects.get()
    assert recording.uploaded_by == cast.reporter
    assert answer["hash"] == recording.content_hash
    assert (answer["video"], round(answer["seconds"])) == (False, 5)
    played = desk.get(answer["address"], headers={"range": "bytes=0-9"})
    assert played.status_code == 206
    assert played["Content-Type"] == "audio/mpeg"
    assert played["Content-Security-Policy"] == "sandbox"
    # A large one has come to the disk, not into memory: here it is the way of small ones.
    film = send(desk, samples.mp4(extra=samples.box(b"free", bytes(3_000_000)))).json()
    assert film["video"] is True


def test_a_refusal_is_a_sentence(desk: Client, settings: Any) -> None:
    answer = send(desk, b"no sound at all", "会议.mp3").json()
    assert answer["name"] == "会议.mp3"
    assert "不是能在这里播放的音视频" in answer["error"]
    assert "没有收到文件" in desk.post(UPLOAD, headers=JSON).json()["error"]
    settings.RECORDING_MAX_BYTES = settings.UPLOAD_MAX_BYTES = 1
    large = send(desk, samples.mp3(20_000))
    assert large.status_code == 413
    assert "文件太大" in large.json()["error"]
    assert not Recording.objects.exists()


def test_only_the_newsroom_uploads(client: Client, cast: people.Cast) -> None:
    assert send(client, samples.mp3()).status_code in (302, 401)
    for user, status in ((cast.administrator, 403), (cast.proofreader, 200)):
        client.force_login(user)
        assert send(client, samples.mp3()).status_code == status
    assert client.get(UPLOAD).status_code == 405


def test_a_save_keeps_what_is_said_and_mends_captions(
    desk: Client, cast: people.Cast, film: Recording
) -> None:
    piece = people.make_draft(cast.reporter, cast.section)
    srt = "1\r\n00:00:01,000 --> 00:00:04,000\r\n<v 柳小机>你喊我，我听得见了。\r\n"
    row = clip(film, title="现场", captions=srt, transcript="一\r\n二")
    assert desk.post(piece.get_absolute_url(), fields(piece, row)).status_code == 302
    piece.refresh_from_db()
    [kept] = clips_of(content_of(piece))
    assert kept == clip(film, title="现场", captions=CAPTIONS, transcript="一\n二")
    again = desk.get(piece.get_absolute_url()).content.decode()
    assert reverse("admin:recording-file", args=[film.content_hash]) in again
    assert "你喊我，我听得见了。" in again
    before = piece.revisions.count()
    assert desk.post(piece.get_absolute_url(), fields(piece, kept)).status_code == 302
    assert piece.revisions.count() == before, "a save that changes nothing is none"
    # A page that was opened before there were recordings says nothing about them.
    old = {
        name: value
        for name, value in fields(piece, headline="改了标题").items()
        if not name.startswith("clips-")
    }
    assert desk.post(piece.get_absolute_url(), old).status_code == 302
    piece.refresh_from_db()
    assert piece.headline == "改了标题"
    assert clips_of(content_of(piece)) == [kept]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"captions": "你好\n世界"}, "每条字幕先写起止时间"),
        ({"captions": "00:03.000 --> 00:01.000\n倒着"}, "结束时间早于开始时间"),
        ({"captions": "WEBVTT\n"}, "里面没有字幕"),
        ({"recording": "0" * 64}, "已不在资料库里"),
        ({"poster": "0" * 64}, "封面图已不在图库里"),
        ({"title": "长" * 200}, "120"),
    ],
)
def test_what_is_wrong_stays_on_the_screen(
    desk: Client, cast: people.Cast, film: Recording, changes: dict[str, str], words: str
) -> None:
    piece = people.make_draft(cast.reporter, cast.section)
    row = clip(film, transcript="打了很久的文字稿") | changes
    response = desk.post(piece.get_absolute_url(), fields(piece, row))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "打了很久的文字稿" in page
    assert not piece.clips.exists()


def test_the_same_recording_once(desk: Client, cast: people.Cast, film: Recording) -> None:
    piece = people.make_draft(cast.reporter, cast.section)
    response = desk.post(piece.get_absolute_url(), fields(piece, clip(film), clip(film)))
    assert "同一个音视频出现了两次" in response.content.decode()


def test_house_style_cautions_and_does_not_stop(
    desk: Client, cast: people.Cast, film: Recording, sound: Recording
) -> None:
    piece = people.make_draft(cast.reporter, cast.section, clips=[clip(film), clip(sound)])
    page = desk.get(piece.get_absolute_url()).content.decode()
    for words in ("是没有字幕的视频", "第2个音视频没有文字稿", "没有署名", "第1个音视频没有说明"):
        assert words in page
    assert "第1个音视频没有文字稿" not in page
    said = {"caption": "说明", "credit": "某人"}
    data = fields(
        piece, clip(film, captions=CAPTIONS, **said), clip(sound, transcript="甲,乙", **said)
    )
    found = desk.post("/admin/articles/article/style/", data | {"piece": piece.pk}).json()["html"]
    assert "字幕的视频" not in found
    assert "没有文字稿" not in found
    # A transcript is text like any other.
    assert "第2个音视频，文字稿" in found
    people.step(piece, "submit", cast.reporter)


def test_the_review_screen_plays_and_only_to_those_who_may_open_it(
    client: Client, cast: people.Cast, film: Recording
) -> None:
    piece = people.make_draft(cast.reporter, cast.section, clips=[clip(film, captions=CAPTIONS)])
    people.step(piece, "submit", cast.reporter)
    number = editing.newest_revision(piece).number
    base = f"/admin/articles/article/{piece.pk}/revisions/{number}/media/"
    client.force_login(cast.editor)
    response = client.get(f"/admin/articles/article/{piece.pk}/review/")
    page = response.content.decode()
    assert f'src="{base}{film.content_hash}.mp4"' in page
    assert "media-src 'self'" in response["Content-Security-Policy"]
    [track] = [part for part in page.split('"') if part.endswith(".vtt")]
    assert client.get(track).content.decode() == CAPTIONS
    assert client.get(f"{base}{film.content_hash}.mp4").status_code == 200
    assert client.get(f"{base}{film.content_hash}.webm").status_code == 404
    assert client.get(f"{base}{'0' * 64}.mp4").status_code == 404
    client.force_login(cast.foreign_editor)
    for path in (f"{base}{film.content_hash}.mp4", track):
        assert client.get(path).status_code == 403


def test_a_revision_shows_what_changed(desk: Client, cast: people.Cast, film: Recording) -> None:
    piece = people.make_draft(cast.reporter, cast.section)
    content = content_of(piece) | {"clips": [clip(film, title="现场声")]}
    editing.write(piece, content, cast.reporter)
    page = desk.get(f"/admin/articles/article/{piece.pk}/revisions/2/").content.decode()
    assert "现场.mp4" in page
    assert "现场声" in page


def test_typed_and_kept_text_comes_back(desk: Client, cast: people.Cast, film: Recording) -> None:
    piece = people.make_draft(cast.reporter, cast.section)
    pairs = [[name, str(value)] for name, value in fields(piece, clip(film, title="现场")).items()]
    body = {
        "as": cast.reporter.pk, "article": piece.pk, "sitting": "a" * 32,
        "version": piece.version, "at": 1, "fields": pairs, "replaces": "",
    }  # fmt: skip
    kept = desk.post(
        reverse("admin:articles_article_autosave"), json.dumps(body), "application/json"
    )
    assert kept.json()["state"] == "kept"
    text = cast.reporter
    from articles.desk import autosave

    [row] = autosave.waiting(text, piece)
    page = desk.get(f"{piece.get_absolute_url()}?kept={row.pk}").content.decode()
    assert 'value="现场"' in page


def test_the_archive_of_recordings(desk: Client, cast: people.Cast, film: Recording) -> None:
    people.make_draft(cast.reporter, cast.section, "有视频的稿子", clips=[clip(film)])
    assert "现场.mp4" in desk.get("/admin/articles/recording/").content.decode()
    page = desk.get(f"/admin/articles/recording/{film.pk}/change/").content.decode()
    assert "有视频的稿子" in page
    assert "<video" in page
    assert desk.get("/admin/articles/recording/add/").status_code == 403
