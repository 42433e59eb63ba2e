"""The measurement of the way from the press of a button to readers, at a real server."""

import pytest

from newsroom.bench.visible import publish_and_withdraw
from tests.cast import Cast
from tests.server import database_url, serve


@pytest.mark.django_db(transaction=True)
def test_no_reader_gets_an_old_answer_after_the_commit() -> None:
    cast = Cast()
    environment = {"NEWSROOM_WING": "public", "DATABASE_URL": database_url()}
    with serve(workers=2, **environment) as site:
        found = publish_and_withdraw(site, cast.chief, cast.section, pieces=3)
    assert [len(each.waiting) for each in found] == [3, 3, 3]
    assert [each.late for each in found] == [0, 0, 0]
