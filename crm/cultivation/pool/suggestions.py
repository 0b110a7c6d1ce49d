"""Enterprises outside the pool that are worth admitting, with the reasons; proposals and terms that wait."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from crm.cultivation.models import Leaving, PoolEntry, Title
from crm.cultivation.pool.models import PoolProposal, PoolTerm
from crm.cultivation.titles.tiers import valid_on
from crm.enterprises.facts.models import Certificate, IntellectualProperty
from crm.enterprises.models import Enterprise
from crm.people.models import Department, User

SUGGESTED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An enterprise worth admitting; `reasons` are title, certificate, property or returns."""

    enterprise_id: int
    name: str
    street: str | None
    reasons: tuple[str, ...]


def suggestions(session: Session, on: date, *, limit: int = SUGGESTED_AT_ONCE) -> tuple[list[Suggestion], int]:
    """Those with the most reasons first, and how many there are. Neither proposed now nor deregistered."""
    reasons = _reasons(on).subquery("reasons")
    each = (
        select(reasons.c.enterprise_id, func.count().label("number"))
        .join(Enterprise, Enterprise.id == reasons.c.enterprise_id)
        .where(
            or_(Enterprise.deregistered_on.is_(None), Enterprise.deregistered_on > on),
            Enterprise.id.not_in(select(PoolEntry.enterprise_id).where(PoolEntry.is_open)),
            Enterprise.id.not_in(select(PoolProposal.enterprise_id).where(PoolProposal.decided_on.is_(None))),
        )
        .group_by(reasons.c.enterprise_id)
        .subquery("each")
    )
    ordered = (
        select(Enterprise.id, Enterprise.name, Enterprise.street, func.count().over().label("total"))
        .join(each, each.c.enterprise_id == Enterprise.id)
        .order_by(each.c.number.desc(), Enterprise.name)
        .limit(limit)
    )
    rows = session.execute(ordered).all()
    why: dict[int, list[str]] = defaultdict(list)
    wanted = select(reasons).where(reasons.c.enterprise_id.in_([row.id for row in rows]))
    for row in session.execute(wanted.order_by(reasons.c.reason)):
        why[row.enterprise_id].append(row.reason)
    found = [Suggestion(row.id, row.name, row.street, tuple(why[row.id])) for row in rows]
    return found, rows[0].total if rows else 0


def open_proposals(session: Session) -> Sequence[Any]:
    """Proposals that wait for a decision, the oldest first, with the enterprise and the proposer."""
    waiting = (
        select(
            PoolProposal.id,
            PoolProposal.enterprise_id,
            PoolProposal.reason,
            PoolProposal.proposed_on,
            Enterprise.name,
            func.coalesce(Department.name, PoolProposal.street).label("proposer"),
            User.name.label("recorder"),
        )
        .join(Enterprise, Enterprise.id == PoolProposal.enterprise_id)
        .join(User, User.id == PoolProposal.recorded_by)
        .outerjoin(Department, Department.id == PoolProposal.department_id)
        .where(PoolProposal.decided_on.is_(None))
    )
    return session.execute(waiting.order_by(PoolProposal.proposed_on, PoolProposal.id)).all()


def proposers(session: Session, enterprise_id: int) -> dict[int, str]:
    """Who proposed the enterprise, by the entries with which it came into the pool."""
    accepted = (
        select(PoolProposal.entry_id, func.coalesce(Department.name, PoolProposal.street).label("proposer"))
        .outerjoin(Department, Department.id == PoolProposal.department_id)
        .where(PoolProposal.enterprise_id == enterprise_id, PoolProposal.entry_id.is_not(None))
    )
    return {row.entry_id: row.proposer for row in session.execute(accepted)}


def terms_ending(session: Session, first: date | None, last: date, *, on: date) -> Sequence[Any]:
    """Seeds in the pool whose term ends in a span, the first first; who won a title meanwhile is no seed."""
    newer = aliased(PoolTerm)
    ends = (
        select(PoolTerm.entry_id, PoolEntry.enterprise_id, Enterprise.name, PoolTerm.until)
        .join(PoolEntry, PoolEntry.id == PoolTerm.entry_id)
        .join(Enterprise, Enterprise.id == PoolEntry.enterprise_id)
        .outerjoin(newer, and_(newer.entry_id == PoolTerm.entry_id, newer.number > PoolTerm.number))
        .where(
            newer.entry_id.is_(None),
            PoolEntry.is_open,
            PoolTerm.until <= last,
            PoolEntry.enterprise_id.not_in(select(Title.enterprise_id).where(valid_on(on))),
        )
    )
    if first is not None:
        ends = ends.where(PoolTerm.until >= first)
    return session.execute(ends.order_by(PoolTerm.until, Enterprise.name)).all()


def term_of(session: Session, entry_id: int) -> PoolTerm | None:
    """The term that counts for an entry."""
    terms = select(PoolTerm).where(PoolTerm.entry_id == entry_id).order_by(PoolTerm.number.desc())
    return session.scalars(terms.limit(1)).first()


def _reasons(on: date) -> Any:
    """One row an enterprise and reason, whether it is in the pool or not."""
    returned = select(PoolEntry.enterprise_id).where(PoolEntry.left_on <= on, PoolEntry.left_why == Leaving.WITHDRAWN)
    certified = select(Certificate.enterprise_id).where(
        Certificate.removed_on.is_(None), Certificate.valid_from <= on, Certificate.valid_to >= on
    )
    property_held = select(IntellectualProperty.enterprise_id).where(
        IntellectualProperty.removed_on.is_(None),
        IntellectualProperty.ip_class == "I",
        IntellectualProperty.related_to_main_product.is_(True),
    )
    parts = {
        "title": select(Title.enterprise_id).where(valid_on(on)),
        "certificate": certified,
        "property": property_held,
        "returns": returned,
    }
    return union_all(*(_named(part, reason) for reason, part in parts.items()))


def _named(part: Select[Any], reason: str) -> Select[Any]:
    each = part.distinct().subquery()
    return select(each.c.enterprise_id, literal(reason).label("reason"))
