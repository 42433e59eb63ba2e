"""The page behind a link, and what whoever has none gets."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from articles import images
from articles.desk import previews
from articles.models import PreviewOpening
from tests.admin.helpers import theirs
from tests.cast import Cast, make_draft, make_published
from tests.matrix.pieces import make_known, picture
from tests.preview.links import address, later, make_link
from tests.server import ROOT


def picture_at(token: str, content_hash: str, width: int = 480) -> str:
    place = {"token": token, "content_hash": content_hash, "width": width}
    return reverse("preview-image", kwargs=place | {"file_format": "webp"})


def test_it_is_the_page_under_a_line_that_says_what_it_is(cast: Cast) -> None:
    known = make_known(cast, "甲")
    made = make_link(known.article, cast.reporter, for_whom="<林女士>")
    response = Client().get(address(made))
    body = response.content.decode()
    assert response.status_code == 200
    for said in ("未发布", "&lt;林女士&gt;", "请勿转发", known.words[0]):
        assert said in body
    base = address(made)
    # Its cover stands before its video.
    assert f'poster="{base}images/{known.image.content_hash}/' in body
    assert 'content="noindex, nofollow, noarchive"' in body
    # A chat that draws a card of the link learns no headline from it.
    assert known.words[0] not in body.partition("</head>")[0]
    shown = Client().get(picture_at(made.token, known.image.content_hash))
    assert shown["Content-Type"] == "image/webp"
    assert b"".join(shown)[:4] == b"RIFF"
    for each in (response, shown):
        assert "no-store" in each["Cache-Control"]
        assert each["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert each["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in each
    assert response["X-Frame-Options"] == "DENY"
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_what_is_out_already_is_not_called_unpublished(cast: Cast) -> None:
    article = make_published(cast)
    assert "未发布" not in Client().get(address(make_link(article, cast.editor))).content.decode()
    made = make_link(article, cast.editor, revision_number=1)
    theirs_page = Client().get(address(made)).content.decode()
    assert "未发布" in theirs_page, "the first revision lacks the responsible editor"


def test_whatever_does_not_open_gets_the_same_answer(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    ended = make_link(article, cast.reporter, hours=1)
    revoked = make_link(article, cast.reporter, hours=168)
    previews.revoke(revoked.link, cast.reporter)
    with later(hours=2):
        answers = [
            Client().get(reverse("preview", args=[token]))
            for token in (ended.token, revoked.token, "0" * 64, "x", "不是", "a" * 300)
        ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        # A name for each request, whatever it asks for.
        del answer.headers["X-Request-ID"]
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    body = answers[0].content.decode()
    assert "请向发给您链接的人再要一个" in body
    assert "no-store" in answers[0]["Cache-Control"]
    assert not PreviewOpening.objects.exists()
    assert Client().post(reverse("preview", args=[ended.token])).status_code == 405


def test_pictures_of_that_revision_and_no_others(cast: Cast) -> None:
    known = make_known(cast, "甲")
    made = make_link(known.article, cast.reporter, revision_number=1)
    newest = make_link(known.article, cast.reporter)
    other = images.store(picture((1, 2, 3)), "b.jpg", cast.reporter)
    figure = known.article.revisions.get().content["figures"][0]
    theirs(known.article, cast.reporter, figures=[figure | {"image": other.content_hash}])
    mine = known.image.content_hash
    expected = [
        (made, mine, 200), (made, other.content_hash, 404),
        (newest, mine, 404), (newest, other.content_hash, 200),
    ]  # fmt: skip
    for link, content_hash, status in expected:
        response = Client().get(picture_at(link.token, content_hash))
        assert response.status_code == status, (link.link.revision_number, content_hash)
    assert Client().get(picture_at(made.token, mine, 481)).status_code == 404
    assert Client().get(picture_at("0" * 64, mine)).status_code == 404
    previews.revoke(made.link, cast.reporter)
    gone = Client().get(picture_at(made.token, mine))
    assert gone.status_code == 404
    assert "no-store" in gone["Cache-Control"]


@pytest.mark.django_db
def test_search_engines_are_told_to_stay_away() -> None:
    assert "Disallow: /preview/" in Client().get("/robots.txt").content.decode()


def test_a_process_of_the_newsroom_alone_keeps_them_out_of_everything(tmp_path: Path) -> None:
    code = (
        "import newsroom.wsgi\n"
        "from django.test import Client\n"
        "print(Client(headers={'host': 'localhost'}).get('/robots.txt').content)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"NEWSROOM_WING": "desk", "NEWSROOM_VAR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert r"User-agent: *\nDisallow: /\n" in told.stdout
