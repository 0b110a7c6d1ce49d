"""Whom a night judges: everybody under other rules, in a new year and weekly, otherwise what can have changed."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from crm.cultivation.models import JudgedNight, JudgingDay, JudgingMark, PoolEntry, Title
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.titles.tiers import in_pool
from crm.db import slices
from crm.enterprises.facts import models as facts
from crm.enterprises.facts.columns import Chosen
from crm.enterprises.models import Enterprise, YearlyFigures
from crm.sql.claiming import insert_once
from crm.touched import find_touched

CHECK_DAYS = 7
CHECK, DUE = "check", "due"
AT_ONCE = 5000
JUDGED_BY = (
    Enterprise,
    YearlyFigures,
    facts.EnterpriseFact,
    facts.CurrentFacts,
    facts.FactList,
    facts.IntellectualProperty,
    facts.EquityRound,
    facts.ScienceAward,
    facts.ContestEntry,
    facts.Certificate,
    facts.PlatformScore,
    PoolEntry,
    Title,
)
"""Whatever a judgement can rest on, or whether and for what an enterprise is judged at all."""


def mark_touched(session: Session) -> None:
    """Before a transaction commits: the night looks anew at the enterprises whose facts it wrote.

    An enterprise that a savepoint took back is among the touched, but there is nobody left to judge.
    """
    ids = sorted(find_touched(session, *JUDGED_BY))
    for begin in range(0, len(ids), AT_ONCE):
        standing = select(Enterprise.id).where(Enterprise.id.in_(ids[begin : begin + AT_ONCE]))
        session.execute(insert(JudgingMark).from_select(["enterprise_id"], standing))


def awaits_night(enterprise_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition on a column of enterprises: something was written that no night has looked at yet."""
    return enterprise_id.in_(select(JudgingMark.enterprise_id))


def count_awaiting(session: Session, on: date) -> int:
    """How many enterprises of the pool the next night looks at anew for what was written since the last."""
    waiting = select(func.count()).where(in_pool(on), awaits_night(Enterprise.id.expression))
    return session.scalar(waiting) or 0


def why_everybody(session: Session, standards: Standards, on: date) -> str | None:
    """Why this night judges everybody; None when only what can have changed."""
    latest = session.scalars(select(JudgedNight).order_by(JudgedNight.judged_on.desc()).limit(1)).first()
    whole = session.scalars(
        select(JudgedNight).where(JudgedNight.why.is_not(None)).order_by(JudgedNight.judged_on.desc()).limit(1)
    ).first()
    if latest is None or whole is None:
        return "first"
    if latest.judged_on > on:
        return "earlier_day"
    if latest.rules != standards.rules_digest:
        return "rules"
    if whole.judged_on.year != on.year:
        return "new_year"
    return CHECK if on - whole.judged_on >= timedelta(days=CHECK_DAYS) else None


def ids_to_judge(session: Session, on: date, chosen: Chosen | None = None) -> list[int]:
    """Enterprises with a mark, and those that the calendar can have changed by a day, in ascending order."""
    marks, days = select(JudgingMark.enterprise_id), select(JudgingDay.enterprise_id).where(JudgingDay.due_on <= on)
    if chosen is not None:
        marks, days = (
            marks.where(chosen.of(JudgingMark.enterprise_id)),
            days.where(chosen.of(JudgingDay.enterprise_id)),
        )
    return sorted({*session.scalars(marks), *session.scalars(days)})


def seen_marks(session: Session, chosen: Chosen) -> tuple[int, ...]:
    """The marks that are there before any fact is read: what is written meanwhile makes a new one."""
    return tuple(session.scalars(select(JudgingMark.id).where(chosen.of(JudgingMark.enterprise_id))))


def take_marks(session: Session, seen: Sequence[int]) -> None:
    """Take away the marks that were seen, and no others."""
    for part in slices(seen):
        session.execute(delete(JudgingMark).where(JudgingMark.id.in_(part)))


def note_night(
    session: Session, standards: Standards, on: date, *, why: str | None, evaluated: int, differences: int
) -> None:
    """Write down that the night has judged; the day keeps the numbers of its largest night.

    A night that was stopped behind its last part of judging comes here twice with the same numbers, and one that is
    asked for again finds nobody left to judge.
    """
    fresh = insert_once(
        session,
        JudgedNight,
        ["judged_on"],
        judged_on=on,
        why=why,
        rules=standards.rules_digest,
        evaluated=evaluated,
        differences=differences,
    )
    if not fresh:
        night = session.get_one(JudgedNight, on)
        night.why, night.rules = why or night.why, standards.rules_digest
        night.evaluated, night.differences = max(night.evaluated, evaluated), max(night.differences, differences)
    if why == "earlier_day":
        session.execute(delete(JudgedNight).where(JudgedNight.judged_on > on))
