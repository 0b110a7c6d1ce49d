"""Workbooks packed in an unusual way (strict, other names, other folders): packed again as every library expects it.

A library that does not find a part goes on without it, and then a share of 3.5% is read as 0.035.
"""

import os
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element  # nosec B405  (a type; parsing is defusedxml's)
from zipfile import ZipFile

from defusedxml import ElementTree

from crm.imports.workbook.refusals import Refusal

WORKBOOK, ROOT_RELATIONS, RELATIONS = "xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"
CONTENT_TYPES = "[Content_Types].xml"
_OPEN = b"http://schemas.openxmlformats.org"
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": _OPEN + b"/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _OPEN + b"/officeDocument/2006/relationships",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_USUAL_PLACES = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class PartRelation:
    """A part a workbook leans on: the id it goes by, what it is, and the entry it lies in."""

    id: str
    kind: str
    entry: str


@contextmanager
def packed_as_usual(path: Path) -> Iterator[Path]:
    """The file itself, or a copy in memory in which every part lies where it is expected.

    Only for a file whose entries were measured. Raises Refusal for a package that is no workbook.
    """
    with ZipFile(path) as archive:
        entries = {_fold(name): name for name in archive.namelist()}
        workbook = _workbook_entry(archive, entries)
        relations = list(_relations(archive, entries, workbook))
        if _is_usual(archive, workbook, relations):
            yield path
            return
        descriptor = os.memfd_create("workbook", 0)
        try:
            with os.fdopen(os.dup(descriptor), "w+b") as memory, ZipFile(memory, "w") as copy:
                for name, part in _parts(archive, workbook, relations):
                    copy.writestr(name, part)
            yield Path(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)


def _fold(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _workbook_entry(archive: ZipFile, entries: Mapping[str, str]) -> str:
    if WORKBOOK in entries.values():
        return WORKBOOK
    package = _related(archive, entries, ROOT_RELATIONS, "")
    entry = next((each.entry for each in package if each.kind == "officeDocument"), "")
    if not entry or _local(_parse(archive, entry).tag) != "workbook":
        raise Refusal("file_no_workbook")
    return entry


def _relations(archive: ZipFile, entries: Mapping[str, str], workbook: str) -> Iterator[PartRelation]:
    folder, name = posixpath.split(workbook.replace("\\", "/"))
    yield from _related(archive, entries, f"{folder}/_rels/{name}.rels", folder)


def _related(archive: ZipFile, entries: Mapping[str, str], part: str, folder: str) -> Iterator[PartRelation]:
    """The relations written in a part; one to an entry that is not there is left out."""
    if _fold(part) not in entries:
        return
    for each in _parse(archive, entries[_fold(part)]):
        target = each.get("Target", "").replace("\\", "/")
        place = target if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if each.get("TargetMode") != "External" and _fold(place) in entries:
            yield PartRelation(each.get("Id", ""), each.get("Type", "").rpartition("/")[2], entries[_fold(place)])


def _is_usual(archive: ZipFile, workbook: str, relations: list[PartRelation]) -> bool:
    if not {WORKBOOK, RELATIONS} <= set(archive.namelist()) or any(uri in archive.read(workbook) for uri in _STRICT):
        return False
    written = {each.get("Id", ""): each.get("Target", "") for each in _parse(archive, RELATIONS)}
    places = (each.entry == _USUAL_PLACES.get(each.kind, each.entry) for each in relations)
    return all(places) and all(
        each.entry in (written[each.id].lstrip("/"), f"xl/{written[each.id]}") for each in relations
    )


def _parts(archive: ZipFile, workbook: str, relations: list[PartRelation]) -> Iterator[tuple[str, bytes]]:
    """What the copy holds: the workbook, its sheets, texts and styles, each under its usual name."""
    read = [each for each in relations if each.kind in ("worksheet", *_USUAL_PLACES)]
    places = {
        each.id: _USUAL_PLACES.get(each.kind, f"xl/worksheets/sheet{number}.xml")
        for number, each in enumerate(read, start=1)
    }
    yield CONTENT_TYPES, _content_types([WORKBOOK, *places.values()]).encode()
    yield ROOT_RELATIONS, _relation_part({"rId1": ("officeDocument", WORKBOOK)}).encode()
    targets = {each.id: (each.kind, places[each.id].removeprefix("xl/")) for each in read}
    yield RELATIONS, _relation_part(targets).encode()
    yield WORKBOOK, _transitional(archive.read(workbook))
    for each in read:
        yield places[each.id], _transitional(archive.read(each.entry))


def _transitional(part: bytes) -> bytes:
    for strict, usual in _STRICT.items():
        part = part.replace(strict, usual)
    return part


def _relation_part(targets: Mapping[str, tuple[str, str]]) -> str:
    base = f"{_OPEN.decode()}/officeDocument/2006/relationships"
    lines = (
        f'<Relationship Id="{escape(name)}" Type="{base}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _content_types(names: list[str]) -> str:
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles", "xl/sharedStrings.xml": "sharedStrings"}
    lines = (
        f'<Override PartName="/{name}" ContentType="{_MAIN_TYPE}.{kinds.get(name, "worksheet")}+xml"/>'
        for name in names
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(lines)}</Types>'
    )


def _parse(archive: ZipFile, entry: str) -> Element:
    root: Element = ElementTree.fromstring(archive.read(entry), forbid_dtd=True)
    return root


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
