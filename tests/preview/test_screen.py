"""The screens of one piece: the preview at a width, and the links for people outside."""

from typing import Any

import pytest
from django.test import Client

from articles.models import PreviewLink
from tests.admin.helpers import questions, signed_in, theirs, url
from tests.cast import Cast, make_draft, make_published, step
from tests.preview.links import address, make_link


def share(article: Any, name: str = "share", *args: Any) -> str:
    return url(f"articles_article_{name}", article.pk, *args)


def filled(client: Client, article: Any, **typed: Any) -> dict[str, Any]:
    """The form as the page sends it, with a name typed in."""
    form = client.get(share(article)).context["form"]
    initial = {"key": form["key"].value(), "revision": form["revision"].value(), "hours": 24}
    return initial | {"for_whom": "林女士"} | typed


def test_the_preview_stands_in_a_frame_of_ours_alone(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    theirs(article, cast.reporter, headline="第二稿标题")
    client = signed_in(cast.editor)
    page = client.get(share(article, "preview_window"), {"width": "1280", "revision": "1"})
    body = page.content.decode()
    assert f'src="/admin/articles/article/{article.pk}/preview/?revision=1"' in body
    assert 'class="nw-1280"' in body
    inside = client.get(share(article, "preview"), {"revision": "1"})
    assert inside["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in inside["Content-Security-Policy"]
    assert "script-src 'self'" in inside["Content-Security-Policy"]
    assert "unsafe" not in inside["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    odd = client.get(share(article, "preview_window"), {"width": "7"})
    assert 'class="nw-390"' in odd.content.decode()
    gone = client.get(share(article, "preview_window"), {"revision": "9"})
    assert gone.status_code == 404


def test_making_a_link_shows_its_address_once(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    sent = filled(client, article)
    made = client.post(share(article), sent)
    shown = made.context["address"]
    assert shown.startswith("http://testserver/preview/")
    assert shown in made.content.decode()
    assert "<svg" in made.content.decode()
    assert Client().get(shown.removeprefix("http://testserver")).status_code == 200
    link = PreviewLink.objects.get()
    assert (link.for_whom, link.revision_number, link.by_editor) == ("林女士", 1, False)
    # Sent again by an impatient finger: the same link, shown again.
    assert client.post(share(article), sent).context["address"] == shown
    assert PreviewLink.objects.count() == 1
    later = client.get(share(article)).content.decode()
    assert shown.removeprefix("http://testserver/preview/") not in later
    assert "已打开 1 次" in later


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"for_whom": " "}, "for_whom"), ({"hours": "9"}, "hours"), ({"revision": "77"}, None)],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    cast: Cast, typed: dict[str, str], field: str | None
) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    response = client.post(share(article), filled(client, article, **typed))
    assert response.status_code in (400, 409)
    form = response.context["form"]
    assert form.errors[field or "__all__"]
    assert form["for_whom"].value() == typed.get("for_whom", "林女士")
    assert not PreviewLink.objects.exists()


def test_whoever_may_not_share_is_told_why(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    sent = filled(client, article)
    make_link(article, cast.reporter)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    page = client.get(share(article))
    assert "只有本栏目的编辑" in page.content.decode()
    assert "现在打不开" in page.content.decode()
    assert client.post(share(article), sent).status_code == 403
    assert share(article) not in client.get(article.get_absolute_url()).content.decode()
    assert signed_in(cast.foreign_editor).get(share(article)).status_code == 403
    assert PreviewLink.objects.count() == 1


def test_revoking_from_the_screen(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    other = make_draft(cast.reporter, cast.section)
    made = make_link(article, cast.editor)
    revoke = share(article, "share_revoke", made.link.pk)
    assert signed_in(cast.reporter).post(revoke).status_code == 403
    assert signed_in(cast.editor).get(revoke).status_code == 405
    wrong = share(other, "share_revoke", made.link.pk)
    assert signed_in(cast.editor).post(wrong).status_code == 404
    assert Client().get(address(made)).status_code == 200
    client = signed_in(cast.second_editor)
    assert revoke in client.get(share(article)).content.decode()
    said = client.post(revoke, follow=True).content.decode()
    assert "链接已失效" in said
    assert Client().get(address(made)).status_code == 404
    assert "已经撤销" in client.post(revoke, follow=True).content.decode()
    assert revoke not in client.get(share(article)).content.decode()


def test_queries_do_not_grow_with_links(cast: Cast) -> None:
    article = make_published(cast)
    client = signed_in(cast.editor)
    Client().get(address(make_link(article, cast.editor)))
    few = questions(client, share(article))
    assert few <= 60
    for _number in range(12):
        Client().get(address(make_link(article, cast.editor)))
    assert questions(client, share(article)) == few
