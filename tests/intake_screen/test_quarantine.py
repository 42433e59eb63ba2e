"""Damaged copy becomes a draft only when a person says so, in so many words."""

import pytest
from django.utils.html import escape

from articles.desk import incoming, ledger
from articles.desk.errors import Refused
from articles.desk.incoming_copy import read_copy
from articles.models import Article
from tests.admin.helpers import signed_in
from tests.cast import Cast
from tests.intake_screen.samples import DAMAGED, address, press, waiting


def test_the_reason_and_the_places_are_shown(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    page = client.get(address(waiting(client, cast.section, DAMAGED))).content.decode()
    assert "In quarantine" in page
    damage = str(read_copy("copy.txt", DAMAGED.encode()).quarantine)
    assert "装卸工老\ufffd\ufffd再不用" in damage
    assert escape(damage) in page
    assert '<mark class="ni-lost">\ufffd\ufffd</mark>' in page


def test_saving_alone_makes_no_draft_and_loses_no_tick(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, DAMAGED)
    answer = press(client, file, "save", refuse=["traditional"])
    assert answer.status_code == 200
    assert "No draft was made yet" in answer.content.decode()
    assert not Article.objects.exists()
    file.refresh_from_db()
    assert (file.article, file.refused) == (None, ["traditional"])


def test_the_tick_makes_the_draft_and_the_ledger_says_so(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, DAMAGED)
    press(client, file, "save", accept_damaged="on")
    article = Article.objects.get()
    assert "\ufffd\ufffd" in article.body
    create, accept = ledger.history("article", article.pk)
    assert (create.action, accept.action) == ("create", "accept_damaged")
    assert "装卸工老\ufffd\ufffd" in accept.note
    assert accept.actor == cast.reporter
    assert ledger.verify() == []
    timeline = client.get(article.get_absolute_url()).content.decode()
    assert "Made of damaged copy" in timeline


def test_the_tick_counts_for_one_press_only(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, DAMAGED)
    press(client, file, "update", accept_damaged="on")
    assert "accept_damaged" in (page := client.get(address(file)).content.decode())
    assert 'name="accept_damaged" id="id_accept_damaged" checked' not in page
    assert press(client, file, "save").status_code == 200
    assert not Article.objects.exists()


def test_the_desk_itself_refuses_it(cast: Cast) -> None:
    copy = read_copy("damaged.txt", DAMAGED.encode())
    file = incoming.keep(copy, cast.reporter, cast.section)
    with pytest.raises(Refused, match=r"damaged\.txt waits in quarantine"):
        incoming.make_draft(file, copy, cast.reporter)
    assert not Article.objects.exists()
