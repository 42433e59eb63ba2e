"""Invented newspaper prose: words as frequent as words are, and sentences that are not all alike.

The words and the patterns stand in `words.toml`. Of each class the first words are used most and
the last hardly (Zipf's law); names, numbers and coined words make what stands only once or twice.
"""

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

Bits = Callable[[int], int]
Pick = Callable[[Bits], str]
Pattern = tuple[str, tuple[Pick, ...]]

_WORDS = Path(__file__).with_name("words.toml")
_SLOT = re.compile(r"\{(\w+)\}")
# A class is drawn from a table of so many places, each word as often as its rank deserves.
_BITS = 12
_MODELS = "ABCDEGHKLMPSTVXYZ"
_CHANGES = ("增长", "提高", "下降", "减少")


class Prose:
    """Sentences drawn from one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.bits: Bits = chance.getrandbits

    def word(self, name: str) -> str:
        return _pick_of(name)(self.bits)

    def line(self, kind: str, most: int) -> str:
        """A headline or the like, of at most so many characters."""
        line = self._write(_patterns(kind))
        return line if len(line) <= most else line[:most].rstrip("，：“、 ")

    def paragraph(self) -> str:
        patterns = _patterns("plain")
        return "".join([self._write(patterns) for _sentence in range(2 + self.bits(2))])

    def _write(self, patterns: Sequence[Pattern]) -> str:
        form, picks = patterns[self.bits(16) % len(patterns)]
        bits = self.bits
        return form % tuple([pick(bits) for pick in picks])


def words(name: str) -> list[str]:
    """A class of words, the commonest first."""
    return _source()["classes"][name].split()


@cache
def _source() -> dict[str, dict[str, str]]:
    return tomllib.loads(_WORDS.read_text("utf-8"))


@cache
def _patterns(kind: str) -> tuple[Pattern, ...]:
    return tuple(map(_compiled, _source()["sentences"][kind].split("\n")[:-1]))


def _compiled(text: str) -> Pattern:
    form = _SLOT.sub("%s", text.replace("%", "%%"))
    return form, tuple(_pick_of(name) for name in _SLOT.findall(text))


@cache
def _pick_of(name: str) -> Pick:
    if name in _MADE:
        return _MADE[name]
    listed = words(name)
    shares = [1 / (rank + 2.5) for rank in range(len(listed))]
    places = (1 << _BITS) - len(listed)
    scale = places / sum(shares)
    table: list[str] = []
    for word, share in zip(listed, shares, strict=True):
        table += [word] * (1 + int(share * scale))
    table += listed[: (1 << _BITS) - len(table)]
    if any("{" in word for word in listed):
        patterns = {word: _compiled(word) for word in listed}
        return lambda bits: _filled(patterns[table[bits(_BITS)]], bits)
    return lambda bits: table[bits(_BITS)]


def _filled(pattern: Pattern, bits: Bits) -> str:
    form, picks = pattern
    return form % tuple([pick(bits) for pick in picks])


def _name(bits: Bits) -> str:
    name = _pick_of("surname")(bits) + _pick_of("given")(bits)
    return name + _pick_of("given")(bits) if bits(2) else name


def _coined(bits: Bits) -> str:
    return _pick_of("coin")(bits) + _pick_of("coin")(bits)


def _company(bits: Bits) -> str:
    return _coined(bits) + _pick_of("firm")(bits)


def _street(bits: Bits) -> str:
    return _coined(bits) + "路街巷里"[bits(2)]


def _number(bits: Bits) -> str:
    """Small numbers are the most, as in life."""
    value = 1 + bits(2 + bits(4) % 15)
    tenth = f".{1 + bits(3)}" if bits(4) == 0 else ""
    return f"{value}{tenth}{_pick_of('measure')(bits)}"


def _percent(bits: Bits) -> str:
    return f"{1 + bits(6)}.{bits(8) % 10}%"


def _age(bits: Bits) -> str:
    return str(19 + bits(8) % 45)


def _house(bits: Bits) -> str:
    return str(1 + bits(9))


def _model(bits: Bits) -> str:
    letters = _MODELS[bits(8) % len(_MODELS)] + _MODELS[bits(8) % len(_MODELS)]
    return f"{letters}-{100 + bits(10)}"


def _more(bits: Bits) -> str:
    return _CHANGES[bits(2)]


_MADE: dict[str, Pick] = {
    "name": _name, "company": _company, "street": _street, "number": _number,
    "percent": _percent, "age": _age, "house": _house, "model": _model, "more": _more,
    "coined": _coined,
}  # fmt: skip
