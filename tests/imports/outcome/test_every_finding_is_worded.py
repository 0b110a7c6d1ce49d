"""Every finding has its sentence, with every value the sentence asks for; a batch's page can always be left."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from crm.config.settings import ROOT
from crm.imports.outcome.reasons import FINDINGS, sentence
from crm.imports.sheets.findings import FindingKind, RegisterFinding
from tests.imports.batches.test_pages import maria, upload  # noqa: F401  (fixtures)

FIXTURES = ROOT / "tests" / "fixtures"
READERS = [path for path in (ROOT / "crm" / "imports").rglob("*.py") if path.name != "reasons.py"]
GAPS = re.compile(r"%\((\w+)\)s")


def gaps(reason: str) -> set[str]:
    """The values a sentence asks for, without the text every finding carries."""
    return set(GAPS.findall(str(FINDINGS[reason]))) - {"text"}


def constants(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def noted(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Reasons written out where a finding is noted, with the names of the values given."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in ("reject", "note", "add"):
            reasons = [one.value for one in node.args if isinstance(one, ast.Constant) and one.value in FINDINGS]
            yield from ((reason, {str(one.arg) for one in node.keywords}) for reason in reasons)


def test_every_sentence_belongs_to_a_finding_that_some_reader_notes():
    mentioned = {text for path in READERS for text in constants(path)}

    assert set(FINDINGS) - mentioned == set()


def test_whoever_notes_a_finding_gives_what_its_sentence_asks_for():
    lacking = [
        f"{path.name}: {reason} lacks {gaps(reason) - given}"
        for path in READERS
        for reason, given in noted(path)
        if gaps(reason) - given
    ]

    assert lacking == []


@pytest.mark.parametrize("reason", FINDINGS)
def test_a_finding_is_worded_with_its_own_text(context, reason):
    values = {name: f"<{name}>" for name in gaps(reason)}

    worded = sentence(RegisterFinding(FindingKind.REJECTED, "称号", 3, "", "高新技术企业", reason, values))

    assert "%(" not in worded
    assert all(f"<{name}>" in worded for name in values)


@pytest.mark.parametrize(
    ("name", "quoted"), [("unknown-title.xlsx", "高新技术企业"), ("year-as-range.xlsx", "2025年上半年")]
)
def test_the_page_of_a_batch_with_an_unknown_word_opens_and_gives_the_row_back(maria, at_once, name, quoted):  # noqa: F811
    upload(maria, (FIXTURES / name).read_bytes())

    page = maria.get("/imports/1")
    rejects = maria.get("/imports/1/rejects")

    assert page.status_code == 200
    assert f"“{quoted}”" in page.text
    cells = [
        cell for sheet in openpyxl.load_workbook(io.BytesIO(rejects.data)) for row in sheet.values for cell in row
    ]
    assert any(quoted in str(cell) and "“" in str(cell) for cell in cells)
