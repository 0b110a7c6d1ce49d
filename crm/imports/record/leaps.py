"""Amounts whose size leaps as only another unit explains, against the record and against the years beside."""

from collections.abc import Iterable, Mapping

from crm.config.service_rules import service_rules
from crm.enterprises.models import AMOUNTS, FigureName
from crm.rules.law.fields import STEADY, leaps


def leaping(
    values: Mapping[FigureName, int],
    beside: Iterable[Mapping[FigureName, int | None]],
    recorded: Mapping[FigureName, int],
) -> dict[FigureName, int]:
    """The amounts that differ by the step of a unit or more from one beside them, each with that other, in fen.

    Against what is `recorded` of the same year every amount is held, against other years those that are steady.
    """
    others, factor = list(beside), service_rules().figures.unit_factor
    amounts = {name: value for name, value in values.items() if name in AMOUNTS}
    told = {name: [recorded.get(name), *(other.get(name) for other in others if name in STEADY)] for name in amounts}
    distant = {name: _distant(value, told[name], factor) for name, value in amounts.items()}
    return {name: other for name, other in distant.items() if other is not None}


def _distant(value: int, others: Iterable[int | None], factor: int) -> int | None:
    """The first of the other amounts that is so far away."""
    return next((other for other in others if leaps(value, other, factor)), None)
