"""Unified social credit codes as people type them: what can be repaired without guessing is, the rest says why not."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from stdnum.cn import ric as resident_id
from stdnum.cn import uscc

from crm.enterprises.identity.credit_codes import made_up_code
from crm.imports.cells.cell import Cell, Formula, show_cell
from crm.imports.cells.characters import compact

LENGTH = 18
_REMEMBERED = 50_000  # a register names each of its enterprises on several sheets
EXAMPLE_CODE = made_up_code(99_999)
"""The code of the enterprise that shows in a template how its rows are filled in."""
UNCHECKED = "code_check_digit"
_FOREIGN = re.compile(r"[^0-9A-Z]")
RESIDENT_ID = re.compile(r"\d{17}[\dX]")
# What a code is written with and does not hold: quotes, dashes between its parts, its own name in front.
_AROUND = re.compile(r"^(?:统一)?(?:社会)?信用代码[:：]?|[-‐–—'\"‘’“”`]")
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


def read_code(cell: Cell, confirmed: Collection[str] = ()) -> CreditCode | BadCode:
    """The credit code of a cell. Letters that look like digits are never exchanged: that would be a guess.

    One whose check digit is wrong, as some of the early years have it, counts when it was `confirmed` by the licence.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return BadCode("code_as_number", show_cell(cell))
    if not isinstance(cell, str):
        return BadCode("code_is_formula" if isinstance(cell, Formula) else "code_missing", "")
    text = compact(cell).upper()
    if not text.strip("-—/无"):
        return BadCode("code_missing", "")
    bare = _AROUND.sub("", text)
    text = bare if len(bare) == LENGTH else text
    reason = _fault(text)
    if reason == UNCHECKED and text in confirmed:
        reason = None
    if reason == "code_resident_id":
        return BadCode(reason, "")  # a personal number is never kept, not even to say what was wrong
    return BadCode(reason, text) if reason else CreditCode(text, repaired=text != cell)


@lru_cache(maxsize=_REMEMBERED)
def _fault(text: str) -> str | None:
    if RESIDENT_ID.fullmatch(text) and resident_id.is_valid(text):
        return "code_resident_id"
    if _FOREIGN.search(text):
        return "code_foreign_character"
    if len(text) != LENGTH:
        return "code_length"
    if _UNUSED_LETTERS.search(text):
        return "code_unused_letter"
    if not uscc.is_valid(text):
        return UNCHECKED
    return None if text.startswith("9") else "code_not_enterprise"
