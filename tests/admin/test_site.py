"""What holds for every screen: sign-in, headers, menus, the first page."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from accounts.models import Duty
from accounts.roles import Rank
from articles.models.site import SiteIdentity
from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_draft, make_published, make_user, step


def addresses(cast: Cast) -> list[str]:
    """Every address of the piece's screens, and the admin's own."""
    piece = make_published(cast)
    names = [
        pattern.name
        for pattern in admin.site.get_urls()
        if isinstance(pattern, URLPattern) and not pattern.pattern.regex.groups
    ]
    found = [url(name) for name in names if name and name not in ("login", "logout")]
    for resolver in admin.site.get_urls():
        if not isinstance(resolver, URLResolver) or "articles/article/" not in str(
            resolver.pattern
        ):
            continue
        for pattern in resolver.url_patterns:
            parts: dict[str, Any] = {
                "article_id": piece.pk, "object_id": piece.pk, "name": "withdraw", "number": 1,
                "file_id": 1, "link_id": 1, "comment_id": 1, "act": "resolve",
                "kept_id": 1, "content_hash": "0" * 64, "captions_hash": "0" * 16, "suffix": "mp3",
            }  # fmt: skip
            needed = {name: parts[name] for name in pattern.pattern.regex.groupindex}
            if pattern.name:
                found.append(reverse(f"admin:{pattern.name}", kwargs=needed))
    return found


# Asked by scripts: they answer in JSON, with the readers' policy.
BACKGROUND = ("/article/autosave/", "/article/presence/", "/article/session/")


def test_anonymous_visitors_are_sent_to_sign_in(cast: Cast) -> None:
    """Without a body, that is: what somebody typed comes back to them, see test_unsent."""
    found = addresses(cast)
    assert len(found) > 12
    for address in found:
        for send in (Client().get, Client().post):
            response = send(address)
            if address.endswith(BACKGROUND):
                assert response.status_code == 401, address
                assert response.json() == {"error": "signed out"}
                continue
            assert response.status_code == 302, address
            assert response.url.startswith(reverse("admin:login")), address


def test_every_answer_has_the_desks_policy_and_is_kept_by_nobody(cast: Cast) -> None:
    client = signed_in(cast.chief)
    for address in addresses(cast):
        if address.endswith(("/jsi18n/", "/preview/")):
            continue
        response = client.get(address)
        assert response.status_code < 500, address
        assert "no-store" in response.get("Cache-Control", ""), address
        if address.endswith(BACKGROUND):
            continue
        assert "unsafe-eval" in response["Content-Security-Policy"], address
        assert "default-src 'none'" in response["Content-Security-Policy"], address


def test_a_refusal_is_a_page_of_the_desk(cast: Cast) -> None:
    response = signed_in(cast.outsider).get(url("articles_article_changelist"))
    assert response.status_code == 403
    assert "unsafe-eval" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "admin/refusal.html" in [template.name for template in response.templates]


def test_the_sign_in_page_carries_the_papers_name_and_says_what_failed(cast: Cast) -> None:
    SiteIdentity.objects.create(pk=1, site_name="江河工人网", paper_name="江河工人报")
    login = reverse("admin:login")
    page = Client().get(login)
    assert "江河工人报" in page.content.decode()
    assert "unsafe-eval" in page["Content-Security-Policy"]
    failed = Client().post(login, {"username": "editor", "password": "wrong"})
    assert failed.status_code == 200
    assert failed.context["form"].non_field_errors()
    passed = Client().post(login, {"username": "editor", "password": "correct-horse-9"})
    assert passed.status_code == 302


def menu(client: Client) -> set[str]:
    groups = client.get(reverse("admin:index")).context["sidebar_navigation"]
    return {item["link"].split("?")[0] for group in groups for item in group["items"]}


def test_the_menu_shows_what_a_person_may_open(cast: Cast) -> None:
    for user in (cast.reporter, cast.chief, cast.proofreader, cast.administrator, cast.outsider):
        client = signed_in(user)
        for link in menu(client):
            assert client.get(link, follow=True).status_code == 200, (user, link)
    listing = url("articles_article_changelist")
    assert listing in menu(signed_in(cast.reporter))
    assert listing not in menu(signed_in(cast.administrator))


def cards(client: Client) -> dict[str, list[str]]:
    response = client.get(reverse("admin:index"))
    return {
        card.key: [row.article.headline for row in card.rows] for card in response.context["cards"]
    }


def test_the_first_page_shows_what_there_is_to_do(cast: Cast) -> None:
    review = make_draft(cast.reporter, cast.section, "review")
    step(review, "submit", cast.reporter)
    draft = make_draft(cast.reporter, cast.section, "draft")
    returned = make_draft(cast.reporter, cast.section, "returned")
    step(returned, "submit", cast.reporter)
    step(returned, "return", cast.editor, "请核对数字")
    scheduled = make_draft(cast.reporter, cast.section, "scheduled")
    step(scheduled, "submit", cast.reporter)
    step(scheduled, "pass", cast.editor)
    soon = timezone.now() + timedelta(hours=2)
    step(scheduled, "publish", cast.editor, visible_from=soon)
    make_published(cast, "live")
    alone = make_draft(cast.reporter, cast.section, "alone")
    step(alone, "override", cast.chief, "突发")
    assert cards(signed_in(cast.reporter)) == {
        "drafts": ["returned", "draft"], "scheduled": ["scheduled"], "live": ["live"],
    }  # fmt: skip
    assert cards(signed_in(cast.editor))["waiting"] == ["review"]
    assert cards(signed_in(cast.editor))["approved"] == ["alone"]
    assert "alarms" not in cards(signed_in(cast.editor))
    assert cards(signed_in(cast.chief))["alarms"] == ["alone"]
    assert cards(signed_in(cast.foreign_editor)) == {
        "waiting": [], "approved": [], "drafts": [], "scheduled": [], "live": [],
    }  # fmt: skip
    page = signed_in(cast.reporter).get(reverse("admin:index")).content.decode()
    assert "请核对数字" in page
    assert url("articles_article_add") in page
    assert draft.get_absolute_url() in page


def test_the_first_page_of_somebody_without_pieces(cast: Cast) -> None:
    for user in (cast.administrator, cast.outsider):
        response = signed_in(user).get(reverse("admin:index"))
        assert response.status_code == 200
        assert response.context["cards"] == []
        assert url("articles_article_add") not in response.content.decode()
    page = signed_in(cast.administrator).get(reverse("admin:index")).content.decode()
    for name in ("worker", "articles_grouprobot_changelist", "accounts_user_changelist"):
        assert f'class="nr-button nr-big" href="{url(name)}"' in page


def test_whoever_is_on_duty_enters_without_a_role(cast: Cast) -> None:
    piece = make_published(cast)
    guard = make_user("guard")
    now = timezone.now()
    Duty.objects.create(
        user=guard, rank=int(Rank.EDITOR), starts_at=now, ends_at=now + timedelta(hours=8)
    )
    client = signed_in(guard)
    assert client.get(url("articles_article_changelist")).status_code == 200
    assert client.get(url("articles_article_change", piece.pk)).status_code == 200
    assert client.get(url("articles_article_step", piece.pk, "withdraw")).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("name", ["preview", "sheet", "revisions"])
def test_pages_that_only_show_take_nothing(cast: Cast, name: str, method: str) -> None:
    piece = make_draft(cast.reporter, cast.section)
    send = getattr(signed_in(cast.chief), method)
    assert send(url(f"articles_article_{name}", piece.pk)).status_code == 405
