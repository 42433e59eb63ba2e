"""Pages about the paper: who writes them, what readers see of them, what the ledger keeps."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from articles.desk import pages
from articles.desk.errors import NotAllowed, Stale
from articles.desk.ledger import history, verify
from articles.models import Page
from articles.models.page import STANDARD
from tests.cast import Cast

TEXT = "<p>本报创办于一九五二年。</p>"


def write(cast: Cast, slug: str = "about", **fields: Any) -> Page:
    page = Page.objects.get(slug=slug)
    for name, value in ({"body": TEXT} | fields).items():
        setattr(page, name, value)
    pages.save(cast.administrator, page)
    return page


def typed(page: Page, **fields: Any) -> dict[str, Any]:
    return {
        "title": page.title, "body": page.body, "position": page.position, "version": page.version,
    } | fields  # fmt: skip


def test_standard_pages_stand_ready_and_readers_see_none_of_them(
    client: Client, cast: Cast
) -> None:
    assert set(Page.objects.values_list("slug", flat=True)) == set(STANDARD)
    home = client.get("/").content.decode()
    for slug in STANDARD:
        assert client.get(f"/pages/{slug}/").status_code == 404
        assert f"/pages/{slug}/" not in home


def test_page_with_a_text_is_read_and_linked_on_every_page(client: Client, cast: Cast) -> None:
    write(cast)
    response = client.get("/pages/about/")
    assert response.status_code == 200
    assert "本报创办于一九五二年。" in response.content.decode()
    for path in ("/", "/news/", "/no-such-page/", "/corrections/"):
        footer = client.get(path).content.decode().split('<footer class="imprint"')[1]
        assert 'href="/pages/about/"' in footer
        assert 'href="/pages/contact/"' not in footer


def test_emptied_page_is_gone_at_once(client: Client, cast: Cast) -> None:
    write(cast)
    write(cast, body="<p> </p><hr>")
    assert client.get("/pages/about/").status_code == 404
    assert "/pages/about/" not in client.get("/").content.decode()


def test_scripts_and_pictures_of_a_page_never_reach_readers(client: Client, cast: Cast) -> None:
    figure = f'<figure class="newsroom-image" data-image="{"a" * 64}"></figure>'
    write(cast, body=f'<p onclick="x()">好</p><script>alert(1)</script>{figure}')
    text = client.get("/pages/about/").content.decode()
    assert "<p>好</p>" in text
    for word in ("onclick", "alert(1)", "a" * 64):
        assert word not in text


def test_administrator_writes_in_the_admin_and_the_ledger_tells(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.administrator)
    page = Page.objects.get(slug="contact")
    path = f"/admin/articles/page/{page.pk}/change/"
    assert "cke" in client.get(path).content.decode()
    response = client.post(path, typed(page, body="<p>来信请寄总编室。</p>", title="联系本报"))
    assert response.status_code == 302
    page.refresh_from_db()
    assert (page.title, page.body) == ("联系本报", "<p>来信请寄总编室。</p>")
    [entry] = history("page", page.pk)
    assert entry.actor == cast.administrator
    assert "联系本报" in entry.note
    assert entry.content_hash
    client.post(path, typed(page))
    assert len(history("page", page.pk)) == 1
    assert verify() == []


def test_edit_of_an_older_text_is_refused_and_keeps_what_was_typed(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.administrator)
    page = Page.objects.get(slug="contact")
    data = typed(page, body="<p>我的写法</p>")
    write(cast, "contact", body="<p>别人的写法</p>")
    response = client.post(f"/admin/articles/page/{page.pk}/change/", data)
    assert response.status_code == 200
    assert "我的写法" in response.content.decode()
    assert Page.objects.get(pk=page.pk).body == "<p>别人的写法</p>"
    with pytest.raises(Stale):
        pages.save(cast.administrator, page)


def test_new_page_of_ones_own(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    data = {"slug": "jobs", "title": "招聘", "body": TEXT, "position": 9, "version": 1}
    for wrong in ({"slug": "search"}, {"slug": "1952"}, {"title": ""}, {"slug": "about"}):
        assert client.post("/admin/articles/page/add/", data | wrong).status_code == 200
    assert not Page.objects.filter(slug="jobs").exists()
    assert client.post("/admin/articles/page/add/", data).status_code == 302
    assert client.get("/pages/jobs/").status_code == 200
    page = Page.objects.get(slug="jobs")
    client.post(f"/admin/articles/page/{page.pk}/change/", typed(page, slug="moved", title="招人"))
    page.refresh_from_db()
    assert (page.slug, page.title) == ("jobs", "招人")


def test_nobody_else_changes_them(cast: Cast) -> None:
    for user in cast.everybody:
        if user == cast.administrator:
            continue
        with pytest.raises(NotAllowed):
            pages.save(user, Page(slug="jobs", title="招聘", body=TEXT))
    with pytest.raises(ValidationError):
        pages.save(cast.administrator, Page(slug="topics", title="专题", body=TEXT))
