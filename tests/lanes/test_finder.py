"""From an address on the site or a number straight to the piece, or to its withdrawal."""

import pytest

from articles.models import PublishedArticle
from tests.admin.helpers import signed_in, step_url
from tests.cast import Cast, make_draft, make_published

FIND = "/admin/find/"


@pytest.mark.parametrize("form", ["{address}", "https://paper.example{address}?from=wx#a", "{pk}",
                                  " #{pk} ", "{edit}"])  # fmt: skip
def test_every_way_to_name_a_piece(cast: Cast, form: str) -> None:
    article = make_published(cast)
    address = PublishedArticle.objects.get().get_absolute_url()
    edit = article.get_absolute_url()
    typed = form.format(address=address, pk=article.pk, edit=edit)
    client = signed_in(cast.editor)
    assert client.get(FIND, {"q": typed})["Location"] == edit
    withdraw = client.get(FIND, {"q": typed, "then": "withdraw"})
    assert withdraw["Location"] == step_url(article, "withdraw")
    # The list's own search box takes the same.
    found = client.get("/admin/articles/article/", {"tab": "live", "q": typed})
    assert article.headline in found.content.decode()


def test_words_go_to_the_list(cast: Cast) -> None:
    response = signed_in(cast.editor).get(FIND, {"q": "夜班 公交"})
    assert response["Location"].startswith("/admin/articles/article/?tab=all&q=")


@pytest.mark.parametrize("typed", ["https://example.com/", "/2026/03/08/", "12345678901234567890/"])
def test_what_is_no_address_is_said_and_stays(cast: Cast, typed: str) -> None:
    response = signed_in(cast.editor).get(FIND, {"q": typed})
    assert response.status_code == 404
    assert f'value="{typed}"' in response.content.decode()


def test_a_piece_that_one_may_not_open_is_not_told_from_none(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, "秘密")
    client = signed_in(cast.foreign_editor)
    here, nowhere = (client.get(FIND, {"q": pk}) for pk in (article.pk, 999))
    assert here.status_code == nowhere.status_code == 404
    assert "秘密" not in here.content.decode()
    assert signed_in(cast.outsider).get(FIND, {"q": article.pk}).status_code == 404


def test_a_then_that_is_no_lane_leads_to_the_piece(cast: Cast) -> None:
    article = make_published(cast)
    response = signed_in(cast.editor).get(FIND, {"q": article.pk, "then": "//evil.example"})
    assert response["Location"] == article.get_absolute_url()
