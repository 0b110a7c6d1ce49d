"""How much each steward carries: enterprises, their weight by tier, plans overdue; before and after an assignment."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from crm.cultivation.models import LADDER, Tier
from crm.cultivation.titles.ending import STEPS
from crm.cultivation.titles.tiers import tier_of_rank
from crm.people import queries as people
from crm.people.models import Role
from crm.standings.derivation import holding
from crm.standings.models import Standing

Weights = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Load:
    """What one steward carries; a share of nobody else's."""

    steward_id: int
    name: str
    is_active: bool
    count: int = 0
    weighted: int = 0
    by_tier: Mapping[Tier, int] = field(default_factory=dict)
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class After:
    """A steward's load now, and as it would be with the chosen enterprises."""

    load: Load
    count: int
    weighted: int


@dataclass(slots=True)
class _Carried:
    """A steward's numbers while they are added up."""

    count: int = 0
    weighted: int = 0
    by_tier: Counter[Tier] = field(default_factory=Counter)
    overdue: int = 0


def loads(session: Session, weights: Weights, on: date) -> list[Load]:
    """Every active steward and everybody else who still holds an enterprise; the heaviest first."""
    carried = _carried(session, weights, on)
    active = {user.id: user.name for user in people.active_with(session, Role.STEWARD)}
    others = people.names(session, set(carried) - set(active))
    found = [
        Load(
            steward_id,
            name,
            steward_id in active,
            one.count,
            one.weighted,
            {tier: one.by_tier[tier] for tier in LADDER if one.by_tier[tier]},
            one.overdue,
        )
        for steward_id, name in {**active, **others}.items()
        for one in [carried.get(steward_id, _Carried())]
    ]
    return sorted(found, key=lambda load: (load.is_active, -load.weighted, load.name))


def loads_after(
    session: Session, present: Sequence[Load], chosen: Mapping[int, int | None], weights: Weights
) -> list[After]:
    """The loads of active stewards with the chosen enterprises (and who has each now); the lightest first."""
    rows = session.scalars(select(Standing).where(Standing.enterprise_id.in_(chosen)))
    weight = {one.enterprise_id: _weight(weights, one) for one in rows}
    found = []
    for load in present:
        if load.is_active:
            more = [weight[key] for key, holder in chosen.items() if key in weight and holder != load.steward_id]
            found.append(After(load, load.count + len(more), load.weighted + sum(more)))
    return sorted(found, key=lambda after: (after.weighted, after.load.name))


def held_by(steward_id: int) -> ColumnElement[bool]:
    """The condition on `Standing` for being this steward's own, without what they cover for others."""
    return Standing.steward_id == steward_id


def _carried(session: Session, weights: Weights, on: date) -> dict[int, _Carried]:
    """Enterprises with the same steward and titles are counted by the database, and weighed here."""
    alike = (Standing.steward_id, Standing.rank, *(getattr(Standing, holding(tier)) for tier in STEPS))
    late = func.count(case((Standing.next_contact_on < on, 1)))
    groups = session.execute(
        select(*alike, func.count().label("number"), late.label("late"))
        .where(Standing.steward_id.is_not(None))
        .group_by(*alike)
    )
    carried: dict[int, _Carried] = defaultdict(_Carried)
    for group in groups:
        one = carried[group.steward_id]
        one.count += group.number
        one.weighted += group.number * _weight(weights, group)
        one.by_tier[tier_of_rank(group.rank)] += group.number
        one.overdue += group.late
    return carried


def _weight(weights: Weights, held: Any) -> int:
    """What an enterprise weighs: its heaviest valid title, or a seed's weight."""
    titles = [tier for tier in STEPS if getattr(held, holding(tier))]
    return max((weights.get(tier, weights[Tier.SEED]) for tier in titles), default=weights[Tier.SEED])
