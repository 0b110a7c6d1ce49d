"""Unified social credit codes as people type them: what can be repaired without guessing is, the rest says why not."""

import re
from dataclasses import dataclass

from stdnum.cn import uscc

from crm.imports.cells.cell import Cell, Formula, shown
from crm.imports.cells.characters import compact

LENGTH = 18
_FOREIGN = re.compile(r"[^0-9A-Z]")
_UNUSED_LETTERS = re.compile(r"[IOSVZ]")


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A valid code, and whether case, blanks or width had to be put right to get it."""

    text: str
    repaired: bool


@dataclass(frozen=True, slots=True)
class BadCode:
    """Why a cell holds no valid code, with the cell made plain, by which other sheets may refer to it."""

    reason: str
    text: str


def read_code(cell: Cell) -> CreditCode | BadCode:
    """The credit code of a cell. Letters that look like digits are never exchanged: that would be a guess."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return BadCode("code_as_number", shown(cell))
    if not isinstance(cell, str):
        return BadCode("code_is_formula" if isinstance(cell, Formula) else "code_missing", "")
    text = compact(cell).upper()
    if not text.strip("-—/无"):
        return BadCode("code_missing", "")
    reason = _fault(text)
    return BadCode(reason, text) if reason else CreditCode(text, repaired=text != cell)


def _fault(text: str) -> str | None:
    if _FOREIGN.search(text):
        return "code_foreign_character"
    if len(text) != LENGTH:
        return "code_length"
    if _UNUSED_LETTERS.search(text):
        return "code_unused_letter"
    return None if uscc.is_valid(text) else "code_check_digit"
