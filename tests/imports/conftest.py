"""Fixtures that read the register of a district, and small workbooks made on the spot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter

from crm.imports.batches import starting, work_cli
from crm.imports.batches.work_cli import work
from crm.imports.sheets.staged import StagedRegister
from crm.imports.workbook.child import read_or_refuse, understood
from tests.imports.books import REGISTER, Rows, stage


@pytest.fixture(scope="session")
def register() -> StagedRegister:
    """The register of the district, read once."""
    return stage(REGISTER)


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[Mapping[str, Rows]], Path]:
    """Makes a workbook of the given sheets; a row is written as it stands."""

    def make(sheets: Mapping[str, Rows]) -> Path:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return make


@pytest.fixture
def staged(workbook: Callable[[Mapping[str, Rows]], Path]) -> Callable[[Mapping[str, Rows]], StagedRegister]:
    """Reads a workbook of the given sheets."""
    return lambda sheets: stage(workbook(sheets))


@pytest.fixture
def at_once(app, monkeypatch):
    """The work is done before the answer, in this process instead of two children."""

    def start(_settings, batch_id):
        with app.app_context():
            work(batch_id)

    monkeypatch.setattr(starting, "start", start)
    monkeypatch.setattr(work_cli, "read_apart", lambda *asked: understood(read_or_refuse(*asked)))
