"""The demo's pictures: each draws, in the promised size and format, and always alike."""

from io import BytesIO

import pytest
from PIL import Image

from newsroom.demo import artwork


@pytest.mark.parametrize("key", sorted(artwork.KEYS))
def test_every_key_draws(key: str) -> None:
    image = Image.open(BytesIO(artwork.draw(key)))
    image.load()
    if key == "logo":
        assert (image.format, image.mode) == ("PNG", "RGBA")
    elif key.startswith("author-"):
        assert (image.format, image.size) == ("JPEG", (600, 600))
    else:
        assert image.format == "JPEG"
        assert image.size in ((1600, 1067), (1067, 1600), (2000, 1000))
        low, high = image.convert("L").getextrema()
        assert high - low > 150, "a picture needs light and dark"


def test_a_picture_is_always_the_same() -> None:
    assert artwork.draw("rest-station") == artwork.draw("rest-station")


def test_the_name_of_a_file_says_its_format() -> None:
    assert artwork.file_name("logo") == "logo.png"
    assert artwork.file_name("lathe") == "lathe.jpg"


def test_an_unknown_picture_is_refused() -> None:
    with pytest.raises(KeyError):
        artwork.draw("nothing")
