"""What the person who imports decides: whether stewards are created, what is attested, which sheets are complete."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from crm.imports.tables.layout import SheetKind


@dataclass(frozen=True, slots=True)
class Options:
    """The decisions of one import. A sheet in `complete` makes an enterprise it leaves out *known none*.

    `accept_leaps`: amounts that differ by a unit's step from the record or the years beside were looked at and stand.
    `leave_hidden`: rows that are hidden or filtered out in the file are not written.
    """

    create_stewards: bool = False
    attest_clean: bool = False
    complete: tuple[str, ...] = (SheetKind.TITLES.value,)
    accept_leaps: bool = False
    leave_hidden: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the batch's row."""
        return {**asdict(self), "complete": list(self.complete)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Options:
        return cls(
            bool(kept["create_stewards"]),
            bool(kept["attest_clean"]),
            tuple(kept["complete"]),
            bool(kept.get("accept_leaps")),
            bool(kept.get("leave_hidden")),
        )


def idempotency_key(file_hash: str, kinds: Sequence[str], options: Options) -> str:
    """The same file with the same sheets and the same decisions is the same import, whoever sends it."""
    parts = [file_hash, *sorted(kinds), str(options.create_stewards), str(options.attest_clean)]
    parts += ["with leaps"] if options.accept_leaps else []
    parts += ["without hidden rows"] if options.leave_hidden else []
    return hashlib.sha256("\n".join([*parts, *sorted(options.complete)]).encode()).hexdigest()
