"""An answer that was heard, between the form and the record."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FactAnswer:
    """What a fact is; `shown_row` is the row that stood on the page, 0 for none."""

    fact: str
    value: Any
    shown_row: int
