"""Finding an enterprise by its name or code, and what the department has to do with it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from crm.demands.models import Demand
from crm.demands.queries import is_open
from crm.enterprises.models import Enterprise


@dataclass(frozen=True, slots=True)
class EnterpriseIdentity:
    """Name and code of an enterprise, and how many demands of it one may see and how many of those are open."""

    name: str
    credit_code: str
    demands: int
    open: int


def find_identities(
    session: Session,
    text: str,
    *,
    identities: ColumnElement[bool],
    demands: ColumnElement[bool],
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[EnterpriseIdentity], int]:
    """Enterprises within the scope whose name or code contains the text, by name; and how many there are.

    Nothing else is searched: whoever may know only the name must not learn by asking who the contact is.
    """
    meant = or_(*(column.contains(text, autoescape=True) for column in (Enterprise.name, Enterprise.credit_code)))
    total = session.scalar(select(func.count(Enterprise.id)).where(meant, identities)) or 0
    counts = (
        select(Demand.enterprise_id, func.count(Demand.id).label("every"), _count(is_open()).label("open"))
        .where(demands)
        .group_by(Demand.enterprise_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Enterprise.name, Enterprise.credit_code, func.coalesce(counts.c.every, 0), func.coalesce(counts.c.open, 0)
        )
        .outerjoin(counts, counts.c.enterprise_id == Enterprise.id)
        .where(meant, identities)
        .order_by(Enterprise.name, Enterprise.id)
        .offset(offset)
        .limit(limit)
    )
    return [EnterpriseIdentity(*row) for row in rows], total


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
