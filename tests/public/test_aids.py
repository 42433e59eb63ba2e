"""Reading aids in the page itself: what works without scripts, and how little script there is."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.cast import Cast, make_draft
from tests.preview.links import address, make_link
from tests.public.archive import put_out

STATIC = Path(settings.BASE_DIR) / "static" / "public"
ALL_SCRIPTS = 10_000  # bytes, as they stand


def test_all_scripts_of_readers_pages_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in STATIC.glob("*.js")}
    assert {"first.js", "page.js"} <= set(sizes)
    assert sum(sizes.values()) < ALL_SCRIPTS
    # It stands between the reader and the first paint.
    assert sizes["first.js"] < 600


def test_only_the_smallest_script_holds_up_the_first_paint(client: Client, db: None) -> None:
    page = client.get("/").content.decode()
    scripts = re.findall(r"<script src=[^>]*>", page)
    waiting = [script for script in scripts if "defer" not in script]
    assert [Path(script.split('"')[1]).name for script in waiting] == ["first.js"]
    assert page.index("first.js") < page.index("site.css"), "it would wait for the sheet"


def test_every_page_has_a_way_into_elder_mode_and_back(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    for path in (
        "/",
        "/news/",
        piece.get_absolute_url(),
        "/search/",
        "/no/such/page/",
        "/archive/",
    ):
        page = client.get(path).content.decode()
        assert page.count('id="elder"') == 1, path
        # A link to the place itself: the sheet's :target does without scripts what they remember.
        assert re.search(r'class="elder-on" href="#elder"[^>]*>长辈模式</a>', page), path
        assert re.search(r'class="elder-off" href="#"[^>]*>退出长辈模式</a>', page), path
        assert '<p id="said" role="status"></p>' in page, path
    assert "first.js" in client.get("/no/such/page/").content.decode()


def test_sharing_needs_no_script(client: Client, cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://paper.example"
    piece = put_out(cast)
    path = piece.get_absolute_url()
    page = client.get(path).content.decode()
    panel = page[page.index('<details class="share">') :].partition("</details>")[0]
    assert f'src="{path}qr.svg"' in panel
    assert f"https://paper.example{path}" in panel
    # Printed at the foot as well, where it is the only way back to the page.
    assert f'class="printed"><img src="{path}qr.svg"' in page
    assert 'loading="lazy"' in panel, "nobody loads it who does not open it"


def test_a_piece_says_where_it_is_counted_and_other_pages_do_not(
    client: Client, cast: Cast
) -> None:
    piece = put_out(cast)
    page = client.get(piece.get_absolute_url()).content.decode()
    assert f'data-read="{reverse("read", args=[piece.pk])}"' in page
    for path in ("/", "/news/", "/search/"):
        assert "data-read" not in client.get(path).content.decode()


def test_an_unpublished_piece_is_neither_counted_nor_shared(client: Client, cast: Cast) -> None:
    draft = make_draft(cast.reporter, cast.section)
    page = client.get(address(make_link(draft, cast.reporter))).content.decode()
    assert draft.headline in page
    for part in ("data-read", "qr.svg", 'class="aids"', "player"):
        assert part not in page, part


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "听全文"), ("en", "Read aloud")])
def test_the_script_speaks_the_pages_language(
    client: Client, cast: Cast, settings: Any, language: str, word: str
) -> None:
    """No sentence stands in the script: it says what the page gives it."""
    settings.LANGUAGE_CODE = language
    with translation.override(language):
        page = client.get(put_out(cast).get_absolute_url()).content.decode()
    assert f'data-start="{word}"' in page
    assert not re.search(r"[\u4e00-\u9fff]", (STATIC / "page.js").read_text("utf-8"))


def test_buttons_say_what_they_are(client: Client, cast: Cast) -> None:
    page = client.get(put_out(cast).get_absolute_url()).content.decode()
    for attributes, text in re.findall(r"<button([^>]*)>([^<]*)</button>", page):
        # The player's first button gets its word when it appears.
        assert text.strip() or 'data-do="listen"' in attributes
    for group in ("aids", "sizes"):
        assert re.search(rf'class="{group}" role="group" aria-label="[^"]+"', page)
    assert re.search(r'class="player" role="region" aria-label="[^"]+"', page)
