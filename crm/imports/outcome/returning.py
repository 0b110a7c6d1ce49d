"""Rows that were left out after the file was read, such as those of unknown enterprises: their cells are fetched."""

from collections.abc import Sequence
from dataclasses import replace

from crm.imports.batches.store import BatchStore
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from crm.imports.workbook.child import read_rows_apart
from crm.imports.workbook.refusals import Refusal


def with_cells(
    findings: Sequence[RegisterFinding], store: BatchStore, file_name: str, earlier: Sequence[RegisterFinding] = ()
) -> list[RegisterFinding]:
    """The findings, each rejected row with its cells: from earlier findings of the same file, or from the file."""
    cells = {(each.sheet, each.row): each.values["cells"] for each in (*earlier, *findings) if "cells" in each.values}
    wanted: dict[str, list[int]] = {}
    for each in findings:
        if _lacks_cells(each) and (each.sheet, each.row) not in cells:
            wanted.setdefault(each.sheet, []).append(each.row)
    if wanted:
        cells |= _fetched(store, wanted, file_name)
    return [_with(each, cells.get((each.sheet, each.row))) if _lacks_cells(each) else each for each in findings]


def _lacks_cells(finding: RegisterFinding) -> bool:
    return finding.note is FindingKind.REJECTED and "cells" not in finding.values


def _with(finding: RegisterFinding, cells: list[object] | None) -> RegisterFinding:
    return finding if cells is None else replace(finding, values={**finding.values, "cells": cells})


def _fetched(store: BatchStore, wanted: dict[str, list[int]], file_name: str) -> dict[tuple[str, int], list[object]]:
    """The cells from the file; a file that cannot be read a second time gives none, and the reasons stand alone."""
    try:
        with store.open_upload() as path:
            sheets = read_rows_apart(path, wanted, file_name)
    except (Refusal, OSError):
        return {}
    return {(sheet, number): cells for sheet, rows in sheets.items() for number, cells in rows.items()}
