"""A piece with recordings as readers, feed readers and machines get it."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client

from articles.images import store
from articles.models import Image, PublishedArticle, Recording, SiteIdentity
from articles.rendering.clips import clock, shape_of
from tests.cast import Cast, make_draft
from tests.images import pictures
from tests.preview.links import make_link
from tests.public.archive import figure, put_out
from tests.public.test_feed_rules import parsed
from tests.public.test_structured import data_of, graph_of, metas_of
from tests.public.vocabulary import faults
from tests.recordings import samples
from tests.recordings.samples import CAPTIONS, clip

SAID: dict[str, Any] = {
    "title": "车间里",
    "caption": "改造后的二车间",
    "credit": "罗行舟 摄",
    "rights_holder": "溯江工人报社",
    "licence": "https://licence.example/by",
}
ITUNES = "{http://search.yahoo.com/mrss/}"


@pytest.fixture
def image(db: None) -> Image:
    return store(pictures.jpeg(), "cover.jpg", None)


@pytest.fixture
def piece(cast: Cast, film: Recording, sound: Recording, image: Image) -> PublishedArticle:
    return put_out(
        cast,
        figures=[figure(image, is_cover=True, alt="织机", caption="封面说明", credit="陶染之 绘")],
        clips=[
            clip(film, captions=CAPTIONS, **SAID),
            clip(sound, transcript="第一段<b>。\n\n第二段。", title="听一听"),
        ],
    )


def page_of(client: Client, piece: PublishedArticle) -> str:
    response = client.get(piece.get_absolute_url())
    assert response.status_code == 200
    assert "media-src 'self'" in response["Content-Security-Policy"]
    return response.content.decode()


def test_the_browsers_own_player_with_captions_and_transcript(
    client: Client, piece: PublishedArticle, film: Recording, sound: Recording, image: Image
) -> None:
    page = page_of(client, piece)
    [video] = re.findall(r"<video [^>]+>", page)
    for part in (
        "controls", 'preload="none"', "playsinline", 'width="640"', 'height="360"',
        f'src="/media/{film.content_hash}.mp4"',
        f'poster="/images/{image.content_hash}/16x9-5-5/', 'class="shape-16x9"',
        'aria-label="车间里"',
    ):  # fmt: skip
        assert part in video
    [track] = re.findall(r"<track [^>]+>", page)
    assert 'kind="captions"' in track
    assert 'srclang="zh-hans"' in track
    source = re.findall(r'src="([^"]+)"', track)[0]
    assert client.get(source).content.decode() == CAPTIONS
    poster = re.findall(r'poster="([^"]+)"', video)[0]
    assert client.get(poster)["Content-Type"] == "image/webp"
    [audio] = re.findall(r"<audio [^>]+>", page)
    assert f'src="/media/{sound.content_hash}.mp3"' in audio
    assert 'preload="none"' in audio
    assert "<p>第一段&lt;b&gt;。</p>" in page
    assert "<p>第二段。</p>" in page
    assert "柳小机: 你喊我，我听得见了。" in page
    assert page.count('<details class="transcript"') == 2
    for word in ("车间里", "0:12", "改造后的二车间", "罗行舟 摄", "图：陶染之 绘"):
        assert word in page
    assert "autoplay" not in page


def test_a_video_that_comes_first_stands_where_the_cover_would(
    client: Client, cast: Cast, piece: PublishedArticle, sound: Recording, image: Image
) -> None:
    assert "story-cover" not in page_of(client, piece)
    cover = [figure(image, is_cover=True)]
    heard = put_out(cast, "只有声音", figures=cover, clips=[clip(sound)])
    page = page_of(client, heard)
    assert page.index("story-cover") < page.index("<audio") < page.index("story-body")


def test_a_piece_without_recordings_has_none_of_it(client: Client, cast: Cast) -> None:
    page = page_of(client, put_out(cast))
    for part in ("<audio", "<video", 'class="clip', "og:video", "og:audio", "transcript"):
        assert part not in page


def test_no_more_questions_to_the_database(
    client: Client, piece: PublishedArticle, django_assert_max_num_queries: Any
) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯工网")
    with django_assert_max_num_queries(4):
        client.get(piece.get_absolute_url())


def test_machines_are_told(
    client: Client, piece: PublishedArticle, film: Recording, sound: Recording
) -> None:
    page = page_of(client, piece)
    assert [faults(data) for data in data_of(page) if data["@context"] == "https://schema.org"] == [
        []
    ]
    data = graph_of(page)["NewsArticle"]
    [video], [audio] = data["video"], data["audio"]
    assert (video["@type"], audio["@type"]) == ("VideoObject", "AudioObject")
    assert video["contentUrl"] == f"http://testserver/media/{film.content_hash}.mp4"
    assert (video["duration"], audio["duration"]) == ("PT12S", "PT5S")
    assert video["uploadDate"] == data["datePublished"]
    assert video["thumbnailUrl"].startswith("http://testserver/images/")
    assert video["caption"]["contentUrl"].endswith(".vtt")
    assert (video["creditText"], video["license"]) == ("罗行舟 摄", SAID["licence"])
    assert audio["name"] == "听一听"
    metas = metas_of(page)
    assert metas["og:video"] == [video["contentUrl"]]
    assert metas["og:video:type"] == ["video/mp4"]
    assert (metas["og:video:width"], metas["og:video:height"]) == (["640"], ["360"])
    assert metas["og:audio"] == [f"http://testserver/media/{sound.content_hash}.mp3"]
    assert metas["og:audio:type"] == ["audio/mpeg"]


def test_feeds_enclose_them(
    client: Client, piece: PublishedArticle, film: Recording, sound: Recording
) -> None:
    urls = [f"http://testserver/media/{each.content_hash}.{each.format}" for each in (film, sound)]
    [entry] = parsed(client, "/feeds/latest.rss").entries
    [enclosure] = entry.enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (
        urls[0], "video/mp4", str(film.size),
    )  # fmt: skip
    played = [each for each in entry.media_content if each["medium"] != "image"]
    assert [each["url"] for each in played] == urls
    assert [each["duration"] for each in played] == ["12", "5"]
    [text] = [content.value for content in entry.content]
    assert "第二段。" in text
    ET.fromstring(client.get("/feeds/latest.atom").content)
    [entry] = parsed(client, "/feeds/latest.atom").entries
    assert [each.href for each in entry.enclosures if not each.type.startswith("image/")] == urls


def test_found_by_what_is_said_in_them(client: Client, piece: PublishedArticle) -> None:
    for words in ("第二段", "听得见了", "改造后的二车间"):
        assert piece.headline in client.get(f"/search/?q={words}").content.decode()


def test_a_link_for_checking_plays_its_revision(
    client: Client, cast: Cast, film: Recording, sound: Recording
) -> None:
    draft = make_draft(cast.reporter, cast.section, clips=[clip(film, captions=CAPTIONS)])
    token = make_link(draft, cast.reporter).token
    page = client.get(f"/preview/{token}/").content.decode()
    [path] = re.findall(r'<video [^>]*src="([^"]+)"', page)
    assert path == f"/preview/{token}/media/{film.content_hash}.mp4"
    response = client.get(path, headers={"range": "bytes=0-9"})
    assert response.status_code == 206
    assert "no-store" in response["Cache-Control"]
    [track] = re.findall(r'<track [^>]*src="([^"]+)"', page)
    assert client.get(track).content.decode() == CAPTIONS
    for wrong in (
        f"/preview/{token}/media/{sound.content_hash}.mp3",
        f"/preview/{'0' * 64}/media/{film.content_hash}.mp4",
        track.replace(".vtt", "")[:-1] + "0.vtt",
        f"/media/{film.content_hash}.mp4",
    ):
        assert client.get(wrong).status_code == 404


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [(1920, 1080, "16x9"), (720, 576, "4x3"), (1080, 1080, "1x1"), (1080, 1920, "9x16"),
     (2560, 1080, "16x9"), (600, 800, "3x4")],
)  # fmt: skip
def test_a_player_has_the_shape_that_fits_best(width: int, height: int, shape: str) -> None:
    assert shape_of(width, height) == shape


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, ""), (0.2, "0:01"), (59.6, "1:00"), (185, "3:05"), (3723, "1:02:03")]
)
def test_length_is_written_as_a_clock(seconds: float, said: str) -> None:
    assert clock(seconds) == said


def test_a_preview_before_saving_anything_is_no_publication(cast: Cast, client: Client) -> None:
    recording = samples.kept(samples.webm())
    make_draft(cast.reporter, cast.section, clips=[clip(recording)])
    assert client.get(f"/media/{recording.content_hash}.webm").status_code == 404
