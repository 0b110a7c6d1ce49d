"""A workbook in the format before 2007 is read as its cells show it, formats, struck and hidden rows included."""

import random
import struct
from contextlib import suppress
from datetime import date

import pytest

from crm.config.settings import ROOT
from crm.imports.old_workbook.styles import read_old_styles
from crm.imports.workbook.child import read_or_refuse
from crm.imports.workbook.files import read_file
from crm.money import FEN_IN_WAN
from tests.imports.books import TERMS, stage

FILES = ROOT / "tests" / "fixtures" / "imports" / "old-formats"
SHOWN = FILES / "shown-otherwise.xls"
SINCE_1904 = FILES / "days-since-1904.xls"
DIRECTORY_AT, TABLE_AT = 48, 76


@pytest.mark.parametrize("path", [SHOWN, SINCE_1904])
def test_every_cell_is_read_as_it_is_shown(path):
    figures, titles = read_file(path).sheets

    assert figures.rows[1].cells[2:] == ("2025年", 5200, "3万元", "1200万元", "3.5%")
    assert titles.rows[1].cells[3] == date(2025, 3, 14)
    assert (figures.struck_rows, figures.hidden_rows) == ({3}, {4})
    assert not figures.formats_unseen
    assert figures.since_1904 is (path == SINCE_1904)


def test_the_amounts_of_a_register_have_the_size_that_is_shown():
    register = stage(SHOWN)

    first = next(each for each in register.figures if each.row == 2)
    assert first.values["revenue"] == 5200 * FEN_IN_WAN
    assert first.values["net_profit"] == 3 * FEN_IN_WAN
    assert first.values["rd_expense"] == 1200 * FEN_IN_WAN
    reasons = {each.reason for each in register.findings}
    assert "formats_unseen" not in reasons
    assert "struck_row_read" in reasons
    assert any(each.cell == "G2" and each.text == "3.5%" for each in register.findings)


def test_a_chain_of_sectors_that_bites_its_tail_comes_to_an_end():
    content = bytearray(SHOWN.read_bytes())
    table = struct.unpack_from("<I", content, TABLE_AT)[0]
    first = struct.unpack_from("<I", content, DIRECTORY_AT)[0]
    struct.pack_into("<I", content, 512 + table * 512 + first * 4, first)

    with pytest.raises(ValueError, match="without an end"):
        read_old_styles(bytes(content))


def test_a_damaged_old_workbook_is_read_or_refused(tmp_path):
    whole, chance, path = SHOWN.read_bytes(), random.Random(1904), tmp_path / "damaged.xls"
    for _ in range(60):
        content = bytearray(whole[: chance.choice((len(whole), chance.randrange(8, len(whole))))])
        for _ in range(chance.randrange(1, 12)):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        path.write_bytes(content)

        assert read_or_refuse(path, TERMS)
        with suppress(ValueError):
            read_old_styles(bytes(content))


def test_cells_merged_over_several_rows_are_repeated_and_errors_are_shown():
    (sheet,) = read_file(FILES / "merged-with-an-error.xls").sheets

    name, code = sheet.rows[1].cells[:2]
    assert sheet.rows[2].cells == (name, code, 2025, "#DIV/0!")
    assert any(each.cell == "D3" for each in stage(FILES / "merged-with-an-error.xls").findings)


@pytest.mark.parametrize("stored", [b"\3", b"\0"], ids=["empty", "a text that does not follow"])
def test_a_formula_that_was_never_calculated_is_named_by_its_cell(tmp_path, stored):
    content = (FILES / "merged-with-an-error.xls").read_bytes()
    blanks = bytes.fromhex("be0008000200000011000000be0008000200010011000100")
    year, error = bytes.fromhex("7e020a00020002001100a61f0000"), bytes.fromhex("050208000200030011000701")
    formula = bytes.fromhex("06002000020003001100") + stored + bytes.fromhex("0000000000ffff") + bytes(6)
    formula += bytes.fromhex("0a001e640012121212121212")
    path = tmp_path / "never.xls"
    path.write_bytes(content.replace(blanks + year + error, year + formula))

    assert len(formula) == len(blanks + error)
    assert blanks + year + error in content
    found = {each.cell: each.reason for each in stage(path).findings if each.cell}
    assert found["D3"] == "formula_without_result"
