"""Amounts whose size leaps as only another unit explains, against the record and against the years beside."""

from collections.abc import Iterable, Mapping

from crm.enterprises.models import AMOUNTS, FigureName
from crm.rules.law.fields import leaps

# The smallest step between two units of money that registers use: 元 and 千元.
UNIT_STEP = 1_000
# A profit may come from next to nothing in a year, so its leaps say nothing about units.
STEADY = frozenset(AMOUNTS) - {FigureName.NET_PROFIT}


def leaping(
    values: Mapping[FigureName, int], beside: Iterable[Mapping[FigureName, int | None]]
) -> dict[FigureName, int]:
    """The amounts that differ by a unit's step or more from one beside them, each with that other amount, in fen."""
    others = list(beside)
    found = ((name, _leap(value, [other.get(name) for other in others])) for name, value in values.items())
    return {name: other for name, other in found if name in STEADY and other is not None}


def _leap(value: int, others: Iterable[int | None]) -> int | None:
    """The first of the other amounts that is so far away."""
    return next((other for other in others if leaps(value, other, UNIT_STEP)), None)
