"""Reads about quiet periods: whether one runs on a day."""

from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from crm.interactions.models import QuietPeriod


def is_quiet(on: date) -> ColumnElement[bool]:
    """The condition on `QuietPeriod` for running on a day, its last one included."""
    return and_(QuietPeriod.ended_on.is_(None), QuietPeriod.from_on <= on, QuietPeriod.until >= on)


def quiet_on(session: Session, enterprise_id: int, day: date) -> QuietPeriod | None:
    """The quiet period of an enterprise that runs on a day."""
    return session.scalar(select(QuietPeriod).where(QuietPeriod.enterprise_id == enterprise_id, is_quiet(day)))


def open_period(session: Session, enterprise_id: int) -> QuietPeriod | None:
    """The period nobody has ended, whether or not its last day is over."""
    mine = QuietPeriod.enterprise_id == enterprise_id
    return session.scalar(select(QuietPeriod).where(mine, QuietPeriod.ended_on.is_(None)))
