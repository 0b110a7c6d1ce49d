"""Leaves out the rows of enterprises that neither the file nor the record knows; all other rows stay as read."""

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.sheets.staged import StagedFigures, StagedProperty, StagedRegister, StagedTitle, StagedVisit
from crm.imports.tables.layout import SheetKind

Row = TypeVar("Row", StagedFigures, StagedTitle, StagedProperty, StagedVisit)

LEFT_OUT = "hidden_row_left_out"


def codes_of(staged: StagedRegister) -> list[str]:
    """Every credit code the register mentions, once."""
    sheets = (staged.enterprises, staged.figures, staged.titles, staged.property, staged.visits)
    return sorted({row.uscc for rows in sheets for row in rows})


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
    lists = ((SheetKind.TITLES, staged.titles), (SheetKind.PROPERTY, staged.property))
    owners = [(kind, row) for kind, rows in lists for row in rows if (row.sheet, row.row) in hidden]
    held = [
        RegisterFinding(FindingKind.HELD, row.sheet, row.row, "", "", LEFT_OUT, {"kind": kind, "owner": row.uscc})
        for kind, row in owners
    ]
    findings = [
        replace(each, reason=LEFT_OUT) if each.reason == "hidden_row_read" else each for each in staged.findings
    ]
    return replace(
        staged,
        enterprises=[row for row in staged.enterprises if (row.sheet, row.row) not in hidden],
        figures=[row for row in staged.figures if (row.sheet, row.row) not in hidden],
        titles=[row for row in staged.titles if (row.sheet, row.row) not in hidden],
        property=[row for row in staged.property if (row.sheet, row.row) not in hidden],
        visits=[row for row in staged.visits if (row.sheet, row.row) not in hidden],
        findings=[*findings, *held],
    )


def settle(staged: StagedRegister, in_record: Collection[str]) -> StagedRegister:
    """The register without rows of unknown enterprises, each of which is rejected with its reason."""
    known = {enterprise.uscc for enterprise in staged.enterprises} | set(in_record)
    rejected: list[RegisterFinding] = []

    def of_known(rows: list[Row]) -> list[Row]:
        for row in rows:
            if row.uscc not in known:
                values = {"uscc": row.uscc}
                rejected.append(
                    RegisterFinding(FindingKind.REJECTED, row.sheet, row.row, "", "", "enterprise_unknown", values)
                )
        return [row for row in rows if row.uscc in known]

    return replace(
        staged,
        figures=of_known(staged.figures),
        titles=of_known(staged.titles),
        property=of_known(staged.property),
        visits=of_known(staged.visits),
        findings=[*staged.findings, *rejected],
    )
