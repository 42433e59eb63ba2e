"""Who publishes the site: each field where it belongs, and nothing where it is empty."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import Author
from articles.models import IdentityLine, SiteIdentity
from articles.rendering import jinja
from tests.cast import Cast
from tests.public.archive import credit, put_out

FIELDS = {
    "paper_name": "溯江工人报",
    "slogan": "每一双手都值得被看见",
    "address": "长堤路0号",
    "phones": "0000-5550100",
    "email": "desk@example.org",
    "icp_number": "溯ICP备00000000号",
    "police_number": "溯公网安备00000000号",
    "copyright_text": "版权归本报所有",
    "reprint_notice": "转载请先联系本报",
    "infringement_notice": "涉及侵权请来电",
    "reporting_phone": "0000-5550199",
    "follow_text": "关注本报公众号",
}
EVERYWHERE = set(FIELDS) - {"reprint_notice", "follow_text"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def pages(client: Client, cast: Cast) -> tuple[str, str]:
    piece = put_out(cast)
    return client.get("/").content.decode(), client.get(piece.get_absolute_url()).content.decode()


def test_each_field_stands_where_it_belongs(client: Client, cast: Cast) -> None:
    identity = SiteIdentity.objects.create(
        pk=1, site_name="溯工网", police_url="https://example.org/police", **FIELDS
    )
    IdentityLine.objects.create(identity=identity, text="许可证第1号", url="https://example.org/l")
    IdentityLine.objects.create(identity=identity, text="本报承诺", position=-0)
    home, article = pages(client, cast)
    for name, value in FIELDS.items():
        assert value in article, name
        assert (value in home) == (name in EVERYWHERE), name
    assert '<a href="https://beian.miit.gov.cn/" rel="noopener">溯ICP' in home
    assert '<a href="https://example.org/police" rel="noopener">溯公网安备' in home
    assert '<a href="https://example.org/l" rel="noopener">许可证第1号</a>' in home
    assert "<li>本报承诺</li>" in home


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            "总编室 0000-5550100  新闻热线：0000-5550110转2",
            "<总编室 [0000-5550100]>  <新闻热线：[0000-5550110]>转2",
        ),
        ("+86 20 5550", "+86 20 5550"),
        ("12345，（020）55501234", "12345，<[（020）55501234]>"),
        ("“0000-5550100”", "<“[0000-5550100]>”"),
        ("", ""),
    ],
)
def test_a_number_of_a_telephone_is_not_broken(typed: str, shown: str) -> None:
    html = jinja.telephones(typed)
    for tag, mark in (('<span class="tel">', "<"), ("</span></span>", "]>"), ("<span>", "[")):
        html = html.replace(tag, mark)
    assert html == shown


def test_what_stands_beside_a_number_is_text() -> None:
    assert "&lt;b&gt;" in jinja.telephones("<b>0000-5550100")


@pytest.mark.parametrize("emptied", FIELDS)
def test_empty_field_leaves_nothing_behind(client: Client, cast: Cast, emptied: str) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯工网", **FIELDS | {emptied: ""})
    whole = SiteIdentity.current()
    _home, without = pages(client, cast)
    setattr(whole, emptied, FIELDS[emptied])
    whole.save()
    _home, with_it = pages(client, cast)
    assert FIELDS[emptied] not in without
    assert without.count("<") < with_it.count("<") or emptied == "paper_name"


def test_unnamed_site_shows_no_empty_frames(client: Client, cast: Cast) -> None:
    _home, article = pages(client, cast)
    for shell in ("<address>", 'class="follow"', 'class="notice"', 'class="licences"',
                  'class="copyright"', 'class="motto"', "/identity/"):  # fmt: skip
        assert shell not in article


def test_logo_and_qr_image_are_served(client: Client, cast: Cast) -> None:
    identity = SiteIdentity(pk=1, site_name="溯工网")
    identity.logo.save("logo.png", ContentFile(PIXEL))
    identity.follow_image.save("qr.png", ContentFile(PIXEL))
    home, article = pages(client, cast)
    assert '<img src="/identity/logo" alt="溯工网">' in home
    assert 'src="/identity/qr"' in article
    for path in ("/identity/logo", "/identity/qr"):
        response = client.get(path)
        assert response.content == PIXEL
        assert response["Content-Type"] == "image/png"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_portrait_is_served(client: Client, cast: Cast) -> None:
    author = Author.objects.create(name="沈砚秋")
    assert client.get(f"/authors/{author.pk}/portrait").status_code == 404
    author.portrait.save("p.webp", ContentFile(b"RIFF"))
    put_out(cast, credits=[credit("沈砚秋", author=author.pk)])
    assert client.get(f"/authors/{author.pk}/portrait")["Content-Type"] == "image/webp"
    assert f"/authors/{author.pk}/portrait" in client.get(f"/authors/{author.pk}/").content.decode()


@pytest.mark.parametrize("name", ["", "logo.svg", "logo.html"])
def test_no_picture_or_no_picture_that_may_be_shown(client: Client, db: Any, name: str) -> None:
    identity = SiteIdentity(pk=1, site_name="溯工网")
    identity.save()
    if name:
        identity.logo.save(name, ContentFile(b"<script>"))
    assert client.get("/identity/logo").status_code == 404


def test_lost_file_is_not_found(client: Client, db: Any) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯工网", logo="identity/lost.png")
    assert client.get("/identity/logo").status_code == 404
