"""Reads TOML tables into dataclasses; every complaint names the file and the line."""

import dataclasses
import re
import tomllib
import types
import typing
from pathlib import Path
from typing import Any, TypeVar

Shape = TypeVar("Shape")


class ContentError(ValueError):
    """The demo's content is wrong: says in which file, on which line, and how."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        super().__init__(f"{path.name}, line {line}: {problem}")


@dataclasses.dataclass(frozen=True)
class Source:
    """TOML text, and where in its file it begins (first line: `offset` + 1)."""

    path: Path
    text: str
    offset: int = 0

    def parse(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            line = int(found[1]) if found else self.text.count("\n") + 1
            raise ContentError(self.path, self.offset + line, f"not TOML: {error}") from error

    def fail(self, problem: str, *clues: object) -> typing.NoReturn:
        """Raise for the first line that holds every clue, else the first line of the text."""
        lines = self.text.splitlines()
        for number, line in enumerate(lines, 1):
            if clues and all(re.search(rf"(?<![\w-]){clue}(?![\w-])", line) for clue in clues):
                raise ContentError(self.path, self.offset + number, problem)
        raise ContentError(self.path, self.offset + 1, problem)

    def build(self, shape: type[Shape], table: object) -> Shape:
        """Make `shape`, a dataclass, of a TOML table: no key too many or missing, types right."""
        assert dataclasses.is_dataclass(shape)
        name = shape.__name__
        if not isinstance(table, dict):
            self.fail(f"a table was expected for {name}, not {table!r}")
        hints = typing.get_type_hints(shape)
        fields = {field.name: field for field in dataclasses.fields(shape)}
        identity = [re.escape(str(value)) for value in list(table.values())[:1]]
        for key in table.keys() - fields.keys():
            self.fail(f"{name} has no field “{key}”", key)
        values: dict[str, Any] = {}
        for key, field in fields.items():
            if key in table:
                values[key] = self._value(hints[key], table[key], key)
            elif (
                field.default is dataclasses.MISSING
                and field.default_factory is dataclasses.MISSING
            ):
                self.fail(f"{name} lacks “{key}”", *identity)
        return shape(**values)

    def _value(self, hint: Any, value: object, key: str) -> Any:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is types.UnionType:
            return self._value(next(a for a in arguments if a is not types.NoneType), value, key)
        if origin is tuple:
            if not isinstance(value, list):
                self.fail(f"“{key}” must be a list", key)
            return tuple(self._value(arguments[0], item, key) for item in value)
        if dataclasses.is_dataclass(hint):
            return self.build(typing.cast(type[Any], hint), value)
        if hint is float and type(value) is int:
            return float(value)
        if type(value) is not hint:
            self.fail(f"“{key}” must be {hint.__name__}, not {value!r}", key)
        return value
