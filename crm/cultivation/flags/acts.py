"""What people do about a flag: seen, put off, acted on, dismissed; opening and following it is the night's business."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.flags.models import DismissalCause, FlagAct, FlagEvent
from crm.cultivation.models import Flag
from crm.db import add_rows, serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.sql.claiming import execute_counting
from crm.stewards.queries import in_care_of


def see(session: Session, enterprise_id: int, flag_id: int, *, by: int, on: date) -> None:
    """Say that one has seen the flag; it stays open. Seeing it again changes nothing."""
    flag = _claim(session, enterprise_id, flag_id)
    if not session.scalar(select(_done_by(by, flag.id))):
        _note(session, flag, FlagAct.SEEN, by=by, on=on)


def see_all(session: Session, within: ColumnElement[bool], flag_ids: Collection[int], *, by: int, on: date) -> int:
    """Say so of all these flags, as far as they are of enterprises in the scope; one row of audit for all."""
    visible = select(Flag).join(Enterprise, Enterprise.id == Flag.enterprise_id).where(within, Flag.id.in_(flag_ids))
    serialise(session, "flags seen at once")
    flags = session.scalars(visible.where(~_done_by(by, Flag.id.expression)).order_by(Flag.id)).all()
    last = _last_numbers(session, [flag.id for flag in flags])
    mine = set(session.scalars(select(Enterprise.id).where(in_care_of(by, on))))
    add_rows(session, FlagEvent, [_seen(flag, last.get(flag.id, 0) + 1, mine, by, on) for flag in flags])
    if flags:
        audit.record(session, by, "flags.seen", "flags", count=len(flags))
    return len(flags)


def snooze(session: Session, enterprise_id: int, flag_id: int, *, until: date, why: str, by: int, on: date) -> None:
    """Put an open flag off until a day, on which it shows again."""
    flag = _claim_open(session, enterprise_id, flag_id)
    if until <= on:
        raise CrmError("snooze_in_the_past")
    _note(session, flag, FlagAct.SNOOZED, by=by, on=on, until=until, why=why)


def act_on(session: Session, enterprise_id: int, flag_id: int, *, what: str, by: int, on: date) -> None:
    """Say what was done about an open flag; it stays open, and is put off no longer."""
    flag = _claim_open(session, enterprise_id, flag_id)
    _note(session, flag, FlagAct.ACTED, by=by, on=on, why=what)


def dismiss(
    session: Session, enterprise_id: int, flag_id: int, cause: DismissalCause, *, why: str, by: int, on: date
) -> None:
    """Close the flag by hand; the night opens another one only when it has something else to say."""
    flag = _claim_open(session, enterprise_id, flag_id)
    because = [{"code": "dismissed", "cause": cause.value}]
    still_open = update(Flag).where(Flag.id == flag.id, Flag.closed_on.is_(None))
    if execute_counting(session, still_open.values(closed_on=on, closed_why={"because": because})) != 1:
        raise CrmError("flag_closed")
    _note(session, flag, FlagAct.DISMISSED, by=by, on=on, cause=cause.value, why=why)


def flag_of(session: Session, enterprise_id: int, flag_id: int) -> Flag:
    """One flag of the enterprise, or CrmError not_found."""
    flag = session.get(Flag, flag_id)
    if flag is None or flag.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return flag


def _claim(session: Session, enterprise_id: int, flag_id: int) -> Flag:
    serialise(session, f"flag {flag_id}")
    return flag_of(session, enterprise_id, flag_id)


def _claim_open(session: Session, enterprise_id: int, flag_id: int) -> Flag:
    flag = _claim(session, enterprise_id, flag_id)
    session.refresh(flag)
    if flag.closed_on is not None:
        raise CrmError("flag_closed")
    return flag


def _note(
    session: Session,
    flag: Flag,
    act: FlagAct,
    *,
    by: int,
    on: date,
    until: date | None = None,
    cause: str | None = None,
    why: str | None = None,
) -> None:
    number = _last_numbers(session, [flag.id]).get(flag.id, 0) + 1
    cares = session.scalar(select(exists().where(Enterprise.id == flag.enterprise_id, in_care_of(by, on)))) or False
    event = FlagEvent(enterprise_id=flag.enterprise_id, flag_id=flag.id, number=number, act=act, by=by)
    event.as_carer, event.happened_on, event.until, event.cause, event.why = cares, on, until, cause, why
    session.add(event)
    session.flush()
    told = {"until": until} if until else {"cause": cause} if cause else {}
    audit.record(session, by, f"flag.{act}", f"enterprise:{flag.enterprise_id}", flag=flag.id, **told)


def _seen(flag: Flag, number: int, mine: set[int], by: int, on: date) -> dict[str, object]:
    return {
        "enterprise_id": flag.enterprise_id,
        "flag_id": flag.id,
        "number": number,
        "act": FlagAct.SEEN,
        "by": by,
        "as_carer": flag.enterprise_id in mine,
        "happened_on": on,
    }


def _done_by(by: int, flag_id: ColumnElement[int] | int) -> ColumnElement[bool]:
    """Whether this person did anything about the flag."""
    return exists().where(FlagEvent.flag_id == flag_id, FlagEvent.by == by)


def _last_numbers(session: Session, flag_ids: Collection[int]) -> dict[int, int]:
    last = select(FlagEvent.flag_id, func.max(FlagEvent.number).label("number")).where(
        FlagEvent.flag_id.in_(flag_ids)
    )
    return {row.flag_id: row.number for row in session.execute(last.group_by(FlagEvent.flag_id))}
