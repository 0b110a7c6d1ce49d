"""Where a made-up row takes its decisions from: a seeded generator, or a search that can shrink them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

# How many of a row's facts may stray from the side that passes: none, a few, or all of them.
STRAINS = (0.0, 0.0, 0.02, 0.05, 0.05, 0.1, 0.2, 0.5, 1.0)


class Choice:
    """Picks values; `strain` is the share of facts that may fall on the wrong side of a border or be missing."""

    def __init__(self, fraction: Callable[[], float]) -> None:
        self.fraction = fraction
        self.strain = 0.0

    @classmethod
    def seeded(cls, seed: int) -> Choice:
        return cls(Random(seed).random)

    def begin_row(self) -> None:
        self.strain = self.of(STRAINS)

    def of(self, values: Sequence[T]) -> T:
        return values[int(self.fraction() * len(values))]

    def strays(self) -> bool:
        return self.strain > 0.0 and self.fraction() < self.strain

    def either(self, passing: Sequence[T], straying: Sequence[T]) -> T:
        return self.of(straying if self.strays() else passing)
