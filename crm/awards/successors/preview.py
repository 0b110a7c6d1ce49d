"""Whom a measure changes: awards of titles held and of titles that flags speak of, before and after it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crm.awards.indicative import TITLE_AWARD, indicate
from crm.awards.law.measure import Measure
from crm.awards.measures import Measures, amount_of
from crm.awards.payments.queries import title_awards_paid
from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Flag, Title
from crm.enterprises.models import Enterprise
from crm.rules import Purpose


@dataclass(frozen=True, slots=True)
class AwardStake:
    """A title of an enterprise: held since `granted_on`, or spoken of by a flag (None)."""

    enterprise_id: int
    name: str
    tier: str
    granted_on: date | None


@dataclass(frozen=True, slots=True)
class AwardSaid:
    """What would be said of it: fen, None where nothing is; `counts` when the basis is in force."""

    amount: int | None
    counts: bool


@dataclass(frozen=True, slots=True)
class AwardChange:
    """One title of one enterprise of which something else is said."""

    stake: AwardStake
    before: AwardSaid
    after: AwardSaid


def preview_measure(
    session: Session, before: Measures, after: Measures, draft: Measure, within: ColumnElement[bool], *, on: date
) -> list[AwardChange]:
    """Every change on the first day of the measure, or today when it has begun; flags first by what they gain."""
    day = max(on, draft.valid.since)
    stakes = [*_titles(session, draft, within), *_flags(session, within, on)]
    paid = title_awards_paid(session, {stake.enterprise_id for stake in stakes})
    changes = [
        AwardChange(stake, _said(before, stake, paid, day), _said(after, stake, paid, day)) for stake in stakes
    ]
    moved = [change for change in changes if change.before != change.after]
    return sorted(moved, key=lambda change: (-(change.after.amount or 0), change.stake.name, change.stake.tier))


def _said(measures: Measures, stake: AwardStake, paid: Mapping[int, int], day: date) -> AwardSaid:
    before = paid.get(stake.enterprise_id)
    if stake.granted_on is None:
        indication = indicate(measures, stake.tier, on=day, paid=before)
        return AwardSaid(indication.amount, not indication.expired) if indication else AwardSaid(None, counts=False)
    offer = measures.best_for_title(TITLE_AWARD, stake.tier, stake.granted_on)
    if offer is None:
        return AwardSaid(None, counts=False)
    return AwardSaid(max(0, amount_of(offer, stake.tier) - (before or 0)), counts=True)


def _titles(session: Session, draft: Measure, within: ColumnElement[bool]) -> list[AwardStake]:
    """Titles recognised while the measure is valid; one regained, or revoked, earns nothing."""
    rows = session.execute(
        select(Title.enterprise_id, Enterprise.name, Title.tier, Title.granted_on, Title.revoked_on)
        .join(Enterprise, Enterprise.id == Title.enterprise_id)
        .where(Title.removed_on.is_(None), within)
        .order_by(Title.granted_on, Title.id)
    )
    first: dict[tuple[int, str], AwardStake | None] = {}
    for row in rows:
        stake = AwardStake(row.enterprise_id, row.name, str(row.tier), row.granted_on)
        first.setdefault((stake.enterprise_id, stake.tier), stake if row.revoked_on is None else None)
    standing = [stake for stake in first.values() if stake is not None]
    return [stake for stake in standing if stake.granted_on is not None and stake.granted_on in draft.valid]


def _flags(session: Session, within: ColumnElement[bool], on: date) -> list[AwardStake]:
    rows = session.execute(
        select(Flag.enterprise_id, Enterprise.name, Flag.target)
        .join(Enterprise, Enterprise.id == Flag.enterprise_id)
        .where(open_flag(on), Flag.purpose == Purpose.NEW.value, within)
        .distinct()
        .order_by(Enterprise.name, Flag.enterprise_id, Flag.target)
    )
    return [AwardStake(row.enterprise_id, row.name, str(row.target), None) for row in rows]
