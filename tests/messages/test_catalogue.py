"""The catalogue itself: complete, compiled, and true to the placeholders of the English."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings

from newsroom.management.commands.check_messages import CATALOGUE, incomplete, not_compiled

CATALOGUES = [Path(path) / CATALOGUE for path in settings.LOCALE_PATHS]
PLACE = re.compile(r"%\(\w+\)[.\d]*[sdf]|\{\w*\}|https?://\S+|--[a-z-]+")
WRITTEN = """
msgid "Save"
msgstr "保存"
"""


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_placeholders_are_those_of_the_english(catalogue: Path) -> None:
    wrong = []
    for entry in polib.pofile(str(catalogue)):
        for said in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            if Counter(PLACE.findall(said)) != Counter(PLACE.findall(entry.msgid)):
                wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_what_is_compiled_is_what_is_written(catalogue: Path) -> None:
    assert list(incomplete("", catalogue.read_text("utf-8"))) == []
    assert list(not_compiled(catalogue)) == []


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_punctuation_after_chinese_is_chinese(catalogue: Path) -> None:
    """Half-width marks touching a character; a colon before an address stands apart."""
    wrong = [
        entry.msgstr
        for entry in polib.pofile(str(catalogue))
        if re.search("[一-鿿][,;:?!.()]|[,;?!()][一-鿿]", entry.msgstr)
    ]
    assert wrong == []


def test_people_are_addressed_in_one_way() -> None:
    """您 throughout: 你 beside it reads as if two papers spoke."""
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(settings.LOCALE_PATHS[0] / CATALOGUE))
        if "你" in "".join((entry.msgstr, *entry.msgstr_plural.values()))
    ]
    assert wrong == []


def test_a_sentence_without_chinese_is_named() -> None:
    assert list(incomplete("django.po", WRITTEN)) == []
    (said,) = incomplete("django.po", WRITTEN + '\nmsgid "Spike it"\nmsgstr ""\n')
    assert "Spike it" in said


def test_a_guess_is_named() -> None:
    (said,) = incomplete("django.po", WRITTEN + '\n#, fuzzy\nmsgid "Spike it"\nmsgstr "弃"\n')
    assert "Spike it" in said


def test_a_catalogue_that_was_not_compiled_again_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    source = tmp_path / "django.po"
    source.write_text(WRITTEN, "utf-8")
    assert len(list(not_compiled(source))) == 1

    polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    assert list(not_compiled(source)) == []

    source.write_text(WRITTEN.replace("保存", "存盘"), "utf-8")
    (said,) = not_compiled(source)
    assert "Save" in said
