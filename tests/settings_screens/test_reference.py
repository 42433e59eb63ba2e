"""Sections, tags, sources, authors and the ledger on their screens."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Author
from articles.models import LedgerEntry, Section, Source, Tag
from tests import cast as people
from tests.images import pictures


@pytest.fixture
def admin(client: Client, cast: people.Cast) -> Client:
    client.force_login(cast.administrator)
    return client


def test_a_renamed_section_shows_its_former_address(admin: Client, cast: people.Cast) -> None:
    path = f"/admin/articles/section/{cast.section.pk}/change/"
    data = {
        "name": "要闻", "slug": "headlines", "desk": cast.desk.pk, "position": 0, "listed": "on",
    }  # fmt: skip
    assert admin.post(path, data).status_code == 302
    assert "/news/" in admin.get(path).content.decode()


def test_an_address_of_the_site_itself_is_no_section(admin: Client, cast: people.Cast) -> None:
    data = {"name": "图片", "slug": "images", "desk": cast.desk.pk, "position": 0}
    assert admin.post("/admin/articles/section/add/", data).status_code == 200
    assert not Section.objects.filter(slug="images").exists()
    assert admin.post("/admin/articles/section/add/", data | {"slug": "photo"}).status_code == 302


def test_a_tags_address_stays(client: Client, cast: people.Cast) -> None:
    client.force_login(cast.editor)
    client.post("/admin/articles/tag/add/", {"name": "安全生产"})
    tag = Tag.objects.get()
    path = f"/admin/articles/tag/{tag.pk}/change/"
    assert client.post(path, {"name": "安全", "slug": "other"}).status_code == 302
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("安全", "安全生产")


@pytest.mark.parametrize(
    ("model", "field"), [("tag", "article.tags"), ("source", "article.source")]
)
def test_autocomplete(client: Client, cast: people.Cast, model: str, field: str) -> None:
    Tag.objects.create(name="安全生产")
    Source.objects.create(name="安全时报")
    client.force_login(cast.reporter)
    response = client.get(
        "/admin/autocomplete/",
        {
            "app_label": "articles",
            "model_name": "article",
            "field_name": field.partition(".")[2],
            "term": "安全",
        },
    )
    assert [result["text"] for result in response.json()["results"]] == [
        {"tag": "安全生产", "source": "安全时报"}[model]
    ]


def test_authors_are_found_for_a_byline(client: Client, cast: people.Cast) -> None:
    people.make_author("郝佳")
    client.force_login(cast.reporter)
    data = {
        "app_label": "articles", "model_name": "credit", "field_name": "author", "term": "郝",
    }  # fmt: skip
    results = client.get("/admin/autocomplete/", data).json()["results"]
    assert [result["text"] for result in results] == ["郝佳"]


def test_a_source_says_whether_it_may_be_used_today(admin: Client) -> None:
    today = timezone.localdate()
    Source.objects.create(name="甲报", status="listed")
    Source.objects.create(name="乙报", status="listed", valid_until=today - timedelta(days=1))
    page = admin.get("/admin/articles/source/").content.decode()
    assert page.count("bg-green") >= 1
    assert page.count("bg-orange") >= 1


def test_a_portrait_is_reencoded(client: Client, cast: people.Cast) -> None:
    client.force_login(cast.desk_head)
    data = pictures.saved(pictures.photo((900, 1200)), "JPEG", exif=pictures.exif(gps=True))
    response = client.post(
        "/admin/accounts/author/add/",
        {"name": "张三", "kind": "staff", "portrait": SimpleUploadedFile("me.jpg", data)},
    )
    assert response.status_code == 302
    author = Author.objects.get()
    assert author.portrait.name.endswith(".webp")
    assert "me" not in author.portrait.name
    with default_storage.open(author.portrait.name) as file:
        portrait = pictures.opened(file.read())
    assert portrait.size == (360, 480)
    assert not portrait.getexif()


def test_a_picture_is_not_decoded_for_whoever_may_not_write(
    client: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "articles.admin.small_pictures.small_public_image",
        lambda *_args: pytest.fail("it was decoded"),
    )
    client.force_login(cast.reporter)
    data = {"name": "x", "portrait": SimpleUploadedFile("a.jpg", pictures.jpeg())}
    assert client.post("/admin/accounts/author/add/", data).status_code == 403


def test_a_byline_is_tied_to_a_login_by_whoever_keeps_the_accounts(
    client: Client, cast: people.Cast
) -> None:
    author = people.make_author("Head", cast.desk_head)
    path = f"/admin/accounts/author/{author.pk}/change/"
    client.force_login(cast.desk_head)
    data = {"name": "Head", "kind": "staff", "user": "", "biography": ""}
    assert client.post(path, data).status_code == 302
    author.refresh_from_db()
    assert author.user == cast.desk_head
    client.force_login(cast.administrator)
    assert client.post(path, data).status_code == 302
    author.refresh_from_db()
    assert author.user is None


def test_the_ledger_reads_in_words(client: Client, cast: people.Cast) -> None:
    piece = people.make_published(cast)
    people.step(piece, "withdraw", cast.editor, "数字有误")
    client.force_login(cast.chief)
    page = client.get("/admin/articles/ledgerentry/").content.decode()
    assert "数字有误" in page
    table = re.sub("<[^>]+>", "", page[page.index("<table") : page.index("</table>")])
    for word in ("withdraw", "submit", "publish", "first_review", "article"):
        assert word not in table, word
    entry = LedgerEntry.objects.get(action="withdraw")
    page = client.get(f"/admin/articles/ledgerentry/{entry.pk}/change/").content.decode()
    assert entry.hash in page
    page = client.get("/admin/articles/ledgerentry/?act=withdraw&kind=article")
    assert page.status_code == 200
    assert page.context["cl"].result_count == 1
