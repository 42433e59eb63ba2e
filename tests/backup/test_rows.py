"""What SQLite holds goes into words and comes back, in words that PostgreSQL reads too."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from newsroom.backup.rows import READERS, WRITERS, from_line, to_line

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(st.lists(st.one_of(st.none(), TEXTS), min_size=1, max_size=6))
def test_any_text_comes_back_and_stands_on_one_line(values: list[str | None]) -> None:
    line = to_line([WRITERS["text"]] * len(values), values)
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert from_line([READERS["text"]] * len(values), line[:-1]) == values


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("moment", "2026-11-26 21:59:42.120000", "2026-11-26 21:59:42.120000+00"),
        ("moment", "2026-11-26 21:59:42", "2026-11-26 21:59:42+00"),
        ("bool", 1, "t"),
        ("bool", 0, "f"),
        ("integer", -5, "-5"),
        ("real", 0.1, "0.1"),
        ("bytes", b"\x00\\\xff", "\\\\x005cff"),
        ("uuid", "0" * 31 + "1", "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_each_kind_has_its_words(kind: str, value: object, written: str) -> None:
    assert WRITERS[kind](value) == written
    assert READERS[kind](written) == value


def test_a_fraction_of_postgresql_is_filled_up_so_that_texts_sort_as_times_do() -> None:
    assert READERS["moment"]("2026-11-26 21:59:42.1+00") == "2026-11-26 21:59:42.100000"


@pytest.mark.parametrize(
    ("kind", "text"), [("bool", "yes"), ("moment", "2026-11-26 21:59:42+08"), ("bytes", "00")]
)
def test_other_words_are_refused(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"neither|no time|must begin"):
        READERS[kind](text)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL's COPY")
def test_postgresql_reads_the_same_text() -> None:
    import io

    values = ["a\\b", "tab\there", "line\nbreak\rreturn", "\\N", "", "\b\f\v", "中文😀"]
    text = "".join(to_line([WRITERS["text"]], [value]) for value in values)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE said (place serial, value text)")
        cursor.copy_expert("COPY said (value) FROM STDIN", io.StringIO(text))
        cursor.execute("SELECT value FROM said ORDER BY place")
        assert [row[0] for row in cursor.fetchall()] == values
        out = io.StringIO()
        cursor.copy_expert("COPY (SELECT value FROM said ORDER BY place) TO STDOUT", out)
    read = [from_line([READERS["text"]], line)[0] for line in out.getvalue().split("\n")[:-1]]
    assert read == values
