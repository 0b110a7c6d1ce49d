"""Where a made-up row takes its decisions from: a seeded generator, or a search that can shrink them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar

T = TypeVar("T")

# How many of a row's facts may stray from the side that passes: none, a few, or all of them.
STRAINS = (0.0, 0.0, 0.02, 0.05, 0.05, 0.1, 0.2, 0.5, 1.0)


class Source(Protocol):
    """Takes the two kinds of decision of which all others are made."""

    def of(self, values: Sequence[T]) -> T: ...

    def happens(self, share: float) -> bool: ...


class Seeded:
    """Decisions that are the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.fraction = Random(seed).random

    def of(self, values: Sequence[T]) -> T:
        return values[int(self.fraction() * len(values))]

    def happens(self, share: float) -> bool:
        return share > 0.0 and self.fraction() < share


class Choice:
    """The decisions of one row; `strain` is the share of its facts that may fall on the wrong side or be missing."""

    def __init__(self, source: Source) -> None:
        self.of = source.of
        self.happens = source.happens
        self.strain = source.of(STRAINS)

    def strays(self) -> bool:
        return self.happens(self.strain)

    def either(self, passing: Sequence[T], straying: Sequence[T]) -> T:
        return self.of(straying if self.happens(self.strain) else passing)
