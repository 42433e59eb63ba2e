"""The review policy: the chief's, in one click, and in the ledger."""

from typing import Any

import pytest
from django.test import Client

from articles.desk import policy
from articles.desk.errors import NotAllowed
from articles.models import LedgerEntry, Policy, State
from tests import cast as people

PATH = "/admin/articles/policy/"


@pytest.fixture
def chief(client: Client, cast: people.Cast) -> Client:
    client.force_login(cast.chief)
    return client


def numbers(cast: people.Cast, reviews: int, proofreads: int, **own: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"reviews": reviews, "proofreads": proofreads}
    for section in (cast.section, cast.other_section):
        data |= {f"section-{section.pk}-reviews": "", f"section-{section.pk}-proofreads": ""}
    return data | own


def test_three_and_three_in_one_click(chief: Client, cast: people.Cast) -> None:
    assert chief.post(PATH, {"preset": "1"}).status_code == 302
    current = Policy.current()
    assert (current.reviews_required, current.proofreads_required) == (3, 3)
    entry = LedgerEntry.objects.get()
    assert (entry.from_state, entry.to_state, entry.actor) == ("1+0", "3+3", cast.chief)
    chief.post(PATH, {"preset": "1"})
    assert LedgerEntry.objects.count() == 1


def test_numbers_of_the_site_and_of_a_section(
    chief: Client, cast: people.Cast, settings: Any
) -> None:
    own = {f"section-{cast.section.pk}-reviews": 3, f"section-{cast.section.pk}-proofreads": ""}
    assert chief.post(PATH, numbers(cast, 2, 1, **own)).status_code == 302
    current = Policy.current()
    assert (current.reviews_required, current.proofreads_required) == (2, 1)
    cast.section.refresh_from_db()
    assert (cast.section.reviews_required, cast.section.proofreads_required) == (3, None)
    entry = LedgerEntry.objects.get(subject_kind="section")
    assert (entry.subject_id, entry.from_state, entry.to_state) == (cast.section.pk, "*+*", "3+*")
    piece = people.step(people.make_draft(cast.reporter, cast.section), "submit", cast.reporter)
    assert (piece.reviews_required, piece.proofreads_required) == (3, 1)
    assert piece.state == State.FIRST_REVIEW
    # Lowered again: on record too.
    assert chief.post(PATH, numbers(cast, 1, 0)).status_code == 302
    cast.section.refresh_from_db()
    assert cast.section.reviews_required is None
    assert LedgerEntry.objects.filter(action="set_policy").count() == 4
    settings.LANGUAGE_CODE = "en"
    page = chief.get(PATH).content.decode()
    assert "reviews: 2, proofreads: 1 → reviews: 1, proofreads: 0" in page
    assert "reviews: 3, proofreads: as the site → as the site" in page


@pytest.mark.parametrize(("reviews", "proofreads"), [(0, 0), (4, 0), (1, 4), ("x", 0)])
def test_impossible_numbers(
    chief: Client, cast: people.Cast, reviews: Any, proofreads: Any
) -> None:
    assert chief.post(PATH, numbers(cast, reviews, proofreads)).status_code == 400
    assert not LedgerEntry.objects.exists()


def test_nobody_else_changes_them(client: Client, cast: people.Cast) -> None:
    root = people.make_user("root", is_superuser=True)
    for user in [*cast.everybody, root]:
        if user in (cast.chief, cast.second_chief):
            continue
        client.force_login(user)
        assert client.post(PATH, {"preset": "1"}).status_code == 403, user
        with pytest.raises(NotAllowed):
            policy.set_section_policy(user, cast.section, 1, 0)
    client.force_login(cast.administrator)
    page = client.get(PATH)
    assert page.status_code == 200
    assert b"<select" not in page.content
    assert not LedgerEntry.objects.exists()


def test_the_row_has_no_other_screen(chief: Client, cast: people.Cast) -> None:
    Policy.current().save()
    assert chief.get("/admin/articles/policy/1/change/")["Location"] == PATH
    assert (
        chief.post("/admin/articles/policy/1/change/", {"reviews_required": 1})["Location"] == PATH
    )
    assert Policy.current().reviews_required == 1


def test_an_administrator_cannot_lower_a_sections_reviews(
    client: Client, cast: people.Cast
) -> None:
    policy.set_section_policy(cast.chief, cast.section, 3, 3)
    client.force_login(cast.administrator)
    path = f"/admin/articles/section/{cast.section.pk}/change/"
    data = {
        "name": "要闻", "slug": "news", "desk": cast.desk.pk, "position": 0, "listed": "on",
        "description": "", "reviews_required": "1", "proofreads_required": "0",
    }  # fmt: skip
    assert client.post(path, data).status_code == 302
    cast.section.refresh_from_db()
    assert (cast.section.reviews_required, cast.section.proofreads_required) == (3, 3)
