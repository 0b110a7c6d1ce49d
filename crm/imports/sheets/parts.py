"""A long register in parts of whole enterprises, so that it can be written a part at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from crm.imports.sheets.staged import StagedRegister
from crm.imports.tables.layout import KINDS


class RegisterParts:
    """The rows of some enterprises of a register, taken in the order of their codes.

    What was found in the file goes with every part, because a row that was left out leaves a list open.
    """

    def __init__(self, staged: StagedRegister, codes: Sequence[str]) -> None:
        self._staged, self._left = staged, list(reversed(codes))
        self._rows: dict[str, list[tuple[str, Any]]] = defaultdict(list)
        for kind in KINDS:
            for row in staged.rows(kind):
                self._rows[row.uscc].append((kind, row))

    def take(self, size: int) -> StagedRegister | None:
        """The next `size` enterprises; None when nobody is left."""
        codes = [self._left.pop() for _ in range(min(size, len(self._left)))]
        if not codes:
            return None
        rows: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        for code in codes:
            for kind, row in self._rows.pop(code, ()):
                rows[kind].append(row)
        return self._staged.with_rows(rows)


def parts_of(staged: StagedRegister, codes: Sequence[str], size: int) -> Iterator[StagedRegister]:
    """The rows of these enterprises, `size` enterprises a part."""
    parts = RegisterParts(staged, codes)
    while (part := parts.take(size)) is not None:
        yield part
