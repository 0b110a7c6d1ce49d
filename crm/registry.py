"""Registries: things found by name. One name stands for one thing, and asking for another names those there are."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")
Name = TypeVar("Name", bound=str)


class Registry(dict[str, T]):
    """Things of one kind by name, in the order in which they are listed."""

    def __init__(self, kind: str, entries: Iterable[tuple[str, T]]) -> None:
        """Raises ValueError where a name is listed twice."""
        super().__init__()
        self.kind = kind
        for name, entry in entries:
            if name in self:
                raise ValueError(f"{kind} {name!r} is registered already")
            self[name] = entry

    def __missing__(self, name: str) -> T:
        raise KeyError(f"no {self.kind} {name!r}; there are {', '.join(self)}")


def each_of(names: Iterable[Name], entries: Mapping[Name, T]) -> Mapping[Name, T]:
    """The entries in the order of the names; ValueError names those without an entry and entries without a name."""
    wanted = tuple(names)
    missing, unknown = (
        [name for name in wanted if name not in entries],
        [name for name in entries if name not in wanted],
    )
    if missing or unknown:
        raise ValueError(f"without an entry: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}")
    return {name: entries[name] for name in wanted}
