"""How hard a change is, and what an enterprise can move within a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from crm.rules.law.dossier import YearFigures
from crm.rules.law.quantities import Unit


class Effort(IntEnum):
    """How hard a change is, from the lightest."""

    WAIT = 0
    RECORD = 1
    OBTAIN = 2
    SPEND = 3


@dataclass(frozen=True, slots=True, eq=False)
class Lever:
    """What an enterprise can move within a year: each field with its direction; never more than `ceiling`."""

    id: str
    zh: str
    moves: Mapping[str, int]
    ceiling: str | None = None
    unit: Unit = Unit.MONEY

    def most(self, figures: YearFigures, vast: int) -> int:
        """How far it can be moved in a year with these figures."""
        field, sign = next(iter(self.moves.items()))
        now = getattr(figures, field) or 0
        if sign < 0:
            return max(now, 0)
        limit = getattr(figures, self.ceiling) if self.ceiling else None
        return vast if limit is None else max(limit - now, 0)
