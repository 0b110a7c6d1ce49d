"""Files that are no sound workbook: each gets one clear sentence, and no part of them is ever unpacked whole."""

from __future__ import annotations

import itertools
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.imports.wordings import WORDINGS
from crm.imports.workbook import child
from crm.imports.workbook.child import read_apart, read_or_refuse, understood
from crm.imports.workbook.container import Limits, inspect
from crm.imports.workbook.refusals import Refusal
from tests.imports.books import CODE, ENTERPRISES, NAME, REGISTER, TERMS

SHEET = "xl/worksheets/sheet1.xml"
OPEN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def refusal(path: Path) -> str:
    """The code with which a file is refused, read as the server reads it but in this process."""
    with pytest.raises(Refusal) as refused:
        understood(read_or_refuse(path, TERMS))
    return refused.value.code


@pytest.fixture
def altered(workbook, tmp_path) -> Callable[..., Path]:
    """A small register with some of its parts replaced, added or (None) dropped."""

    def alter(**parts: bytes | None) -> Path:
        replaced = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
        path = tmp_path / "altered.xlsx"
        source = workbook({"企业台账": [ENTERPRISES, [NAME, CODE]]})
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                if name not in replaced:
                    new.writestr(name, old.read(name))
            for name, part in replaced.items():
                if part is not None:
                    new.writestr(name, part)
        return path

    return alter


def sheet_part(body: str, *, before: str = "") -> dict[str, bytes]:
    """The one sheet of `altered`, with this XML in it."""
    return {"xl__worksheets__sheet1_dot_xml": f"{before}{OPEN}{body}</worksheet>".encode()}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        ("这是文本".encode(), "file_no_workbook"),
        (b"%PDF-1.7 something", "file_no_workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), "file_old_or_locked"),
        (b"PK\x03\x04" + bytes(200), "file_damaged"),
    ],
)
def test_a_file_that_is_no_zip_is_called_what_it_is(tmp_path, content, code):
    path = tmp_path / "renamed.xlsx"
    path.write_bytes(content)

    assert refusal(path) == code


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_that_was_cut_is_damaged(tmp_path, share):
    path = tmp_path / "cut.xlsx"
    whole = REGISTER.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    assert refusal(path) == "file_damaged"


def test_a_changed_byte_is_seen_by_the_checksum(tmp_path):
    path = tmp_path / "changed.xlsx"
    whole = bytearray(REGISTER.read_bytes())
    whole[len(whole) // 2] ^= 0x10
    path.write_bytes(whole)

    assert refusal(path) == "file_damaged"


def test_another_office_file_is_no_workbook(tmp_path):
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")

    assert refusal(path) == "file_no_workbook"


def test_an_open_document_is_asked_to_be_saved_anew(tmp_path):
    path = tmp_path / "sheet.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")

    assert refusal(path) == "file_other_format"


def test_a_locked_entry_is_refused(tmp_path):
    path = tmp_path / "locked.xlsx"
    whole = bytearray(REGISTER.read_bytes())
    directory = whole.index(b"PK\x01\x02")
    whole[directory + 8] |= 1
    path.write_bytes(whole)

    assert refusal(path) == "file_old_or_locked"


def test_a_bomb_is_refused_before_it_unpacks(altered):
    cell = f'<c r="A1" t="inlineStr"><is><t>{"A" * (60 << 20)}</t></is></c>'

    assert (
        refusal(altered(**sheet_part(f'<sheetData><row r="1">{cell}</row></sheetData>'))) == "file_unpacks_too_large"
    )


def test_a_header_that_lies_about_the_size_is_found_out(altered):
    path = altered(xl__worksheets__sheet1_dot_xml=(OPEN + " " * (40 << 20) + "</worksheet>").encode())
    whole = bytearray(path.read_bytes())
    for signature, offset, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        place = whole.index(signature)
        while whole[place + name_at : place + name_at + len(SHEET)] != SHEET.encode():
            place = whole.index(signature, place + 1)
        struct.pack_into("<I", whole, place + offset, 100)
    path.write_bytes(whole)

    assert refusal(path) == "file_unpacks_too_large"


def test_entries_that_overlap_are_refused(tmp_path):
    path = tmp_path / "overlap.xlsx"
    whole = bytearray(REGISTER.read_bytes())
    first = whole.index(b"PK\x01\x02")
    second = whole.index(b"PK\x01\x02", first + 1)
    whole[second + 42 : second + 46] = whole[first + 42 : first + 46]
    path.write_bytes(whole)

    assert refusal(path) == "file_damaged"


