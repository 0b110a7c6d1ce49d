"""The report of an import as people and programs read it: counts by sheet, and every row and cell left out."""

from collections import Counter
from typing import Any

from crm.imports.lists.registry import LIST_SHEETS
from crm.imports.outcome.reasons import sentence
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.sheets.staged import StagedRegister
from crm.imports.tables.layout import KINDS, SheetKind


def report(staged: StagedRegister) -> dict[str, Any]:
    """The report of a staged register, ready for JSON."""
    return {
        "sheets": counts(staged),
        "rejected": [
            {"sheet": finding.sheet, "row": finding.row, "why": sentence(finding)}
            for finding in of(staged, FindingKind.REJECTED)
        ],
        "unreadable": [
            {"sheet": finding.sheet, "cell": finding.cell, "text": finding.text, "why": sentence(finding)}
            for finding in of(staged, FindingKind.UNREADABLE)
        ],
        "missing_by_word": len(of(staged, FindingKind.MISSING)),
    }


def counts(staged: StagedRegister) -> dict[str, dict[str, int]]:
    """Accepted and rejected rows by kind of sheet; for enterprises also those repaired and the rows merged."""
    kinds = {sheet.kind for sheet in staged.sheets}
    rejected = Counter(_kind(staged, finding) for finding in of(staged, FindingKind.REJECTED))
    promised = {*SheetKind, *(name for name, sheet in LIST_SHEETS.items() if sheet.promised)}
    named = [kind for kind in KINDS if kind in promised or kind in kinds]
    sheets = {str(kind): {"accepted": len(staged.rows(kind)), "rejected": rejected[kind]} for kind in named}
    roll = next((sheet.name for sheet in staged.sheets if sheet.kind == SheetKind.ENTERPRISES), None)
    sheets[SheetKind.ENTERPRISES]["repaired"] = len(
        {finding.values["uscc"] for finding in of(staged, FindingKind.REPAIRED) if finding.sheet == roll}
    )
    sheets[SheetKind.ENTERPRISES]["merged"] = sum(finding.sheet == roll for finding in of(staged, FindingKind.MERGED))
    return sheets


def _kind(staged: StagedRegister, finding: RegisterFinding) -> str | None:
    """The kind of the table in whose rows a finding is."""
    return next(sheet.kind for sheet in staged.sheets if sheet.name == finding.sheet and sheet.has(finding.row))


def of(staged: StagedRegister, note: FindingKind) -> list[RegisterFinding]:
    """The findings of one kind, in the order of reading."""
    return [finding for finding in staged.findings if finding.note is note]
