"""How much each steward carries: enterprises, their weight by tier, what is covered for others; now and after."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from crm.cultivation.models import LADDER, Tier
from crm.cultivation.titles.ending import STEPS
from crm.cultivation.titles.tiers import tier_of_rank
from crm.people import queries as people
from crm.people.models import Role, User, UserState
from crm.standings.counts import read_cells
from crm.standings.derivation import holding
from crm.standings.models import Standing
from crm.stewards import queries as stewards

Weights = Mapping[str, int]
DIVISION = 3
"""How much of a code of industries names its division (C35): alike enough for one steward to know the trade."""
Picked = Mapping[int, tuple[int | None, int]]
"""Who has each enterprise that is to be assigned, and what it weighs."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one steward carries: their own, and today the weight of what they cover for colleagues on leave.

    A candidate is not active and waits for the account; anybody else who is not active has to hand over.
    """

    steward_id: int
    name: str
    is_active: bool
    is_candidate: bool = False
    count: int = 0
    weighted: int = 0
    by_tier: Mapping[Tier, int] = field(default_factory=dict)
    overdue: int = 0
    covered: int = 0

    @property
    def total(self) -> int:
        """What is held against the cap."""
        return self.weighted + self.covered

    @property
    def has_left(self) -> bool:
        """The account is shut or the role has ended, and enterprises are still there."""
        return not self.is_active and not self.is_candidate and self.count > 0


@dataclass(frozen=True, slots=True)
class After:
    """A steward's load now, and as it would be with the enterprises meant for them."""

    load: Load
    count: int
    weighted: int

    @property
    def total(self) -> int:
        """What would be held against the cap."""
        return self.weighted + self.load.covered


@dataclass(slots=True)
class _Carried:
    """A steward's numbers while they are added up."""

    count: int = 0
    weighted: int = 0
    by_tier: Counter[Tier] = field(default_factory=Counter)
    overdue: int = 0


def read_loads(session: Session, weights: Weights, on: date) -> list[Load]:
    """The loads over all enterprises, without what is overdue."""
    return loads(session, read_cells(session, true()), weights, on)


def loads(
    session: Session, cells: Sequence[Any], weights: Weights, on: date, *, overdue: Mapping[int, int] | None = None
) -> list[Load]:
    """Every active steward and everybody else who still holds an enterprise, from the numbers of those that are alike.

    Whoever has to hand over comes first, then the heaviest.
    """
    carried = _carried(cells, weights, overdue or {})
    stand_ins = stewards.stand_ins(session, on)
    active = {user.id: user for user in people.active_with(session, Role.STEWARD)}
    others = {user.id: user for user in people.users(session, set(carried) - set(active))}
    found = [_load(user, user.id in active, carried, stand_ins) for user in {**active, **others}.values()]
    return sorted(found, key=lambda load: (load.is_active or load.is_candidate, -load.total, load.name))


def loads_if_all(present: Sequence[Load], picked: Picked) -> list[After]:
    """For each active steward: the load if all that is picked went there; the lightest first."""
    return _sorted(_after(load, picked, dict.fromkeys(picked, load.steward_id)) for load in present if load.is_active)


def loads_after(present: Sequence[Load], picked: Picked, destinations: Mapping[int, int]) -> list[After]:
    """The loads of active stewards once each enterprise is at its destination; the lightest first.

    What has no destination stays where it is.
    """
    return _sorted(_after(load, picked, destinations) for load in present if load.is_active)


def weigh(session: Session, chosen: Mapping[int, int | None], weights: Weights) -> dict[int, tuple[int | None, int]]:
    """For each chosen enterprise (and who has it now): who has it, and what it weighs."""
    rows = session.scalars(select(Standing).where(Standing.enterprise_id.in_(chosen)))
    return {one.enterprise_id: (chosen[one.enterprise_id], _weight(weights, one)) for one in rows}


def known_in_care(session: Session) -> tuple[dict[int, Counter[str]], dict[int, Counter[str]]]:
    """For every steward: how many enterprises in each street, and of each division of industries."""
    division = func.substr(Standing.industry, 1, DIVISION)
    groups = session.execute(
        select(Standing.steward_id, Standing.street, division.label("division"), func.count().label("number"))
        .where(Standing.steward_id.is_not(None))
        .group_by(Standing.steward_id, Standing.street, division)
    )
    streets: dict[int, Counter[str]] = defaultdict(Counter)
    divisions: dict[int, Counter[str]] = defaultdict(Counter)
    for steward_id, street, trade, number in groups:
        if street:
            streets[steward_id][street] += number
        if trade:
            divisions[steward_id][trade] += number
    return streets, divisions


def held_by(steward_id: int) -> ColumnElement[bool]:
    """The condition on `Standing` for being this steward's own, without what they cover for others."""
    return Standing.steward_id == steward_id


def _load(user: User, is_active: bool, carried: Mapping[int, _Carried], stand_ins: Mapping[int, int]) -> Load:
    own = carried.get(user.id, _Carried())
    return Load(
        user.id,
        user.name,
        is_active,
        user.state is UserState.CANDIDATE,
        own.count,
        own.weighted,
        {tier: own.by_tier[tier] for tier in LADDER if own.by_tier[tier]},
        own.overdue,
        sum(
            carried[away].weighted for away, stand_in in stand_ins.items() if stand_in == user.id and away in carried
        ),
    )


def _after(load: Load, picked: Picked, destinations: Mapping[int, int]) -> After:
    """What comes is added and what goes to somebody else is taken off."""
    mine = load.steward_id
    moved = [(destinations[key], *picked[key]) for key in destinations]
    more = [weight for destination, holder, weight in moved if destination == mine != holder]
    fewer = [weight for destination, holder, weight in moved if holder == mine != destination]
    return After(load, load.count + len(more) - len(fewer), load.weighted + sum(more) - sum(fewer))


def _sorted(afters: Iterable[After]) -> list[After]:
    return sorted(afters, key=lambda after: (after.total, after.load.name))


def select_overdue(on: date) -> Select[Any]:
    """How many plans of each steward are overdue: `steward_id` and `number`."""
    late = select(Standing.steward_id, func.count().label("number")).where(Standing.next_contact_on < on)
    return late.group_by(Standing.steward_id)


def _carried(cells: Sequence[Any], weights: Weights, overdue: Mapping[int, int]) -> dict[int, _Carried]:
    carried: dict[int, _Carried] = defaultdict(_Carried)
    for cell in cells:
        if cell.steward_id is not None:
            one = carried[cell.steward_id]
            one.count += cell.number
            one.weighted += cell.number * _weight(weights, cell)
            one.by_tier[tier_of_rank(cell.rank)] += cell.number
            one.overdue = overdue.get(cell.steward_id, 0)
    return carried


def _weight(weights: Weights, held: Any) -> int:
    """What an enterprise weighs: its heaviest valid title, or a seed's weight."""
    titles = [tier for tier in STEPS if getattr(held, holding(tier))]
    return max((weights.get(tier, weights[Tier.SEED]) for tier in titles), default=weights[Tier.SEED])
