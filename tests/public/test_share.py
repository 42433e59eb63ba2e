"""The address of a piece as a picture that a telephone reads."""

import re
from datetime import timedelta
from typing import Any

import segno
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.public.archive import put_out, put_out_tomorrow, take_down
from tests.reads.conftest import clock


def qr_of(path: str) -> str:
    return f"{path}qr.svg"


def test_it_is_drawn_of_the_one_true_address(client: Client, cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://paper.example"
    path = put_out(cast).get_absolute_url()
    answer = client.get(qr_of(path))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    drawn = answer.content.decode()
    expected = segno.make(f"https://paper.example{path}", error="m", micro=False)
    width, height = expected.symbol_size(border=4)
    assert f'viewBox="0 0 {width} {height}"' in drawn
    [modules] = re.findall(r'stroke="#000" d="([^"]+)"', drawn)
    assert modules in expected.svg_inline(border=4, dark="#000", light="#fff")
    assert 'fill="#fff"' in drawn, "cameras need a light ground by night too"


def test_kept_by_browsers_and_asked_for_again_by_caches(client: Client, cast: Cast) -> None:
    path = qr_of(put_out(cast).get_absolute_url())
    answer = client.get(path)
    assert not answer.cookies
    assert "max-age=2592000" in answer["Cache-Control"]
    assert "s-maxage=0" in answer["Cache-Control"]
    again = client.get(path, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert client.post(path).status_code == 405


def test_nobody_learns_that_a_hidden_piece_is_there(client: Client, cast: Cast) -> None:
    soon, gone, here = put_out_tomorrow(cast), take_down(put_out(cast)), put_out(cast)
    wrong_day = here.get_absolute_url().replace(f"{here.date:%Y/%m/%d}", "2001/01/01")
    for path in (soon.get_absolute_url(), gone.get_absolute_url(), wrong_day, "/2026/01/01/9/"):
        answer = client.get(qr_of(path))
        assert answer.status_code == 404, path
        assert answer["Cache-Control"] == "max-age=0, must-revalidate"
    with clock(timezone.now() + timedelta(days=1, minutes=1)):
        assert client.get(qr_of(soon.get_absolute_url())).status_code == 200


def test_one_question(client: Client, cast: Cast, django_assert_num_queries: Any) -> None:
    path = qr_of(put_out(cast).get_absolute_url())
    with django_assert_num_queries(1):
        client.get(path)
