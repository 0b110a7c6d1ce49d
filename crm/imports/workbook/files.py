"""Which way a file is read: by what it holds, never by what its name says."""

from collections.abc import Mapping
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from crm.imports.old_workbook.styles import OldSheet, read_old_styles
from crm.imports.workbook.container import OLE_MAGIC, ZIP_MAGIC, Limits, inspect
from crm.imports.workbook.packing import packed_as_usual
from crm.imports.workbook.plain_tables import is_web_table, read_text_table, read_web_tables
from crm.imports.workbook.refusals import Refusal
from crm.imports.workbook.sheets import Sheet, Workbook, read_rows, read_workbook

# The names of the streams under which a workbook of old lies in its container, and of a locked one.
_OLD_WORKBOOK = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_XML_OF_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_LOOKED_AT = 1 << 16


def read_file(path: Path, name: str = "") -> Workbook:
    """The visible sheets of a file; raises Refusal with what is wrong and what to do.

    `name` is the one it was sent under, which is all that names the sheet of a comma-separated text.
    """
    limits = Limits()
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if not start:
        raise Refusal("file_empty")
    if start.startswith(ZIP_MAGIC):
        traits = inspect(path, limits)
        with packed_as_usual(path) as usual:
            return read_workbook(usual, traits if usual == path else inspect(usual, limits))
    if start.startswith(OLE_MAGIC):
        return _read_old(path, limits)
    if is_web_table(start):
        return read_web_tables(path, limits)
    if _XML_OF_2003 in start.replace(b"\0", b""):
        raise Refusal("file_xml_of_2003")
    return read_text_table(path, limits, Path(name or path).stem)


def _read_old(path: Path, limits: Limits) -> Workbook:
    """A workbook in the format before 2007. Where its formats cannot be seen, the reader of it is told."""
    if path.stat().st_size > limits.file_bytes:
        raise Refusal("file_too_large", limit=limits.file_bytes >> 20)
    content = path.read_bytes()
    if _LOCKED in content or not any(name in content for name in _OLD_WORKBOOK):
        raise Refusal("file_old_or_locked")
    known = _old_styles(content)
    sheets, hidden = [], []
    with CalamineWorkbook.from_path(path) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != SheetVisibleEnum.Visible:
                hidden.append(meta.name)
            else:
                sheets.append(_old_sheet(workbook.get_sheet_by_name(meta.name), known.get(meta.name)))
    return Workbook(tuple(sheets), tuple(hidden))


def _old_sheet(sheet: CalamineSheet, known: OldSheet | None) -> Sheet:
    rows, merges = read_rows(sheet, known.unvalued if known else {}, known.styled.formats if known else {})
    if known is None:
        return Sheet(sheet.name, rows, merges=merges, formats_unseen=True)
    return Sheet(sheet.name, rows, known.hidden_rows, known.styled.struck_rows, known.since_1904, merges)


def _old_styles(content: bytes) -> Mapping[str, OldSheet]:
    try:
        return read_old_styles(content)
    except ValueError:
        return {}
