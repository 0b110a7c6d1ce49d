"""Characters as people type them, made plain; what the text means is decided elsewhere."""

import re
from functools import lru_cache

from crm.imports.cells.radicals import CHARACTERS

# Texts that a register repeats, by row and by sheet, are made plain once; endless ones are not kept for that.
_REMEMBERED, _SHORT = 20_000, 80

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_INVISIBLE = dict.fromkeys(
    [
        *(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)),
        *range(0x7F, 0xA0),
        0xAD,
        0x34F,
        0x61C,
        0x115F,
        0x1160,
        0x17B4,
        0x17B5,
        *range(0x180B, 0x180F),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0x2800,
        0x3164,
        *range(0xD800, 0xE000),
        *range(0xFE00, 0xFE10),
        0xFEFF,
        0xFFA0,
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0FFF),
    ]
)
_MADE_PLAIN = {**CHARACTERS, **_INVISIBLE, **_BLANKS}
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
_PLAIN = re.compile(
    "[\n -~\u00b7\u2013-\u2015\u2018-\u201d\u2026\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e\u2160-\u216b]*"
)
"""Texts of characters that stand for themselves, which most are: nothing in them is to be made plain."""
_MANY_BLANKS = re.compile(r" {2,}")


def clean(text: str) -> str:
    """The text as it shows: without marks that nobody sees, with plain blanks, line ends and characters."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    return _LINE_ENDS.sub("\n", text).translate(_MADE_PLAIN).strip()


def one_line(text: str) -> str:
    """Cleaned text without line ends and without runs of blanks."""
    return _MANY_BLANKS.sub(" ", clean(text).replace("\n", " "))


def narrow(text: str) -> str:
    """Cleaned text with full-width letters, digits and signs made ASCII.

    Deliberately less than Unicode's NFKC, which would read a superscript as a digit.
    """
    text = clean(text)
    return text if text.isascii() else text.translate(_NARROW)


def compact(text: str) -> str:
    """Narrow text without any blank or line end: what headings and code words are compared by."""
    return _compact(text) if len(text) <= _SHORT else _compact.__wrapped__(text)


@lru_cache(maxsize=_REMEMBERED)
def _compact(text: str) -> str:
    return "".join(narrow(text).split())
