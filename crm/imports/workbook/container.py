"""Looks into the zip file of a workbook before anything opens it: what it is, and how much it really unpacks to."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from crm.imports.workbook.parts import PartScan, PartTraits
from crm.imports.workbook.refusals import Refusal

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
WORKBOOK_PART = "xl/workbook.xml"
CONTENT_TYPES_PART = "[Content_Types].xml"
RELATIONS_PART = "_rels/.rels"
# What a workbook of another format holds.
_OTHERS = frozenset({"xl/workbook.bin", "content.xml", "mimetype"})
_CHUNK = 1 << 16
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
# A part smaller than this may be packed as tightly as it likes.
_RATIO_FROM = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may measure: bytes as sent and unpacked, entries, rows and columns of a sheet."""

    file_bytes: int = 20 << 20
    unpacked_bytes: int = 160 << 20
    ratio: int = 150
    entries: int = 2_000
    rows: int = 200_000
    columns: int = 200
    cells: int = 4_000_000


def inspect(path: Path, limits: Limits) -> dict[str, PartTraits]:
    """The traits of every XML part, or a Refusal that says what is wrong with the file.

    Every entry is inflated once and its real bytes are counted and compared with its checksum, because
    a header may claim anything.
    """
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise Refusal("file_too_large", limit=limits.file_bytes >> 20)
    with path.open("rb") as file:
        _check_magic(file.read(len(OLE_MAGIC)))
        entries = _entries(file, limits)
        traits: dict[str, PartTraits] = {}
        left = limits.unpacked_bytes
        for entry in entries:
            traits[entry.filename] = scan = _scan(file, entry, left, limits)
            left -= scan.length
    _check_workbook(traits)
    return traits


def _check_magic(start: bytes) -> None:
    if not start:
        raise Refusal("file_empty")
    if start == OLE_MAGIC:
        raise Refusal("file_old_or_locked")
    if not start.startswith(ZIP_MAGIC):
        raise Refusal("file_no_workbook")


def _entries(file: BinaryIO, limits: Limits) -> list[zipfile.ZipInfo]:
    """The entries in the order they lie in, checked for number, locks and overlap."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError, NotImplementedError, struct.error):
        raise Refusal("file_damaged") from None
    if len(entries) > limits.entries:
        raise Refusal("file_unpacks_too_large", limit=limits.unpacked_bytes >> 20)
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise Refusal("file_damaged")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refusal("file_old_or_locked")
    for entry, following in pairwise(entries):
        if entry.header_offset + _LOCAL_HEADER + entry.compress_size > following.header_offset:
            raise Refusal("file_damaged")
    return entries


def _scan(file: BinaryIO, entry: zipfile.ZipInfo, left: int, limits: Limits) -> PartTraits:
    scan = PartScan(is_xml=entry.filename.lower().endswith((".xml", ".rels")))
    checksum = 0
    allowed = min(left, max(_RATIO_FROM, entry.compress_size * limits.ratio))
    for block in _unpacked(file, entry):
        checksum = zlib.crc32(block, checksum)
        scan.feed(block)
        if scan.length > allowed:
            raise Refusal("file_unpacks_too_large", limit=limits.unpacked_bytes >> 20)
    if checksum != entry.CRC or scan.length != entry.file_size:
        raise Refusal("file_damaged")
    traits = scan.finish()
    _check_extent(traits, limits)
    return traits


def _check_extent(traits: PartTraits, limits: Limits) -> None:
    if traits.last_column > limits.columns:
        raise Refusal("sheet_too_wide", limit=limits.columns)
    if traits.last_row > limits.rows or traits.last_row * traits.last_column > limits.cells:
        raise Refusal("sheet_too_long", limit=limits.rows)


def _unpacked(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's real bytes in pieces, whatever its header says about their number."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(ZIP_MAGIC):
        raise Refusal("file_damaged")
    name, extra = struct.unpack("<HH", header[26:30])
    file.seek(name + extra, 1)
    packed = _packed(file, entry.compress_size)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflated(packed)
    else:
        raise Refusal("file_damaged")


def _packed(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left:
        block = file.read(min(_CHUNK, left))
        if not block:
            raise Refusal("file_damaged")
        left -= len(block)
        yield block


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for block in packed:
            while block:
                yield inflater.decompress(block, _CHUNK)
                block = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error:
        raise Refusal("file_damaged") from None
    if not inflater.eof:
        raise Refusal("file_damaged")


def _check_workbook(traits: dict[str, PartTraits]) -> None:
    names = set(traits)
    if WORKBOOK_PART in names and CONTENT_TYPES_PART in names:
        return
    if RELATIONS_PART in names and not any(name.startswith(("word/", "ppt/")) or name in _OTHERS for name in names):
        return  # the relations will tell whether it is one, and where it lies
    if names & _OTHERS:
        raise Refusal("file_other_format")
    raise Refusal("file_no_workbook")
