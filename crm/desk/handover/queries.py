"""Reads about handing over: the sheets a person may see, one of them, and first contacts that are still due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select, true
from sqlalchemy.orm import Session, aliased

from crm.config.working_days import is_provisional
from crm.desk.handover.models import Handover, HandoverEvent, HandoverItem
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people.models import Role, User
from crm.people.person import Person
from crm.sql.bundles import columns_of, read_bundle
from crm.steps import Thing, last_step
from crm.stewards.models import Assignment

OPEN, DONE = "open", "done"


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A sheet in a list, with how many of its items are accepted, and objected to and not accepted since."""

    id: int
    giver: str
    receiver: str
    receiver_id: int
    made_on: date
    first_contact_by: date
    accepted_on: date | None
    withdrawn_on: date | None
    why: str
    enterprises: int
    items: int
    accepted: int
    objected: int

    @property
    def is_provisional(self) -> bool:
        """Whether the day of the first contact may still move, because its year has no calendar yet."""
        return is_provisional(self.first_contact_by.year)


def sheets_of(person: Person) -> ColumnElement[bool]:
    """The condition on `Handover`: managers all, the receiver their own."""
    return true() if person.has(Role.MANAGER) else Handover.to_id == person.id


def sheets(
    session: Session, within: ColumnElement[bool], which: str, *, offset: int, limit: int
) -> tuple[list[HandoverLine], int]:
    """Sheets with something to accept, or those that are over, the newest first, and how many in all."""
    state = _is_open() if which == OPEN else ~_is_open()
    lines = _lines(within, state).order_by(Handover.made_on.desc(), Handover.id.desc())
    total = select(func.count().label("number")).select_from(Handover).where(within, state)
    rows = read_bundle(session, {"lines": lines.offset(offset).limit(limit), "total": total})
    return [HandoverLine(*row) for row in rows["lines"]], rows["total"][0].number


def sheet(session: Session, handover_id: int, within: ColumnElement[bool]) -> HandoverLine:
    """One sheet; raises CrmError not_found where the person may not see it."""
    row = session.execute(_lines(within, Handover.id == handover_id)).one_or_none()
    if row is None:
        raise CrmError("not_found")
    return HandoverLine(*row)


def items_of(session: Session, handover_id: int, within: ColumnElement[bool]) -> Sequence[Any]:
    """The items of a sheet at enterprises of the scope, with the enterprise's name."""
    rows = (
        select(*columns_of(HandoverItem), Enterprise.name)
        .join(Enterprise, Enterprise.id == HandoverItem.enterprise_id)
        .where(HandoverItem.handover_id == handover_id, within)
        .order_by(Enterprise.name, Enterprise.id, HandoverItem.kind, HandoverItem.ref)
    )
    return session.execute(rows).all()


def withdrawn_why(session: Session, handover_id: int) -> str | None:
    """Why the sheet was taken back."""
    step = last_step(session, Thing(HandoverEvent, "handover_id", handover_id))
    return step.why if step else None


def first_contacts(receivers: Collection[int]) -> Select[Any]:
    """By enterprise the day by which these stewards must have been in touch for the first time, by the newest sheet."""
    return (
        select(HandoverItem.enterprise_id, func.max(Handover.first_contact_by).label("first_contact_by"))
        .join(Handover, Handover.id == HandoverItem.handover_id)
        .where(Handover.to_id.in_(receivers), Handover.withdrawn_on.is_(None))
        .group_by(HandoverItem.enterprise_id)
    )


def _is_open() -> ColumnElement[bool]:
    """Something is not accepted at an enterprise the receiver still has; what went on is on the next one's sheet."""
    return Handover.withdrawn_on.is_(None) & exists().where(
        HandoverItem.handover_id == Handover.id,
        HandoverItem.accepted_on.is_(None),
        Assignment.enterprise_id == HandoverItem.enterprise_id,
        Assignment.steward_id == Handover.to_id,
        Assignment.is_open,
    )


def _lines(*conditions: ColumnElement[bool]) -> Select[Any]:
    giver, receiver = aliased(User), aliased(User)
    numbers = (
        select(
            HandoverItem.handover_id,
            func.count(func.distinct(HandoverItem.enterprise_id)).label("enterprises"),
            func.count().label("items"),
            func.count(HandoverItem.accepted_on).label("accepted"),
            func.count(case((HandoverItem.accepted_on.is_(None), HandoverItem.objected_on))).label("objected"),
        )
        .group_by(HandoverItem.handover_id)
        .subquery("numbers")
    )
    return (
        select(
            Handover.id,
            giver.name.label("giver"),
            receiver.name.label("receiver"),
            Handover.to_id.label("receiver_id"),
            Handover.made_on,
            Handover.first_contact_by,
            Handover.accepted_on,
            Handover.withdrawn_on,
            Handover.why,
            numbers.c.enterprises,
            numbers.c["items"],
            numbers.c.accepted,
            numbers.c.objected,
        )
        .join(giver, giver.id == Handover.from_id)
        .join(receiver, receiver.id == Handover.to_id)
        .join(numbers, numbers.c.handover_id == Handover.id)
        .where(*conditions)
    )
