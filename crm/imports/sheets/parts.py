"""A long register in parts of whole enterprises, so that it can be written a part at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from crm.imports.sheets.staged import StagedRegister
from crm.imports.tables.layout import KINDS


def parts_of(staged: StagedRegister, codes: Sequence[str], size: int) -> Iterator[StagedRegister]:
    """The rows of these enterprises, `size` enterprises a part, in the order of the codes.

    What was found in the file goes with every part, because a row that was left out leaves a list open.
    """
    part_of = {code: number // size for number, code in enumerate(codes)}
    parts: list[dict[str, list[Any]]] = [defaultdict(list) for _ in range(0, len(codes), size)]
    for kind in KINDS:
        for row in staged.rows(kind):
            if row.uscc in part_of:
                parts[part_of[row.uscc]][kind].append(row)
    for rows in parts:
        yield staged.with_rows({kind: rows[kind] for kind in KINDS})
