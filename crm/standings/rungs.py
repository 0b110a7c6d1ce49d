"""Where an enterprise stands on the ladder: its highest valid title, and one above it whose review has no result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from crm.cultivation.models import LADDER, Tier
from crm.cultivation.titles.tiers import rank_of, tier_of_rank
from crm.standings.models import Standing

AWAITED = "awaited"
"""The place of those for whom a result is awaited; they also stand where their valid titles put them."""
PLACES: Sequence[str] = (*(tier.value for tier in LADDER), AWAITED)


@dataclass(frozen=True, slots=True)
class LadderPlace:
    """The tier of the highest valid title; `awaited` is a higher one, neither valid nor lost (复核结果待公布)."""

    tier: Tier
    awaited: Tier | None = None


def rung_of(row: Any) -> LadderPlace:
    """The rung of a standing, or of any row with its `rank` and `awaited`."""
    return LadderPlace(tier_of_rank(row.rank), row.awaited)


def is_at(place: str) -> ColumnElement[bool]:
    """The condition on `Standing` for a place."""
    return Standing.awaited.is_not(None) if place == AWAITED else Standing.rank == rank_of(Tier(place))


def cell_is_at(cell: Any, place: str) -> bool:
    """The same of those that stand alike."""
    return cell.awaited is not None if place == AWAITED else cell.rank == rank_of(Tier(place))
