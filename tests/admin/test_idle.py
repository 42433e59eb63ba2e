"""A session that nobody uses ends; what a screen does by itself is not use."""

import time
from typing import Any

import pytest
from django.test import Client

from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_published


def idle_for(client: Client, minutes: int) -> None:
    session = client.session
    session["active_at"] = int(time.time()) - minutes * 60
    session.save()


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_a_session_ends_after_the_idle_time(cast: Cast, settings: Any) -> None:
    settings.IDLE_MINUTES = 30
    client = signed_in(cast.reporter)
    assert is_in(client)
    idle_for(client, 29)
    assert is_in(client)
    # That was activity: the time begins anew.
    assert time.time() - client.session["active_at"] < 60
    idle_for(client, 31)
    response = client.get("/admin/", headers={"Accept": "text/html"})
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
    page = client.get(response["Location"]).content.decode()
    assert "30" in page
    # Signing in again is a new beginning.
    client.post("/admin/login/", {"username": "reporter", "password": "correct-horse-9"})
    assert is_in(client)


def test_a_save_after_the_idle_time_changes_nothing(cast: Cast) -> None:
    article = make_published(cast)
    client = signed_in(cast.editor)
    idle_for(client, 61)
    press = client.post(url("articles_article_step", article.pk, "withdraw"), {"note": "理由"})
    # What was typed comes back: see test_unsent.
    assert press.status_code == 401
    article.refresh_from_db()
    assert not article.withdrawal_unconfirmed


@pytest.mark.parametrize(("minutes", "still_in"), [(0, True), (1, False)])
def test_the_limit_can_be_set_and_lifted(
    cast: Cast, settings: Any, minutes: int, still_in: bool
) -> None:
    settings.IDLE_MINUTES = minutes
    client = signed_in(cast.reporter)
    idle_for(client, 600)
    assert is_in(client) is still_in


def test_the_bell_of_an_open_page_does_not_prolong_a_session(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    idle_for(client, 50)
    was = client.session["active_at"]
    assert client.get(url("notices-count")).status_code == 200
    assert client.session["active_at"] == was
    idle_for(client, 61)
    assert client.get(url("notices-count")).status_code == 302


def test_readers_pages_neither_end_nor_prolong_a_session(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    idle_for(client, 50)
    before = client.session["active_at"]
    assert client.get("/").status_code == 200
    assert client.session["active_at"] == before
