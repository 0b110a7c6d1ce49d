"""A YAML 1.2 file as values that know their line, so that every complaint can name it; it knows no policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from crm.rules.law.problems import RulebookError
from crm.rules.law.quantities import Unit, quantity

# Beyond these the calendar ends and columns overflow; no rule of the policy comes near.
MOST_YEARS = 100
LARGEST_WHOLE = 10**9

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class PlacedValue:
    """One value of a policy file and where it stands."""

    __slots__ = ("file", "line", "value")

    def __init__(self, file: str, line: int, value: Any) -> None:
        self.file = file
        self.line = line
        self.value = value

    def fail(self, why: str) -> RulebookError:
        return RulebookError(f"{self.file}:{self.line}", why)

    def section(self, required: str = "", optional: str = "") -> dict[str, PlacedValue]:
        """A mapping with exactly the named keys, given as words in one string."""
        entries = self.mapping()
        known = set(required.split()) | set(optional.split())
        for key, entry in entries.items():
            if key not in known:
                raise entry.fail(f"unknown key {key!r}; known here: {', '.join(sorted(known))}")
        for key in required.split():
            if key not in entries:
                raise self.fail(f"missing {key!r}")
        return entries

    def mapping(self) -> dict[str, PlacedValue]:
        if not isinstance(self.value, dict):
            raise self.fail("must be a mapping")
        return self.value

    def items(self) -> list[PlacedValue]:
        if not isinstance(self.value, list):
            raise self.fail("must be a list")
        return self.value

    def pair(self) -> tuple[PlacedValue, PlacedValue]:
        items = self.items()
        if len(items) != 2:
            raise self.fail("must be a list of two")
        return items[0], items[1]

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail("must be a text that is not empty")
        return self.value

    def word(self, known: frozenset[Any]) -> Any:
        """A scalar that is one of the known words."""
        if isinstance(self.value, dict | list) or self.value not in known:
            raise self.fail(f"unknown word {self.value!r}; known: {', '.join(sorted(map(str, known)))}")
        return self.value

    def whole(self) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.fail("must be a whole number")
        if abs(self.value) > LARGEST_WHOLE:
            raise self.fail("is too large")
        return self.value

    def yes_no(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.fail("must be true or false")
        return self.value

    def day(self) -> date:
        if not isinstance(self.value, date):
            raise self.fail("must be a date such as 2026-04-01")
        return self.value

    def quantity(self, unit: Unit) -> Fraction:
        try:
            number = quantity(self.value, unit)
        except ValueError as error:
            raise self.fail(str(error)) from error
        if unit is Unit.YEARS and not 0 <= number <= MOST_YEARS:
            raise self.fail(f"must be from 0 to {MOST_YEARS} years")
        return number


def read_file(path: Path) -> PlacedValue:
    """The whole file; raise RulebookError naming file and line when it is not plain YAML."""
    try:
        return read_words(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookError(path.name, "cannot be read") from error


def read_words(text: str, name: str) -> PlacedValue:
    """The same for a text that stands in no file; `name` stands for it in complaints."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RulebookError(f"{name}:{line}", f"not YAML: {error.problem}") from error
    except (ReaderError, RecursionError) as error:
        raise RulebookError(f"{name}:1", "not YAML that can be read") from error
    if node is None:
        raise RulebookError(f"{name}:1", "the file is empty")
    return _written(name, node)


def _written(file: str, node: Any) -> PlacedValue:
    line = node.start_mark.line + 1
    if node.anchor or node.tag not in _PLAIN_TAGS:
        raise RulebookError(f"{file}:{line}", "anchors, aliases and own tags are not used in policy files")
    if isinstance(node, MappingNode):
        return PlacedValue(file, line, _entries(file, node))
    if isinstance(node, SequenceNode):
        return PlacedValue(file, line, [_written(file, item) for item in node.value])
    return PlacedValue(file, line, _scalar(file, node))


def _entries(file: str, node: MappingNode) -> dict[str, PlacedValue]:
    entries: dict[str, PlacedValue] = {}
    for key, value in _pairs(file, node):
        if key in entries:
            raise RulebookError(f"{file}:{value.line}", f"{key!r} is written twice")
        entries[key] = value
    return entries


def _pairs(file: str, node: MappingNode) -> Iterator[tuple[str, PlacedValue]]:
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            raise RulebookError(f"{file}:{line}", "a key must be a word")
        entry = _written(file, value)
        entry.line = line
        yield key.value, entry


def _scalar(file: str, node: ScalarNode) -> Any:
    """A quoted scalar is text; a plain one is a whole number, a date, true, false or text."""
    plain: str = node.value
    if node.style is not None:
        return plain
    if plain in {"true", "false"}:
        return plain == "true"
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if _DATE.fullmatch(plain):
        return _date(file, node)
    return plain


def _date(file: str, node: ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError as error:
        raise RulebookError(f"{file}:{node.start_mark.line + 1}", f"no such date: {node.value}") from error
