"""What people do with a flag: see it, put it off with a reason; opening and closing is the night's business."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.models import Flag
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.sql.claiming import execute_counting


def see(session: Session, enterprise_id: int, flag_id: int, *, by: int, on: date) -> None:
    """Take the flag from the list of new ones; it stays open. Seeing it again changes nothing."""
    flag = flag_of(session, enterprise_id, flag_id)
    if execute_counting(session, update(Flag).where(Flag.id == flag.id, Flag.seen_on.is_(None)).values(seen_on=on)):
        audit.record(session, by, "flag.seen", f"enterprise:{enterprise_id}", flag=flag_id)


def see_all(session: Session, within: ColumnElement[bool], flag_ids: Collection[int], *, by: int, on: date) -> int:
    """Take these flags, as far as they are of enterprises in the scope, from the new ones; one row of audit for all."""
    visible = select(Flag.id).join(Enterprise, Enterprise.id == Flag.enterprise_id).where(within)
    unseen = update(Flag).where(Flag.id.in_(flag_ids), Flag.id.in_(visible), Flag.seen_on.is_(None))
    count = execute_counting(session, unseen.values(seen_on=on))
    if count:
        audit.record(session, by, "flags.seen", "flags", count=count)
    return count


def snooze(session: Session, enterprise_id: int, flag_id: int, *, until: date, why: str, by: int, on: date) -> None:
    """Put an open flag off until a day, on which it shows again."""
    flag = flag_of(session, enterprise_id, flag_id)
    if until <= on:
        raise CrmError("snooze_in_the_past")
    still_open = update(Flag).where(Flag.id == flag.id, Flag.closed_on.is_(None))
    if (
        execute_counting(
            session, still_open.values(snoozed_until=until, snooze_reason=why, seen_on=flag.seen_on or on)
        )
        != 1
    ):
        raise CrmError("flag_closed")
    audit.record(session, by, "flag.snoozed", f"enterprise:{enterprise_id}", flag=flag_id, until=until)


def flag_of(session: Session, enterprise_id: int, flag_id: int) -> Flag:
    """One flag of the enterprise, or CrmError not_found."""
    flag = session.get(Flag, flag_id)
    if flag is None or flag.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return flag