def test_more_entries_than_a_workbook_ever_has_are_refused(tmp_path):
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/{number}.xml", b"")

    assert refusal(path) == "file_unpacks_too_large"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>', "sheet_too_wide"),
        ('<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>', "sheet_too_long"),
        ('<sheetData><row r="1"><c r="ZZZZZZZZ2"><v>1</v></c></row></sheetData>', "sheet_too_wide"),
        ('<sheetData><row r="1"><c r="ZZ1"><v>1</v></c></row></sheetData>', "sheet_too_wide"),
        ("", "header_missing"),
        ("<sheetData><row><c><is>", "file_damaged"),
        ("<sheetData>\xff\xfe", "file_damaged"),
    ],
)
def test_a_sheet_beyond_every_measure_or_broken_is_refused(altered, body, code):
    assert refusal(altered(**sheet_part(body))) == code


@pytest.mark.parametrize(
    "declaration",
    ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "<!doctype x>"],
)
def test_document_types_and_entities_are_refused(altered, declaration):
    body = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData>'

    assert refusal(altered(**sheet_part(body, before=declaration))) == "file_damaged"


def test_a_part_in_another_encoding_cannot_hide_a_document_type(altered):
    hidden = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x>'.encode("utf-16")

    assert refusal(altered(xl__worksheets__sheet1_dot_xml=hidden)) == "file_damaged"


@pytest.mark.parametrize(
    "part", ["xl__workbook_dot_xml", "xl___rels__workbook_dot_xml_dot_rels", "xl__sharedStrings_dot_xml"]
)
def test_a_broken_part_is_one_sentence_and_no_error_of_a_library(altered, part):
    assert refusal(altered(**{part: b"<broken"})) == "file_damaged"


def test_a_dimension_that_claims_the_whole_sheet_is_not_believed(altered):
    body = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="str"><f>1+1</f></c></row></sheetData>'

    assert refusal(altered(**sheet_part(body))) == "header_missing"


def test_an_upload_over_the_limit_is_refused_by_its_size(tmp_path):
    path = tmp_path / "large.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))

    with pytest.raises(Refusal) as refused:
        inspect(path, Limits(file_bytes=50))

    assert refused.value.code == "file_too_large"


def test_a_member_packed_by_another_method_is_refused(tmp_path):
    path = tmp_path / "lzma.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" * 50)

    assert refusal(path) == "file_damaged"


def test_a_reader_that_stands_still_is_ended(monkeypatch):
    monkeypatch.setattr(child, "STILL_SECONDS", 0.01)
    monkeypatch.setattr(child, "_ticks", lambda _pid: 7)

    with pytest.raises(Refusal) as refused:
        read_apart(REGISTER, TERMS)

    assert refused.value.code == "file_too_heavy"


def test_a_reader_that_a_busy_machine_lets_wait_is_waited_for(monkeypatch):
    monkeypatch.setattr(child, "STILL_SECONDS", 0.01)
    monkeypatch.setattr(child, "_ticks", lambda _pid, had=itertools.count(): next(had))

    assert read_apart(REGISTER, TERMS).enterprises


def test_what_a_process_had_of_the_processor_is_counted():
    before = child._ticks(os.getpid())
    while child._ticks(os.getpid()) == before:
        pass

    assert child._ticks(os.getpid()) > before
    assert child._ticks(2**30) == 0


def test_the_reader_gets_none_of_the_server_s_secrets(monkeypatch):
    monkeypatch.setenv("CRM_SECRET_KEY", "secret")

    assert "CRM_SECRET_KEY" not in child._environment()


def test_a_register_is_read_in_a_process_of_its_own():
    assert len(read_apart(REGISTER, TERMS).enterprises) == 454


def test_a_file_is_found_from_wherever_it_was_named(monkeypatch):
    monkeypatch.chdir(REGISTER.parent)

    assert len(read_apart(Path(REGISTER.name), TERMS).titles) == 399


def test_a_refusal_comes_back_from_the_process_with_its_values(tmp_path):
    path = tmp_path / "empty.xlsx"
    path.write_bytes(b"")

    with pytest.raises(Refusal) as refused:
        read_apart(path, TERMS)

    assert refused.value.code == "file_empty"


def test_every_refusal_has_a_sentence_that_says_what_to_do_next():
    for wording in WORDINGS.values():
        assert str(wording.sentence).endswith("。")
        assert "请" in str(wording.sentence)
