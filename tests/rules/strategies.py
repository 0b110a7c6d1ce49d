"""Hypothesis strategies for dossiers on the borders of a rulebook; the borders themselves stand in `border`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from tests.rules.border import AS_OF_DATES, BORDERS, Rows

T = TypeVar("T")
PURPOSES = ("new", "review")


@dataclass(frozen=True)
class BorderCase:
    """A question to the engine: one dossier, one rulebook, one day, one purpose."""

    rulebook: str
    as_of: date
    purpose: str
    dossier: dict[str, Any]


class Searched:
    """Decisions that hypothesis takes, and takes back when it looks for a smaller case."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def of(self, values: Sequence[T]) -> T:
        return self.draw(st.sampled_from(values))

    def happens(self, share: float) -> bool:
        return share > 0.0 and self.draw(st.integers(1, 100)) > 100 - 100 * share


@cache
def rows_of(rulebook: str, as_of: date) -> Rows:
    return Rows(rulebook, as_of)


@st.composite
def border_dossiers(draw: st.DrawFn, rulebook: str, as_of: date) -> dict[str, Any]:
    return rows_of(rulebook, as_of).draw(Searched(draw), number=1)


@st.composite
def border_cases(draw: st.DrawFn) -> BorderCase:
    rulebook = draw(st.sampled_from(sorted(BORDERS)))
    as_of = draw(st.sampled_from(AS_OF_DATES))
    purpose = draw(st.sampled_from(PURPOSES))
    return BorderCase(rulebook, as_of, purpose, draw(border_dossiers(rulebook, as_of)))
