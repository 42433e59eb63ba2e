"""What becomes a recording, told by its content, and what of it is kept."""

import io
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from articles.models import Recording
from articles.models.recording import MIME_TYPES
from articles.recordings import RecordingRefused, store
from articles.recordings.sniff import facts_of
from tests.recordings import samples

pytestmark = pytest.mark.django_db

KNOWN: list[tuple[bytes, str, float, int, int]] = [
    (samples.mp3(), "mp3", 5.2, 0, 0),
    (samples.mp3(tag=True), "mp3", 5.2, 0, 0),
    (samples.m4a(), "m4a", 12.5, 0, 0),
    (samples.ogg(), "ogg", 3.0, 0, 0),
    (samples.wav(), "wav", 2.0, 0, 0),
    (samples.webm("A_OPUS"), "weba", 7.0, 0, 0),
    (samples.mp4(), "mp4", 12.5, 640, 360),
    (samples.mp4(seconds=0), "mp4", 0.0, 640, 360),
    (samples.webm(), "webm", 7.0, 320, 240),
    (samples.webm(seconds=0, unknown=True), "webm", 0.0, 320, 240),
]


@pytest.mark.parametrize(
    ("data", "suffix", "seconds", "width", "height"), KNOWN, ids=[each[1] for each in KNOWN]
)
def test_content_decides_what_it_is(
    data: bytes, suffix: str, seconds: float, width: int, height: int
) -> None:
    recording = samples.kept(data, "会议.txt")
    assert recording.format == suffix
    assert recording.duration == pytest.approx(seconds, abs=0.1)
    assert (recording.width, recording.height) == (width, height)
    assert (recording.size, recording.name) == (len(data), "会议.txt")
    assert recording.is_video == MIME_TYPES[suffix].startswith("video/")
    assert default_storage.size(recording.storage_name) == len(data)


def test_an_upright_film_is_measured_upright() -> None:
    film = samples.mp4(samples.track(b"vide", b"avc1", (640, 360), samples.UPRIGHT))
    recording = samples.kept(film)
    assert (recording.width, recording.height) == (360, 640)


def test_the_same_recording_twice_is_one_and_mends_a_lost_file() -> None:
    first = samples.kept(samples.mp3(), "甲.mp3")
    default_storage.delete(first.storage_name)
    again = samples.kept(samples.mp3(), "乙.mp3")
    assert again == first
    assert Recording.objects.get().name == "甲.mp3"
    assert default_storage.exists(first.storage_name)


def test_the_place_is_written_over_and_nothing_moves() -> None:
    private = samples.box(b"udta", samples.box(b"\xa9xyz", samples.PLACE))
    film = samples.mp4(
        samples.track(*samples.VIDEO, samples.LEVEL, private), extra=samples.box(b"uuid", b"X" * 40)
    )
    assert film.count(samples.PLACE) == 2
    recording = samples.kept(film)
    with default_storage.open(recording.storage_name) as file:
        stored = file.read()
    assert len(stored) == len(film)
    assert samples.PLACE not in stored
    assert b"X" * 40 not in stored
    assert stored.index(b"mdat") == film.index(b"mdat")
    assert facts_of(io.BytesIO(stored), len(stored)).blanks == ()


REFUSED: list[tuple[bytes, str]] = [
    (b"", "文件是空的"),
    (b"\xff\xd8\xff\xe0" + bytes(90), "这是一张图片"),
    (b"\0\0\0\x18ftypheic" + bytes(90), "这是一张图片"),
    (b"WEBVTT\n\n", "这是字幕文件"),
    (b"fLaC" + bytes(90), "FLAC"),
    (b"#!AMR\n" + bytes(90), "AMR"),
    (b"\xff\xf1\x50\x80" + bytes(90), "ADTS"),
    (b"RIFF\x10\0\0\0AVI " + bytes(90), "AVI"),
    (samples.mp4(brand=b"qt  "), "QuickTime"),
    (samples.mp4(samples.track(b"vide", b"hvc1", (640, 360))), "hvc1"),
    (samples.mp4(samples.track(b"soun", b"ac-3")), "ac-3"),
    (samples.mp4(samples.track(b"soun", b"enca")), "DRM"),
    (samples.mp4(samples.track(*samples.SOUND), samples.track(b"meta", b"gpmd")), "测量数据"),
    (samples.mp4(samples.track(b"text", b"tx3g")), "既没有声音也没有画面"),
    (samples.mp4()[:80], "已损坏"),
    (samples.webm(doc_type=b"matroska"), "Matroska"),
    (samples.webm("V_MPEG4/ISO/AVC"), "V_MPEG4"),
    (samples.webm()[:60], "已损坏"),
    (samples.ogg(b"\x80theora" + bytes(30)), "Theora"),
    (samples.mp3(0, tag=True), "已损坏"),
    (samples.wav()[:30], "已损坏"),
    (b"hello, world" * 10, "不是能在这里播放的音视频"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED, ids=[words for _data, words in REFUSED])
def test_a_refusal_says_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(RecordingRefused, match=words):
        samples.kept(data, "a.mp4")
    assert not Recording.objects.exists()


def test_limits_are_settings(settings: Any) -> None:
    settings.RECORDING_MAX_BYTES = 1024 * 1024
    samples.kept(samples.mp3(2000))
    with pytest.raises(RecordingRefused, match="最多1 MB"):
        samples.kept(samples.mp3(3000))


def test_a_long_wav_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "long.wav").open("w+b") as file:
        file.write(samples.wav())
        file.truncate(40 * 1024 * 1024)
        with pytest.raises(RecordingRefused, match="WAV文件最多32 MB"):
            store(file, "long.wav", None)


def test_no_file_breaks_the_readers() -> None:
    """Whatever stands in it is a recording or a sentence, never an error."""
    chance = random.Random(7)
    seeds = [data for data, *_rest in KNOWN]
    refused = 0
    for _try in range(400):
        data = bytearray(chance.choice(seeds)[: chance.choice((60, 300, 4000))])
        for _change in range(4):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 255, chance.randrange(256)))
        try:
            facts_of(io.BytesIO(data), len(data))
        except RecordingRefused:
            refused += 1
    assert 0 < refused < 400
