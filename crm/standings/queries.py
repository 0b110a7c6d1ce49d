"""Checking standings against what they are derived from."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.standings.derivation import COLUMNS, Within, derived, everybody
from crm.standings.models import Standing


def differing(session: Session, *, on: date, within: Within = everybody) -> Sequence[int]:
    """Enterprises whose standing is not what is derived anew on a day; always none, but for a hand in the database."""
    anew = derived(within, on).subquery("anew")
    table = Standing.__table__
    differs = or_(*(table.c[name].is_distinct_from(anew.c[name]) for name in COLUMNS))
    wrong = select(anew.c.enterprise_id).outerjoin(table, table.c.enterprise_id == anew.c.enterprise_id)
    return session.scalars(wrong.where(differs).order_by(anew.c.enterprise_id)).all()
