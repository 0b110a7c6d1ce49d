"""How each fact of the vocabulary is read from a dossier file: by its kind, its choices and its limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import partial
from typing import Any, Generic, TypeVar

from crm.rules.files import json_shapes as shapes
from crm.rules.files.json_shapes import Reader
from crm.rules.law.fields import ITEMS, FactKind, Field, values
from crm.rules.law.problems import DossierError

T = TypeVar("T")

_BY_KIND: Mapping[FactKind, Reader[Any]] = {
    FactKind.TEXT: shapes.text,
    FactKind.MONEY: shapes.money,
    FactKind.RATIO: shapes.share,
    FactKind.SCORE: shapes.score,
    FactKind.DATE: shapes.day,
    FactKind.YEAR: shapes.year,
    FactKind.YES_NO: shapes.yes_no,
    FactKind.JUDGEMENT: shapes.yes_no,
}
_OTHER_NAMES = {"class": "property_class"}
"""Keys of the file that no field of a dossier can be called by."""


def reader_of(fact: Field) -> Reader[Any]:
    """The reader of one value of the fact; choices that are numbers are read as numbers."""
    if fact.kind is FactKind.CHOICE:
        words = values(fact.choices)
        numbers = [word for word in words if isinstance(word, int)]
        return shapes.whole(min(numbers), max(numbers)) if numbers else shapes.one_of(words)
    if fact.kind is FactKind.LIST:
        return _set_of(shapes.one_of(values(fact.choices)))
    if fact.kind is FactKind.COUNT:
        return shapes.whole(fact.lowest, fact.highest)
    return shapes.signed_money if fact.signed else _BY_KIND[fact.kind]


def items_of(group: str, make: type[T]) -> Reader[tuple[T, ...]]:
    """The reader of a list of objects, each with the facts that the vocabulary gives the group."""
    return partial(shapes.items, read=ObjectReader(make, readers_in(group, ITEMS)))


def readers_in(group: str, facts: tuple[Field, ...]) -> dict[str, Reader[Any]]:
    """The readers of the facts that stand in a group, by the keys they have in it."""
    inside = {fact.id.removeprefix(f"{group}."): fact for fact in facts if fact.id.startswith(f"{group}.")}
    return {name: reader_of(fact) for name, fact in inside.items()}


class ObjectReader(Generic[T]):
    """Reads one object; keys without a default in the class it makes must be there, the others may."""

    __slots__ = ("_known", "_make", "_needed", "_readers")

    def __init__(self, make: Callable[..., T], readers: Mapping[str, Reader[Any]]) -> None:
        bare = {field.name for field in fields(make) if field.default is MISSING}  # type: ignore[arg-type]
        self._make = make
        self._needed = frozenset(name for name in readers if _OTHER_NAMES.get(name, name) in bare)
        self._readers = sorted(readers.items(), key=lambda each: each[0] not in self._needed)
        self._known = frozenset(readers)

    def __call__(self, where: str, value: object) -> T:
        row = shapes.mapping(where, value, self._known)
        try:
            return self._make(**self._values(row))
        except DossierError as error:
            raise DossierError(f"{where}.{error.where}", error.why) from None

    def _values(self, row: dict[str, Any]) -> dict[str, Any]:
        """Read in the order of the format, so that of several faults the same one is always named."""
        read: dict[str, Any] = {}
        for name, reader in self._readers:
            item = row.get(name)
            if item is not None:
                read[_OTHER_NAMES.get(name, name)] = reader(name, item)
            elif name in self._needed:
                raise DossierError(name, "缺少必填项")
        return read


def _set_of(read: Reader[T]) -> Reader[frozenset[T]]:
    return lambda where, value: frozenset(shapes.items(where, value, read))
