"""How much each steward carries: enterprises, their weight by tier, plans overdue; before and after an assignment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Subquery, case, func, literal_column, select
from sqlalchemy.orm import Session

from crm.cultivation.models import LADDER, Tier, Title
from crm.cultivation.titles.tiers import rank_of, tier_of_rank, valid_on
from crm.enterprises.models import Enterprise
from crm.interactions.models import Interaction
from crm.interactions.queries import is_latest
from crm.people import queries as people
from crm.people.models import Role
from crm.stewards.models import Assignment

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


def loads(session: Session, weights: Weights, on: date) -> list[Load]:
    """Every active steward and everybody else who still holds an enterprise; the heaviest first."""
    carried = _carried(session, weights, on)
    overdue = _overdue(session, on)
    active = {user.id: user.name for user in people.active_with(session, Role.STEWARD)}
    others = people.names(session, set(carried) - set(active))
    found = [
        Load(
            steward_id,
            name,
            steward_id in active,
            sum(count for count, _ in tiers.values()),
            sum(weight for _, weight in tiers.values()),
            {tier: tiers[tier][0] for tier in LADDER if tier in tiers},
            overdue.get(steward_id, 0),
        )
        for steward_id, name in {**active, **others}.items()
        for tiers in [carried.get(steward_id, {})]
    ]
    return sorted(found, key=lambda load: (load.is_active, -load.weighted, load.name))


def loads_after(
    session: Session, present: Sequence[Load], chosen: Mapping[int, int | None], weights: Weights, on: date
) -> list[After]:
    """The loads of active stewards with the chosen enterprises (and who has each now); the lightest first."""
    weight = dict(
        session.execute(select(Enterprise.id, weight_of(weights, on)).where(Enterprise.id.in_(chosen))).tuples().all()
    )
    found = []
    for load in present:
        if load.is_active:
            more = [weight[key] for key, holder in chosen.items() if key in weight and holder != load.steward_id]
            found.append(After(load, load.count + len(more), load.weighted + sum(more)))
    return sorted(found, key=lambda after: (after.weighted, after.load.name))


def weight_of(weights: Weights, on: date) -> ColumnElement[int]:
    """What an enterprise weighs, as a column beside `Enterprise`: its heaviest valid title, or a seed's weight."""
    return (
        select(func.coalesce(func.max(_weight(weights)), weights[Tier.SEED]))
        .where(Title.enterprise_id == Enterprise.id, valid_on(on))
        .correlate(Enterprise)
        .scalar_subquery()
    )


def held_by(steward_id: int) -> ColumnElement[bool]:
    """The condition on `Enterprise` for being this steward's own, without what they cover for others."""
    return Enterprise.id.in_(
        select(Assignment.enterprise_id).where(Assignment.steward_id == steward_id, Assignment.is_open)
    )


def _carried(session: Session, weights: Weights, on: date) -> dict[int, dict[Tier, tuple[int, int]]]:
    held = _heaviest(weights, on)
    rank = func.coalesce(held.c.rank, literal_column("0"))  # a parameter would be another one in GROUP BY
    rows = session.execute(
        select(Assignment.steward_id, rank, func.count(), func.sum(func.coalesce(held.c.weight, weights[Tier.SEED])))
        .outerjoin(held, held.c.enterprise_id == Assignment.enterprise_id)
        .where(Assignment.is_open)
        .group_by(Assignment.steward_id, rank)
    )
    carried: dict[int, dict[Tier, tuple[int, int]]] = defaultdict(dict)
    for steward_id, rank, count, weight in rows:
        carried[steward_id][tier_of_rank(rank)] = (count, int(weight))
    return carried


def _heaviest(weights: Weights, on: date) -> Subquery:
    """Rank and weight of every enterprise with a valid title, worked out for all at once."""
    rank = case({tier: rank_of(tier) for tier in LADDER}, value=Title.tier, else_=0)
    return (
        select(Title.enterprise_id, func.max(rank).label("rank"), func.max(_weight(weights)).label("weight"))
        .where(valid_on(on))
        .group_by(Title.enterprise_id)
        .subquery()
    )


def _weight(weights: Weights) -> ColumnElement[int]:
    return case(dict(weights), value=Title.tier, else_=weights[Tier.SEED])


def _overdue(session: Session, on: date) -> dict[int, int]:
    rows = session.execute(
        select(Assignment.steward_id, func.count())
        .select_from(Enterprise)
        .join(Assignment, Assignment.enterprise_id == Enterprise.id)
        .join(Interaction, is_latest())
        .where(Assignment.is_open, Interaction.next_contact_on < on)
        .group_by(Assignment.steward_id)
    )
    return dict(rows.tuples().all())
