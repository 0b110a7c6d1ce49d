"""Leaves out the rows of enterprises that neither the file nor the record knows; all other rows stay as read."""

from collections.abc import Collection
from dataclasses import replace

from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.sheets.staged import StagedRegister
from crm.imports.tables.layout import KINDS, LISTS

LEFT_OUT = "hidden_row_left_out"


def codes_of(staged: StagedRegister) -> list[str]:
    """Every credit code the register mentions, once."""
    return sorted({row.uscc for row in staged.every_row()})


def unknown_streets(staged: StagedRegister, streets: Collection[str]) -> list[RegisterFinding]:
    """Warnings for enterprises whose sub-district is none of the district's; it is kept as written."""
    return [
        RegisterFinding(FindingKind.WARNING, one.sheet, one.row, "", one.street, "street_unknown")
        for one in staged.enterprises
        if one.street and one.street not in streets
    ]


def without_hidden_rows(staged: StagedRegister) -> StagedRegister:
    """The register without the rows that its file hides; an enterprise of such a row has no complete list by it."""
    hidden = {(sheet.name, row) for sheet in staged.sheets for row in sheet.hidden_rows}
    owners = [(str(kind), row) for kind in LISTS for row in staged.rows(kind) if (row.sheet, row.row) in hidden]
    held = [
        RegisterFinding(FindingKind.HELD, row.sheet, row.row, "", "", LEFT_OUT, {"kind": kind, "owner": row.uscc})
        for kind, row in owners
    ]
    findings = [
        replace(each, reason=LEFT_OUT) if each.reason == "hidden_row_read" else each for each in staged.findings
    ]
    shown = {kind: [row for row in staged.rows(kind) if (row.sheet, row.row) not in hidden] for kind in KINDS}
    return replace(staged.with_rows(shown), findings=[*findings, *held])


def settle(staged: StagedRegister, in_record: Collection[str]) -> StagedRegister:
    """The register without rows of unknown enterprises, each of which is rejected with its reason."""
    known = {enterprise.uscc for enterprise in staged.enterprises} | set(in_record)
    rejected = [
        RegisterFinding(FindingKind.REJECTED, row.sheet, row.row, "", "", "enterprise_unknown", {"uscc": row.uscc})
        for row in staged.every_row()
        if row.uscc not in known
    ]
    of_known = {kind: [row for row in staged.rows(kind) if row.uscc in known] for kind in KINDS}
    return replace(staged.with_rows(of_known), findings=[*staged.findings, *rejected])
