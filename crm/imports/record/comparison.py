"""Sets a register against the record: what is new, what changes, what is the same. Reads and writes nothing itself."""

from dataclasses import dataclass
from typing import Any

from crm.imports.lists.registry import LIST_SHEETS
from crm.imports.record.enterprise_plan import EnterprisePlan, plan_enterprises
from crm.imports.record.queries import RecordSide
from crm.imports.record.row_plans import (
    FiguresPlan,
    RowPlan,
    TitlesPlan,
    plan_figures,
    plan_items,
    plan_titles,
    plan_visits,
)
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.sheets.staged import StagedItem, StagedRegister, StagedVisit
from crm.imports.tables.layout import KINDS, SheetKind


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole register against the record."""

    enterprises: list[EnterprisePlan]
    figures: RowPlan[FiguresPlan]
    titles: TitlesPlan
    items: dict[str, RowPlan[StagedItem]]
    visits: RowPlan[tuple[str, StagedVisit]]

    def counts(self) -> dict[str, dict[str, int]]:
        """New, changed and equal rows by kind of sheet."""
        new = sum(plan.is_new for plan in self.enterprises)
        changed = sum(plan.changes and not plan.is_new for plan in self.enterprises)
        rest: dict[str, RowPlan[Any]] = {
            SheetKind.FIGURES: self.figures,
            SheetKind.TITLES: self.titles,
            SheetKind.VISITS: self.visits,
            **self.items,
        }
        counts = {kind: _counted_plan(rest.get(kind, RowPlan())) for kind in map(str, KINDS)}
        counts[SheetKind.ENTERPRISES] = _counted(new, changed, len(self.enterprises) - new - changed)
        counts[SheetKind.TITLES]["changed"] = len(self.titles.renewals)
        return counts

    def kept_findings(self, staged: StagedRegister) -> list[RegisterFinding]:
        """Where the record knows better than the register, as findings of its sheets."""
        names = {kind: sheet.name for sheet in staged.sheets for kind in (sheet.kind, *sheet.also)}
        kept = [(SheetKind.FIGURES, entry) for entry in self.figures.kept]
        kept += [(SheetKind.TITLES, entry) for entry in self.titles.kept]
        return [
            RegisterFinding(FindingKind.KEPT, names[kind], row, "", "", reason, values)
            for kind, (row, reason, values) in kept
        ]

    def held_findings(self, staged: StagedRegister) -> list[RegisterFinding]:
        """Rows that cannot be written beside what stands in the record, as findings of their sheet."""
        names = {kind: sheet.name for sheet in staged.sheets for kind in (sheet.kind, *sheet.also)}
        held = [(SheetKind.FIGURES, entry) for entry in self.figures.held]
        held += [(SheetKind.TITLES, entry) for entry in self.titles.held]
        return [
            RegisterFinding(FindingKind.HELD, names[kind], row, "", "", reason, values)
            for kind, (row, reason, values) in held
        ]


def compare(staged: StagedRegister, known: RecordSide) -> Comparison:
    """Set every row of the register against the record."""
    return Comparison(
        plan_enterprises(staged.enterprises, known),
        plan_figures(staged.figures, known),
        plan_titles(staged.titles, known),
        {name: plan_items(LIST_SHEETS[name], staged.rows(name), known) for name in known.items},
        plan_visits(staged.visits, known),
    )


def _counted_plan(plan: RowPlan[Any]) -> dict[str, int]:
    return _counted(len(plan.new), len(plan.changed), plan.same)


def _counted(new: int, changed: int, same: int) -> dict[str, int]:
    return {"new": new, "changed": changed, "same": same}
