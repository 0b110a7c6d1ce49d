"""However a workbook is packed, a cell is read as it shows: a library that misses a part must not decide."""

import re
import zipfile

import pytest
import xlsxwriter

from crm.imports.sheets.unnamed_units import UNIT_UNNAMED
from crm.imports.workbook.container import Limits, inspect
from crm.imports.workbook.files import read_file
from crm.imports.workbook.packing import packed_as_usual
from crm.imports.workbook.refusals import Refusal
from tests.imports.books import CODE, NAME, OTHER_CODE, notes, stage

STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def same(text):
    return text


def strict(part):
    for usual, uri in STRICT.items():
        part = part.replace(usual, uri)
    return part


def prefixed(part):
    if "<workbook" not in part and "<worksheet" not in part:
        return part
    return re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", part).replace("xmlns=", "xmlns:x=")


def moved(text):
    return text.replace("xl/workbook.xml", "xl/book.xml").replace("_rels/workbook.xml.rels", "_rels/book.xml.rels")


def restyled(text):
    return text.replace('Target="styles.xml"', 'Target="formats/look.xml"').replace("xl/styles", "xl/formats/look")


# How names of entries and texts of parts are changed.
PACKINGS = {
    "as usual": (same, same),
    "strict": (same, strict),
    "with prefixes": (same, prefixed),
    "workbook elsewhere": (moved, moved),
    "styles elsewhere": (lambda name: name.replace("xl/styles", "xl/formats/look"), restyled),
    "backslashes": (lambda name: name.replace("/", "\\") if name.startswith("xl/worksheets") else name, same),
    "other case": (lambda name: name.replace("sheets/sheet1", "sheets/Sheet1").replace("shared", "Shared"), same),
    "relations in other case": (lambda name: name.replace("_rels/workbook", "_rels/Workbook"), same),
    "dotted targets": (same, lambda text: text.replace('Target="worksheets', 'Target="./worksheets')),
    "absolute targets": (same, lambda text: text.replace('Target="worksheets', 'Target="/xl/worksheets')),
    "ids of their own": (same, lambda text: re.sub(r'"rId(\d)"', r'"the &amp; \1"', text)),
    "without places": (same, lambda text: re.sub(r' r="[A-Z]+\d+"', "", text)),
}


@pytest.fixture
def repacked(tmp_path):
    usual, odd = tmp_path / "usual.xlsx", tmp_path / "odd.xlsx"
    with xlsxwriter.Workbook(usual) as book:
        sheet, share = book.add_worksheet("经营指标"), book.add_format({"num_format": "0.00%"})
        sheet.write_row(0, 0, ["企业名称", "统一社会信用代码", "年度", "营业收入", "研发费用"])
        sheet.write_row(1, 0, [NAME, CODE, 2025, 100])
        sheet.write(1, 4, 0.035, share)
        sheet.write_row(2, 0, ["北京星博有限公司", OTHER_CODE, 2025, 100, 5])
        sheet.set_row(2, None, None, {"hidden": True})

    def pack(name, edit):
        with zipfile.ZipFile(usual) as source, zipfile.ZipFile(odd, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.namelist():
                target.writestr(name(entry), edit(source.read(entry).decode()))
        return odd

    return pack


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_share_stays_a_share_and_a_hidden_row_is_seen(repacked, packing):
    staged = stage(repacked(*PACKINGS[packing]))

    assert [row.values["rd_expense"] for row in staged.figures] == [None, 5 * 1_000_000]
    unnamed = {("D1", UNIT_UNNAMED), ("E1", UNIT_UNNAMED)}
    assert set(notes(staged)) == {("E2", "percent"), ("row 3", "hidden_row_read")} | unnamed


def test_a_workbook_with_macros_is_read_without_them(repacked, tmp_path):
    kinds = "sheet.main+xml", "sheet.macroEnabled.main+xml"
    usual, typed = "spreadsheetml.sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml."
    plain = stage(repacked(same, same))
    path = repacked(same, lambda text: text.replace(typed + kinds[0], "application/vnd.ms-excel." + kinds[1]))
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))
        book.writestr("xl/ctrlProps/ctrlProp1.xml", "<formControlPr/>")

    macros = tmp_path / "book.xlsm"
    path.rename(macros)

    assert usual not in zipfile.ZipFile(macros).read("[Content_Types].xml").decode()
    assert stage(macros) == plain


def test_a_usual_workbook_is_not_packed_again(repacked):
    path = repacked(same, same)
    inspect(path, Limits())

    with packed_as_usual(path) as usual:
        assert usual == path


def test_a_package_that_is_no_workbook_is_refused(repacked):
    odd = repacked(
        moved, lambda text: moved(text).replace("<workbook", "<document").replace("</workbook", "</document")
    )

    with pytest.raises(Refusal) as refused:
        read_file(odd)

    assert refused.value.code == "file_no_workbook"
