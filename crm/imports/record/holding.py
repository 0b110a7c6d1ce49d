"""Rows that were read and cannot be written today: what lies ahead, and contacts whose author nobody knows."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from crm.imports.record.comparison import Comparison
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.sheets.staged import StagedTitle, StagedVisit
from crm.imports.tables.layout import SheetKind


def hold_back(comparison: Comparison, authors: Collection[str], on: date) -> tuple[Comparison, list[RegisterFinding]]:
    """The comparison without these rows, and what is said of each; preview and act hold the same ones."""
    ahead = [title for title in comparison.titles.new if title.granted_on > on]
    begun = [title for title in comparison.titles.new if title.granted_on <= on]
    waiting = {key: _why(visit, authors, on) for key, visit in comparison.visits.new}
    visits = [(key, visit) for key, visit in comparison.visits.new if waiting[key] is None]
    findings = [_title_ahead(title) for title in ahead]
    findings += [_held(visit, *why) for key, visit in comparison.visits.new if (why := waiting[key]) is not None]
    held_back = replace(
        comparison, titles=replace(comparison.titles, new=begun), visits=replace(comparison.visits, new=visits)
    )
    return held_back, findings


def _why(visit: StagedVisit, authors: Collection[str], on: date) -> tuple[str, Mapping[str, Any]] | None:
    if visit.on > on:
        return "visit_ahead", {"day": visit.on.isoformat()}
    return None if visit.steward in authors else ("author_unknown", {"name": visit.steward or "—"})


def _title_ahead(title: StagedTitle) -> RegisterFinding:
    values = {"day": title.granted_on.isoformat(), "kind": SheetKind.TITLES.value, "owner": title.uscc}
    return _held(title, "title_ahead", values)


def _held(row: StagedTitle | StagedVisit, reason: str, values: Mapping[str, Any]) -> RegisterFinding:
    return RegisterFinding(FindingKind.HELD, row.sheet, row.row, "", "", reason, dict(values))
