"""Reads of the record: one enterprise within a scope, its names, contacts, figures and what changed."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from crm.enterprises.models import (
    Contact,
    Enterprise,
    EnterpriseChange,
    FigureChange,
    FigureName,
    FormerName,
    YearlyFigures,
)
from crm.errors import CrmError
from crm.rules.law.fields import leaps

# A change of a contact's card is kept as contact:<id>:<line>.
CONTACT = "contact"


def get(session: Session, enterprise_id: int, within: ColumnElement[bool]) -> Enterprise:
    """The enterprise, if the person may see it; otherwise CrmError not_found, as if it were not there."""
    enterprise = session.scalar(select(Enterprise).where(Enterprise.id == enterprise_id, within))
    if enterprise is None:
        raise CrmError("not_found")
    return enterprise


def names(session: Session, enterprise_ids: Sequence[int], within: ColumnElement[bool]) -> dict[int, str]:
    """What some enterprises are called; those outside the scope are not among them."""
    rows = session.execute(select(Enterprise.id, Enterprise.name).where(Enterprise.id.in_(enterprise_ids), within))
    return {row.id: row.name for row in rows}


def by_code(session: Session, credit_code: str) -> Enterprise | None:
    """The enterprise with this credit code, whoever may see it."""
    return session.scalar(select(Enterprise).where(Enterprise.credit_code == credit_code))


def former_names(session: Session, enterprise_id: int) -> Sequence[FormerName]:
    """Names the enterprise had, latest first."""
    return session.scalars(
        select(FormerName)
        .where(FormerName.enterprise_id == enterprise_id)
        .order_by(FormerName.until.desc(), FormerName.id.desc())
    ).all()


def contacts(session: Session, enterprise_id: int, on: date) -> Sequence[Contact]:
    """People at the enterprise who have not left, the primary one first."""
    return session.scalars(
        select(Contact)
        .where(Contact.enterprise_id == enterprise_id, or_(Contact.left_on.is_(None), Contact.left_on > on))
        .order_by(Contact.is_primary.desc(), Contact.id)
    ).all()


def former_contacts(session: Session, enterprise_id: int, on: date) -> Sequence[Contact]:
    """People who have left the enterprise, the latest first."""
    return session.scalars(
        select(Contact)
        .where(Contact.enterprise_id == enterprise_id, Contact.left_on <= on)
        .order_by(Contact.left_on.desc(), Contact.id.desc())
    ).all()


def numbers_to_call(session: Session, enterprise_ids: Collection[int], on: date) -> dict[int, int]:
    """The contact to call at each enterprise: of those with a mobile number the primary one, else the first."""
    rows = session.execute(
        select(Contact.enterprise_id, Contact.id)
        .where(
            Contact.enterprise_id.in_(enterprise_ids),
            Contact.mobile_sealed.is_not(None),
            or_(Contact.left_on.is_(None), Contact.left_on > on),
        )
        .order_by(Contact.is_primary, Contact.id.desc())
    )
    return dict(rows.tuples().all())  # the last one of each enterprise stays


def contact(session: Session, enterprise_id: int, contact_id: int) -> Contact:
    """One contact of the enterprise, or CrmError not_found."""
    found = session.get(Contact, contact_id)
    if found is None or found.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return found


def figures(session: Session, enterprise_id: int, years: Sequence[int]) -> dict[int, YearlyFigures]:
    """The figures of these years; a year nothing is known of is not in the answer."""
    rows = session.scalars(
        select(YearlyFigures).where(YearlyFigures.enterprise_id == enterprise_id, YearlyFigures.year.in_(years))
    )
    return {row.year: row for row in rows}


def unlike_neighbours(
    session: Session, enterprise_id: int, year: int, names: Collection[FigureName], *, factor: int
) -> list[FigureName]:
    """Which of a year's figures are `factor` times, or a `factor`th of, the same figure of the year before or after."""
    rows = figures(session, enterprise_id, [year - 1, year, year + 1])
    if year not in rows:
        return []
    neighbours = [row for other, row in rows.items() if other != year]
    return [
        name
        for name in FigureName
        if name in names and any(leaps(getattr(rows[year], name), getattr(row, name), factor) for row in neighbours)
    ]


def years_with_figures(session: Session, enterprise_id: int) -> Sequence[int]:
    """Every year with figures, latest first."""
    return session.scalars(
        select(YearlyFigures.year)
        .where(YearlyFigures.enterprise_id == enterprise_id)
        .order_by(YearlyFigures.year.desc())
    ).all()


def figure_changes(
    session: Session, enterprise_id: int, *, year: int | None = None, limit: int = 50
) -> Sequence[FigureChange]:
    """What changed in the figures, latest first."""
    wanted = select(FigureChange).where(FigureChange.enterprise_id == enterprise_id)
    if year is not None:
        wanted = wanted.where(FigureChange.year == year)
    return session.scalars(wanted.order_by(FigureChange.id.desc()).limit(limit)).all()


def changes(
    session: Session, enterprise_id: int, *, contact_id: int | None = None, limit: int = 50
) -> Sequence[EnterpriseChange]:
    """What changed in the identity, or on the card of one contact, latest first."""
    field = EnterpriseChange.field
    about = field.not_like(f"{CONTACT}:%") if contact_id is None else field.like(f"{CONTACT}:{contact_id}:%")
    return session.scalars(
        select(EnterpriseChange)
        .where(EnterpriseChange.enterprise_id == enterprise_id, about)
        .order_by(EnterpriseChange.id.desc())
        .limit(limit)
    ).all()


def last_change(session: Session, enterprise_id: int) -> EnterpriseChange | None:
    """The newest change of the identity."""
    return next(iter(changes(session, enterprise_id, limit=1)), None)


def select_present_contacts(enterprise_id: int, on: date) -> Select[Any]:
    """Who is at the enterprise on a day, the first to be called first, each `name` with the position."""
    name = func.trim(Contact.name + " " + func.coalesce(Contact.position, ""))
    there = select(Contact.id, name.label("name")).where(
        Contact.enterprise_id == enterprise_id, or_(Contact.left_on.is_(None), Contact.left_on > on)
    )
    return there.order_by(Contact.is_primary.desc(), Contact.id)


def is_contact_of(session: Session, enterprise_id: int, contact_id: int) -> bool:
    """Whether somebody is, or was, a contact of the enterprise."""
    mine = select(Contact.id).where(Contact.id == contact_id, Contact.enterprise_id == enterprise_id)
    return session.scalar(mine) is not None
