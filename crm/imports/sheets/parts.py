"""A long register in parts of whole enterprises, so that it can be written a part at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from crm.imports.sheets.staged import ROWS, StagedRegister


def parts_of(staged: StagedRegister, codes: Sequence[str], size: int) -> Iterator[StagedRegister]:
    """The rows of these enterprises, `size` enterprises a part, in the order of the codes.

    What was found in the file goes with every part, because a row that was left out leaves a list open.
    """
    part_of = {code: number // size for number, code in enumerate(codes)}
    parts: list[dict[str, list[Any]]] = [defaultdict(list) for _ in range(0, len(codes), size)]
    for kind, name in ROWS.items():
        for row in staged.rows(kind):
            if row.uscc in part_of:
                parts[part_of[row.uscc]][name].append(row)
    for rows in parts:
        yield replace(staged, **{name: rows[name] for name in ROWS.values()})
