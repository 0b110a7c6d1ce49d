"""Leave cover: a colleague acts for a steward from a day through a day; it begins and ends by itself."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.errors import CrmError
from crm.people import queries as people
from crm.steps import Thing, find_step, last_step, record_step
from crm.stewards.cover_life import COVER_LEAVING, COVER_LIFE, CoverState, state_on
from crm.stewards.models import CoverEvent, LeaveCover
from crm.stewards.service import active_steward


def arrange(
    session: Session, steward_id: int, cover_id: int, *, from_on: date, to_on: date, why: str, by: int, on: date
) -> LeaveCover:
    """Let `cover_id` act for `steward_id` on the days from `from_on` to `to_on`, both included.

    Nobody has two stand-ins on one day, and whoever is away stands in for nobody.
    """
    serialise(session, "leave covers")
    _check_days(from_on, to_on, on)
    if steward_id == cover_id:
        raise CrmError("cover_is_oneself")
    steward, cover = active_steward(session, steward_id), active_steward(session, cover_id)
    clash = _clash(session, steward_id, cover_id, from_on, to_on)
    if clash:
        raise CrmError("cover_clashes", first=clash.from_on, last=clash.to_on, **_names(session, clash))
    arranged = LeaveCover(
        steward_id=steward.id, cover_id=cover.id, from_on=from_on, to_on=to_on, why=why, arranged_by=by
    )
    session.add(arranged)
    session.flush()
    audit.record(session, by, "cover.arranged", f"user:{steward.id}", cover=cover.id, first=from_on, last=to_on)
    return arranged


def take_step(
    session: Session, cover_id: int, act: str, *, by: int, on: date, at: datetime, why: str | None = None
) -> None:
    """Call a cover off or end it early, by `COVER_LIFE`; what was done under it stays recorded."""
    serialise(session, "leave covers")
    cover = session.get(LeaveCover, cover_id, populate_existing=True)
    if cover is None:
        raise CrmError("not_found")
    step = find_step(COVER_LIFE, act, state_on(cover, on), people.roles_of(session, by))
    if step is None:
        raise _refusal(session, cover, on)
    if "why" in step.needs and not why:
        raise CrmError("cover_needs_why")
    cover.cancelled_on = on
    record_step(session, _thing(cover_id), step, by=by, at=at, why=why)
    audit.record(session, by, f"cover.{step.act}", f"cover:{cover_id}")


def end_all_of(session: Session, user_id: int, *, why: str, by: int | None, on: date, at: datetime) -> int:
    """End the covers of somebody who is steward no more, as the one away and as the one who stands in."""
    serialise(session, "leave covers")
    involved = or_(LeaveCover.steward_id == user_id, LeaveCover.cover_id == user_id)
    still = select(LeaveCover).where(involved, LeaveCover.cancelled_on.is_(None), LeaveCover.to_on >= on)
    covers = session.scalars(still.order_by(LeaveCover.id)).all()
    for cover in covers:
        step = next(step for step in COVER_LEAVING if step.before == state_on(cover, on))
        cover.cancelled_on = on
        record_step(session, _thing(cover.id), step, by=by, at=at, why=why)
        audit.record(session, by, f"cover.{step.act}", f"cover:{cover.id}")
    return len(covers)


def _thing(cover_id: int) -> Thing:
    return Thing(CoverEvent, "cover_id", cover_id)


def _refusal(session: Session, cover: LeaveCover, on: date) -> CrmError:
    """Who was faster, when and why; or that the calendar was, or that this person may not."""
    state = state_on(cover, on)
    if state is CoverState.OVER:
        return CrmError("cover_already_over")
    last = last_step(session, _thing(cover.id)) if state is CoverState.CANCELLED else None
    if last is None:
        return CrmError("forbidden")
    who = people.names(session, {last.by}).get(last.by, "—")
    return CrmError("cover_cancelled_meanwhile", by=who, day=cover.cancelled_on, why=last.why or "—")


def _check_days(from_on: date, to_on: date, on: date) -> None:
    if to_on < from_on:
        raise CrmError("cover_ends_before_it_begins")
    if to_on < on:
        raise CrmError("cover_in_the_past")


def _clash(session: Session, steward_id: int, cover_id: int, from_on: date, to_on: date) -> LeaveCover | None:
    """A cover on one of the days in which one of the two is away, or the one who leaves stands in."""
    involved = or_(LeaveCover.steward_id.in_((steward_id, cover_id)), LeaveCover.cover_id == steward_id)
    overlapping = session.scalars(
        select(LeaveCover)
        .where(LeaveCover.cancelled_on.is_(None), LeaveCover.from_on <= to_on, LeaveCover.to_on >= from_on, involved)
        .order_by(LeaveCover.from_on, LeaveCover.id)
    )
    return next(iter(overlapping), None)


def _names(session: Session, clash: LeaveCover) -> dict[str, str]:
    names = people.names(session, {clash.steward_id, clash.cover_id})
    return {"steward": names[clash.steward_id], "cover": names[clash.cover_id]}
