"""Amounts whose size leaps as only another unit explains, against the record and against the years beside; and
whether the record can tell at all."""

from collections.abc import Container, Iterable, Mapping

from crm.config.service_rules import service_rules
from crm.enterprises.models import AMOUNTS, FigureName
from crm.imports.record.queries import RecordSide
from crm.imports.sheets.findings import RegisterFinding
from crm.imports.sheets.staged import StagedFigures
from crm.imports.sheets.unnamed_units import UNIT_UNNAMED
from crm.imports.tables.layout import SheetKind
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


def vouches_for_unit(finding: RegisterFinding, figures: Iterable[StagedFigures], record: RecordSide) -> bool:
    """Whether every amount of a column without a unit stands beside a recorded one, so that a wrong unit is held."""
    if finding.reason != UNIT_UNNAMED or finding.values["kind"] != SheetKind.FIGURES:
        return False
    name = FigureName(finding.values["field"])
    compared = {enterprise_id for (enterprise_id, _), known in record.figures.items() if getattr(known, name)}
    return all(
        _is_compared(row, name, record, compared)
        for row in figures
        if row.sheet == finding.sheet and row.values.get(name)
    )


def _is_compared(row: StagedFigures, name: FigureName, record: RecordSide, compared: Container[int]) -> bool:
    enterprise_id = record.id_of(row.uscc) or 0
    same_year = record.figures.get((enterprise_id, row.year))
    return bool(same_year and getattr(same_year, name)) or (name in STEADY and enterprise_id in compared)
