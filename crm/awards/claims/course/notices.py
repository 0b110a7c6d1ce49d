"""Whom a step of a claim concerns; every step withdraws the notices before it as out of date."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from crm.awards.claims.course.life import ClaimAct
from crm.awards.claims.models import Claim
from crm.awards.models import Beneficiary
from crm.notifications.service import Telling, tell, withdraw
from crm.people import queries as people
from crm.people.models import Role
from crm.stewards.carers import carers_of

CAME, DECIDE, MOVED, DRAFTED = "claim_came", "claim_decide", "claim_moved", "claim_drafted"

_TO_HANDLERS = {ClaimAct.SUBMIT}
_TO_MANAGERS = {ClaimAct.FIRST_REVIEW, ClaimAct.BOUNCE, ClaimAct.OBJECT, ClaimAct.APPROVE}
_TO_CARERS = {
    ClaimAct.ACCEPT,
    ClaimAct.RETURN,
    ClaimAct.REJECT,
    ClaimAct.ANNOUNCE,
    ClaimAct.APPROVE,
    ClaimAct.PAY,
    ClaimAct.BOUNCE,
    ClaimAct.RECOVER,
}


def tell_of_claim_step(session: Session, claim: Claim, act: str, *, on: date, at: datetime) -> int:
    """Tell those who have to act now, and who cares for the enterprise where it stands; returns how many."""
    withdraw(session, _reason(claim), at=at)
    concerned = {
        CAME: _handlers(session, claim) if act in _TO_HANDLERS else [],
        DECIDE: _managers(session) if act in _TO_MANAGERS else [],
        MOVED: _carers(session, claim, on) if act in _TO_CARERS else [],
    }
    tellings = [_telling(claim, kind, act, each, at) for kind, ids in concerned.items() for each in ids]
    return tell(session, tellings, at=at)


def tell_of_draft(session: Session, claim: Claim, *, on: date, at: datetime) -> int:
    """Tell who cares for the enterprise that the system has drafted its claim."""
    carers = _carers(session, claim, on) or _managers(session)
    return tell(session, [_telling(claim, DRAFTED, "draft", each, at) for each in carers], at=at)


def _handlers(session: Session, claim: Claim) -> list[int]:
    handlers = people.active_with(session, Role.HANDLER)
    return [user.id for user in handlers if user.department_id == claim.department_id]


def _managers(session: Session) -> list[int]:
    return [user.id for user in people.active_with(session, Role.MANAGER)]


def _carers(session: Session, claim: Claim, on: date) -> list[int]:
    """Of an enterprise who looks after it; of anybody else who wrote the claim down."""
    enterprise_id = session.get_one(Beneficiary, claim.beneficiary_id).enterprise_id
    if enterprise_id is None:
        return [claim.drafted_by] if claim.drafted_by else []
    return [each.user_id for each in carers_of(session, enterprise_id, on)]


def _telling(claim: Claim, kind: str, act: str, user_id: int, at: datetime) -> Telling:
    key = f"claim:{claim.id}:{act}:{at.isoformat()}:{kind}:{user_id}"
    values = {"number": claim.number, "act": str(act)}
    return Telling(key, user_id, kind, values, f"claim:{claim.id}", _reason(claim))


def _reason(claim: Claim) -> str:
    return f"claim:{claim.id}"
