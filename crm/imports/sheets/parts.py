"""A long register in parts of whole enterprises, so that it can be written a part at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crm.imports.sheets.staged import StagedRegister


def parts_of(staged: StagedRegister, codes: Sequence[str], size: int) -> Iterator[StagedRegister]:
    """The rows of these enterprises, `size` enterprises a part, in the order of the codes.

    What was found in the file goes with every part, because a row that was left out leaves a list open.
    """
    for begin in range(0, len(codes), size):
        own = frozenset(codes[begin : begin + size])
        yield replace(
            staged,
            enterprises=[row for row in staged.enterprises if row.uscc in own],
            figures=[row for row in staged.figures if row.uscc in own],
            titles=[row for row in staged.titles if row.uscc in own],
            property=[row for row in staged.property if row.uscc in own],
            visits=[row for row in staged.visits if row.uscc in own],
        )
