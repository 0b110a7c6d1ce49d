"""What open flags may come to: the award of each, times how often flags of their kind led to the title before.

The share is counted from flags opened between two terms and one term ago: of how many enterprises, flagged so for a
title, was it granted within a term. With too few of them there is no share, and nothing is expected. How long a term
is, and how many are too few, the district says.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.awards.indicative import indicate
from crm.awards.measures import Measures
from crm.awards.payments.queries import title_awards_paid
from crm.config.service_rules import BudgetRules
from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Flag, Title
from crm.rules import FlagKind, Purpose

KINDS = (FlagKind.ELIGIBLE, FlagKind.NEAR)
_IS_NEW = Flag.purpose == Purpose.NEW


@dataclass(frozen=True, slots=True)
class Expectation:
    """Flags of one kind for one title: how many, what all of them would earn (fen), and how many led there before.

    `amount` is what to expect in fen, rounded down; None where the past says too little. `is_expired` says that no
    measure in force stands behind the amounts.
    """

    target: str
    kind: str
    flags: int
    full: int
    tried: int
    won: int
    amount: int | None
    is_expired: bool


def expect(session: Session, measures: Measures, rules: BudgetRules, *, on: date) -> list[Expectation]:
    """By title and kind of flag, the highest title first."""
    rows = session.execute(
        select(Flag.target, Flag.kind, Flag.enterprise_id).where(_IS_NEW, open_flag(on), Flag.kind.in_(KINDS))
    ).all()
    paid = title_awards_paid(session, {row.enterprise_id for row in rows})
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    is_expired: dict[str, bool] = {}
    for row in rows:
        said = indicate(measures, str(row.target), on=on, paid=paid.get(row.enterprise_id))
        groups[str(row.target), row.kind.value].append(said.amount if said else 0)
        is_expired[str(row.target)] = said is None or said.expired
    past = _past(session, timedelta(days=rules.won_within_days), on)
    expectations = []
    for (target, kind), sums in sorted(groups.items(), reverse=True):
        tried, won = past.get((target, kind), (0, 0))
        amount = sum(sums) * won // tried if tried >= rules.fewest_tried else None
        if any(sums):
            found = Expectation(target, kind, len(sums), sum(sums), tried, won, amount, is_expired[target])
            expectations.append(found)
    return expectations


def _past(session: Session, term: timedelta, on: date) -> dict[tuple[str, str], tuple[int, int]]:
    """How many enterprises were flagged so, and how many of them won the title within a term."""
    flagged = (
        select(Flag.target, Flag.kind, Flag.enterprise_id, func.min(Flag.opened_on).label("opened_on"))
        .where(_IS_NEW, Flag.opened_on.between(on - 2 * term, on - term), Flag.kind.in_(KINDS))
        .group_by(Flag.target, Flag.kind, Flag.enterprise_id)
        .subquery()
    )
    later = (
        (Title.enterprise_id == flagged.c.enterprise_id)
        & (Title.tier == flagged.c.target)
        & (Title.granted_on >= flagged.c.opened_on)
        & Title.removed_on.is_(None)
    )
    rows = session.execute(
        select(flagged, func.min(Title.granted_on).label("granted_on")).outerjoin(Title, later).group_by(*flagged.c)
    )
    counts: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        is_won = row.granted_on is not None and row.granted_on <= row.opened_on + term
        tried, before = counts[str(row.target), row.kind.value]
        counts[str(row.target), row.kind.value] = (tried + 1, before + is_won)
    return dict(counts)
