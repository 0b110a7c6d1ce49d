"""Personal numbers that stand where nobody asked for them; what may be kept, and how, is decided elsewhere."""

import re

from stdnum.cn import ric

from crm.imports.cells.phones import MOBILE

WITHHELD = "（身份证号，未保存）"
# Digits of full width read as digits.
_DIGITS = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF38, 0xFF58)}
_LONG_ENOUGH = re.compile(r"\d(?:\D?\d){10}")
_RESIDENT = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")


def without_resident_ids(text: str) -> str:
    """The text with every valid resident's id replaced; a credit code or an account number stays."""
    if not _LONG_ENOUGH.search(text):
        return text
    plain = text.translate(_DIGITS)
    covered = _RESIDENT.sub(lambda match: WITHHELD if ric.is_valid(match[0].upper()) else match[0], plain)
    return text if covered == plain else covered


def without_personal_numbers(text: str) -> str:
    """The text with resident's ids replaced and all but the ends of mobiles covered: to be shown, never to be read."""
    if not _LONG_ENOUGH.search(text):
        return text
    plain = without_resident_ids(text).translate(_DIGITS)
    covered = MOBILE.sub(lambda match: f"{_digits(match[1])}****{_digits(match[3])}", plain)
    return without_resident_ids(text) if covered == plain else covered


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdecimal())
