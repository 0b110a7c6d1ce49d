"""Industry codes of GB/T 4754-2017 as registers write them: with names, in brackets, or as digits alone."""

import re

from crm.imports.cells.characters import compact

# The divisions of each section: digits alone belong to the section that holds their division.
_SECTIONS = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip
_CODE = re.compile(r"(?<![A-Z0-9])([A-T])[-.·]?(\d{2,4})(?![.\d])")
_DIGITS = re.compile(r"[(\[【]?(\d{2,4})[)\]】]?[-—:：、]?(?:[㐀-鿿][^\d]*)?")


def read_industry(text: str) -> str | None:
    """The code in a text, its letter supplied where only digits are written; None where there is none or two."""
    plain = compact(text).upper()
    codes = {f"{letter}{digits}" for letter, digits in _CODE.findall(plain)}
    if len(codes) == 1:
        return str(codes.pop())
    alone = None if codes else _DIGITS.fullmatch(plain)
    section = section_of(alone[1]) if alone else None
    return f"{section}{alone[1]}" if alone and section else None


def section_of(digits: str) -> str | None:
    """The section to which a division, group or class belongs."""
    division = int(digits[:2])
    return next((letter for letter, (first, last) in _SECTIONS.items() if first <= division <= last), None)
