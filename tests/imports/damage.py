"""Ways to damage a workbook, each drawn from a seeded source; what must come of it is said in the tests."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

SHEET = "xl/worksheets/sheet1.xml"
PARTS = (
    SHEET,
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
PLACES = (b"A1", b"XFD1048576", b"ZZZZZZZZ2", b"A0", b"1A", b"", b"B99999999999", b"AB7")
TYPES = (b"n", b"s", b"b", b"e", b"d", b"str", b"inlineStr", b"x", b"")
VALUES = (
    b"NaN",
    b"1E+999999",
    b"-1",
    b"9" * 400,
    b"2147483648",
    b"",
    b"\xff\xfe",
    b"&amp;",
    b"&a;",
    b"#REF!",
    b"45000.5",
)
TAGS = (
    b"<c>",
    b"</row>",
    b"<row r='1'>",
    b"<f>1+1</f>",
    b"<v>",
    b"<is><t>",
    b"<!-- -->",
    b"<![CDATA[x]]>",
    b"<c r='XFD1048576'><v>1</v></c>",
    b"<c r = 'XFD1048576' ><v>1</v></c>",
    b"<mergeCell ref='A1:XFD9'/>",
)


def flip_bits(whole: bytes, source: Random) -> bytes:
    """A few bits are other bits."""
    changed = bytearray(whole)
    for _ in range(source.randint(1, 12)):
        changed[source.randrange(len(changed))] ^= 1 << source.randrange(8)
    return bytes(changed)


def cut(whole: bytes, source: Random) -> bytes:
    """The end, or a piece of the middle, is missing."""
    start = source.randrange(len(whole))
    end = len(whole) if source.random() < 0.5 else min(len(whole), start + source.randint(1, 2_000))
    return whole[:start] + whole[end:]


def change_entries(whole: bytes, source: Random) -> bytes:
    """A part is missing, renamed, twice there or in another's place."""
    parts = unpacked(whole)
    name, other = source.choice(list(parts)), source.choice(list(parts))
    act = source.randrange(4)
    if act == 0:
        parts.pop(name)
    elif act == 1:
        parts[source.choice(["x", "../x.xml", name.upper(), "xl/worksheets/sheet9.xml"])] = parts.pop(name)
    elif act == 2:
        parts[name] = parts[other]
    else:
        parts[name] = packed(parts)
    return packed(parts)


def change_xml(whole: bytes, source: Random) -> bytes:
    """A part is cut, doubled or sprinkled with tags that do not belong there."""
    parts = unpacked(whole)
    name = source.choice([name for name in PARTS if name in parts])
    text = parts[name]
    start = source.randrange(len(text))
    end = min(len(text), start + source.randint(1, 300))
    piece = source.choice([b"", text[start:end] * 2, source.choice(TAGS), source.choice(VALUES)])
    parts[name] = text[:start] + piece + text[end if source.random() < 0.5 else start :]
    return packed(parts)


def change_cells(whole: bytes, source: Random) -> bytes:
    """Cells are of another type, in another place or hold another value."""
    parts = unpacked(whole)
    patterns = ((rb'(<c r=")[A-Z]+\d+', PLACES), (rb'(<c [^>]*t=")\w+', TYPES), (rb"(<v>)[^<]*", VALUES))
    for pattern, choices in patterns:
        if source.random() < 0.7:
            parts[SHEET] = sprinkle(parts[SHEET], pattern, choices, source)
    return packed(parts)


def sprinkle(text: bytes, pattern: bytes, choices: tuple[bytes, ...], source: Random) -> bytes:
    """Some of the places a pattern finds get another text."""
    share = source.choice((0.02, 0.2, 1.0))

    def change(found: re.Match[bytes]) -> bytes:
        return found[1] + source.choice(choices) if source.random() < share else found[0]

    return re.sub(pattern, change, text)


def unpacked(whole: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (flip_bits, cut, change_entries, change_xml, change_cells)
