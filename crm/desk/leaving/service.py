"""Shutting a steward's account or ending the role: what is in their care goes to the queue or the stand-in first."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from crm.cultivation.applications.materials.passing import release_papers
from crm.desk.handover.service import Passing, make_sheets
from crm.desk.leaving.destination import Destination
from crm.errors import CrmError
from crm.notifications.service import Telling, tell
from crm.people import queries as people
from crm.people import service as accounts
from crm.people.models import Role, User
from crm.stewards import leave
from crm.stewards import queries as stewards
from crm.stewards import service as care
from crm.stewards.wholesale import claim_care


def disable_account(
    session: Session, user_id: int, to: Destination | None, *, why: str, by: int, on: date, at: datetime
) -> None:
    """Shut the account once nothing is in its care; CrmError care_unanswered while nobody said where it goes."""
    user = _claim(session, user_id)
    _part(session, user_id, to, why=why, by=by, on=on, at=at)
    accounts.disable(session, user, by=by, at=at)
    release_papers(session, user_id, by=by)


def end_stewardship(
    session: Session, user_id: int, to: Destination | None, *, why: str, by: int, on: date, at: datetime
) -> None:
    """Take the steward's role back once nothing is in its care; CrmError care_unanswered as above."""
    user = _claim(session, user_id)
    _part(session, user_id, to, why=why, by=by, on=on, at=at)
    accounts.end_role(session, user, Role.STEWARD, by=by, on=on)
    if Role.MANAGER not in people.roles_of(session, user_id):
        release_papers(session, user_id, by=by)


def _claim(session: Session, user_id: int) -> User:
    """The person as they are behind the lock on stewards: nobody is given an enterprise from here to the commit."""
    claim_care(session)
    user = people.get(session, user_id)
    session.refresh(user)
    return user


def _part(
    session: Session, user_id: int, to: Destination | None, *, why: str, by: int, on: date, at: datetime
) -> None:
    seen = stewards.assignments_of(session, user_id)
    if seen and to is None:
        raise CrmError("care_unanswered", name=_name(session, user_id), count=len(seen))
    stand_in = stewards.stand_ins(session, on).get(user_id)
    if seen and to is Destination.STAND_IN:
        _pass_on(session, user_id, stand_in, seen, why=why, by=by, on=on, at=at)
    else:
        stand_in = None
        care.release_all(session, user_id, why=why, by=by, on=on)
    covers = leave.end_all_of(session, user_id, why=why, by=by, on=on, at=at)
    if seen or covers:
        _tell_managers(session, user_id, {"count": len(seen), "covers": covers, "to": stand_in}, at=at)


def _pass_on(
    session: Session,
    user_id: int,
    stand_in: int | None,
    seen: dict[int, int],
    *,
    why: str,
    by: int,
    on: date,
    at: datetime,
) -> None:
    if stand_in is None:
        raise CrmError("no_stand_in", name=_name(session, user_id))
    care.assign_many(session, seen, stand_in, why=why, by=by, on=on)
    make_sheets(session, Passing(dict.fromkeys(seen, user_id), stand_in, why), by=by, on=on, at=at)


def _tell_managers(session: Session, user_id: int, what: dict[str, int | None], *, at: datetime) -> None:
    names = people.names(session, {user_id, what["to"] or user_id})
    values = {"what": "left", "by": names[user_id], **what, "to": names[what["to"]] if what["to"] else ""}
    tell(
        session,
        [
            Telling(f"left:{user_id}:{at.isoformat()}:{manager.id}", manager.id, "handover", values)
            for manager in people.active_with(session, Role.MANAGER)
        ],
        at=at,
    )


def _name(session: Session, user_id: int) -> str:
    return people.names(session, {user_id})[user_id]
