"""Text in every encoding that newsrooms still get."""

import codecs

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import intake
from tests.intake import damaged

PIECE = damaged.make_piece()
TRADITIONAL = opencc.OpenCC("s2tw").convert(PIECE)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_simplified(encoding: str, name: str | None, ends: str) -> None:
    copy = intake.read("piece.txt", PIECE.replace("\n", ends).encode(encoding, "ignore"))
    assert copy.encoding == copy.to_json()["repairs"]["encoding"] == name
    assert copy.headline == damaged.HEADLINE
    assert [block.text for block in copy.body if block.kind == "paragraph"] == [*damaged.PARAGRAPHS]
    assert copy.quarantine is None


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("big5", "big5"), ("big5hkscs", "big5"), ("cp950", "big5"), ("gb18030", "gb18030")],
)
def test_traditional(encoding: str, name: str) -> None:
    copy = intake.read("piece.txt", TRADITIONAL.encode(encoding, "ignore"))
    assert copy.encoding == name
    assert copy.headline == damaged.HEADLINE
    assert copy.body[0].text == damaged.PARAGRAPHS[0]
    assert copy.quarantine is None


def test_a_mark_at_the_start_decides() -> None:
    data = codecs.BOM_UTF16_BE + PIECE.encode("utf-16-be")
    assert intake.read("piece.txt", data).headline == damaged.HEADLINE


WORDS = "\n".join(damaged.PARAGRAPHS)
WORDS_IN_BIG5 = opencc.OpenCC("s2tw").convert(WORDS).encode("big5", "ignore").decode("big5")


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line)


@given(
    st.integers(0, len(WORDS) - 12),
    st.integers(12, 400),
    st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16"]),
)
def test_a_few_words_are_enough(start: int, length: int, encoding: str) -> None:
    words = WORDS[start : start + length]
    assert intake.read("piece.txt", words.encode(encoding)).lines == lines_of(words)


@given(st.integers(0, len(WORDS_IN_BIG5) - 12), st.integers(12, 400))
def test_big5_is_told_from_gb18030(start: int, length: int) -> None:
    words = WORDS_IN_BIG5[start : start + length]
    copy = intake.read("piece.txt", words.encode("big5"))
    assert (copy.encoding, copy.lines) == ("big5", lines_of(words))


def test_english_in_a_western_encoding() -> None:
    text = "Workers’ union said “yes” to the café’s offer, and “no” to nothing else.\n" * 3
    copy = intake.read("piece.txt", text.encode("cp1252"))
    assert copy.encoding == "cp1252"
    assert copy.body[0].text == text.split("\n")[0]


def test_english_in_utf16_without_a_mark() -> None:
    copy = intake.read("piece.txt", "Night Shift Wins\n".encode("utf-16-le"))
    assert (copy.headline, copy.encoding) == ("Night Shift Wins", "utf-16")


@pytest.mark.parametrize(
    ("was", "taken_for"),
    [("utf-8", "gb18030"), ("utf-8", "latin-1"), ("gb18030", "latin-1")],
)
def test_text_read_in_the_wrong_encoding_is_read_again(was: str, taken_for: str) -> None:
    text, scrambled = next(
        (words, scrambled)
        for paragraph in damaged.PARAGRAPHS
        for words in (paragraph[:length] for length in range(len(paragraph), 15, -1))
        if "\ufffd" not in (scrambled := words.encode(was).decode(taken_for, "replace"))
    )
    copy = intake.read("piece.txt", scrambled.encode())
    assert copy.encoding == f"{was} misread as {taken_for}"
    assert copy.lines == (text,)
    left = intake.read("piece.txt", scrambled.encode(), refused=["encoding"])
    assert left.encoding is None
