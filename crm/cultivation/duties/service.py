"""What people do about duties: a major change is announced, a duty is done, or it turns out to be none."""

from datetime import date

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.cultivation.duties.models import ChangeKind, DutyKind, TitleDuty
from crm.cultivation.duties.upkeep import add_duties, change_duty
from crm.cultivation.models import TitleEventKind
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles import service as titles
from crm.db import serialise
from crm.errors import CrmError
from crm.rules.reading.ladder import Ladder

_DONE_BY = {DutyKind.ANNUAL_UPDATE: TitleEventKind.ANNUAL_UPDATE, DutyKind.MAJOR_CHANGE: TitleEventKind.MAJOR_CHANGE}


def announce_change(
    session: Session, enterprise_id: int, kind: ChangeKind, happened_on: date, *, ladder: Ladder, by: int, on: date
) -> int:
    """A major change happened: every title held on that day has it to report; returns how many have."""
    titles.refuse_day_ahead(happened_on, on=on)
    serialise(session, f"duties of {enterprise_id}")
    held = [one for one in title_queries.titles(session, enterprise_id) if title_queries.is_valid(one, happened_on)]
    if not held:
        raise CrmError("change_without_title", day=happened_on)
    period = f"{kind.value}:{happened_on.isoformat()}"
    number = add_duties(session, [change_duty(title, kind, happened_on, period, ladder) for title in held])
    if not number:
        raise CrmError("change_known", day=happened_on)
    audit.record(
        session, by, "duty.opened", f"enterprise:{enterprise_id}", change=kind, happened_on=happened_on, count=number
    )
    return number


def fulfil(
    session: Session, enterprise_id: int, duty: TitleDuty, done_on: date, *, why: str, by: int, on: date
) -> None:
    """The update was made or the change reported; it stands among what happened to the title as well."""
    kind = _DONE_BY.get(duty.kind)
    if kind is None:
        raise CrmError("duty_is_a_review")
    _refuse_closed(session, duty)
    if done_on < duty.opened_on:
        raise CrmError("duty_done_before", day=duty.opened_on)
    if duty.kind is DutyKind.ANNUAL_UPDATE and str(done_on.year) != duty.period:
        raise CrmError("duty_of_another_year", year=duty.period)
    title = title_queries.title(session, enterprise_id, duty.title_id)
    titles.note_event(session, title, kind, done_on, why=why, by=by, on=on)


def set_aside(session: Session, duty: TitleDuty, *, why: str, by: int, on: date) -> None:
    """The duty was none, such as a misspelt name put right; the row stays with the reason."""
    if duty.kind is not DutyKind.MAJOR_CHANGE:
        raise CrmError("duty_not_set_aside")
    _refuse_closed(session, duty)
    duty.set_aside_on, duty.set_aside_by, duty.set_aside_why = on, by, why
    session.flush()
    audit.record(session, by, "duty.set_aside", f"enterprise:{duty.enterprise_id}", title=duty.title_id)


def duty_of(session: Session, enterprise_id: int, duty_id: int) -> TitleDuty:
    """One duty of the enterprise, or CrmError not_found."""
    duty = session.get(TitleDuty, duty_id)
    if duty is None or duty.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return duty


def _refuse_closed(session: Session, duty: TitleDuty) -> None:
    serialise(session, f"duties of {duty.enterprise_id}")
    session.refresh(duty)
    if duty.done_on is not None:
        raise CrmError("duty_done", day=duty.done_on)
    if duty.set_aside_on is not None:
        raise CrmError("duty_set_aside", day=duty.set_aside_on)
