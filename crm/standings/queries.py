"""Reading standings within a scope, and checking them against what they are derived from."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import replacement_traverse

from crm.enterprises.models import Enterprise
from crm.standings.derivation import COLUMNS, Within, derive_standings, everybody
from crm.standings.models import Standing


def of_standings(within: ColumnElement[bool]) -> ColumnElement[bool]:
    """A scope, which is a condition on `Enterprise`, as one on `Standing` alone, so that lists read one table."""
    return of_column(within, Standing.__table__.c.enterprise_id)


def of_column(within: ColumnElement[bool], key: ColumnElement[int]) -> ColumnElement[bool]:
    """The same as a condition on any column of enterprises, so that a table that has one is read without a join."""

    def move(element: Any, **_: Any) -> Any:
        is_key = isinstance(element, Column) and element.shares_lineage(Enterprise.__table__.c.id)
        return key if is_key else None

    return replacement_traverse(within, {}, move)


def in_care_of_any(stewards: Collection[int]) -> ColumnElement[bool]:
    """The condition on `Standing` for being looked after by one of these stewards; an index knows."""
    return Standing.steward_id.in_(sorted(stewards))


def differing(session: Session, *, on: date, within: Within = everybody) -> Sequence[int]:
    """Enterprises whose standing is not what is derived anew on a day; always none, but for a hand in the database."""
    anew = derive_standings(within, on).subquery("anew")
    table = Standing.__table__
    differs = or_(*(table.c[name].is_distinct_from(anew.c[name]) for name in COLUMNS))
    wrong = select(anew.c.enterprise_id).outerjoin(table, table.c.enterprise_id == anew.c.enterprise_id)
    return session.scalars(wrong.where(differs).order_by(anew.c.enterprise_id)).all()
