"""Taking the steps of a claim's life; what each step does stands in `course/acts.py`."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.claims import queries
from crm.awards.claims.course.acts import EFFECTS, NEEDS, ClaimSaying, ClaimTurn, sign
from crm.awards.claims.course.letters import write_claim_letter
from crm.awards.claims.course.life import ClaimAct, claim_steps_open_to, publicity_is_over, signers_apart_from
from crm.awards.claims.course.notices import tell_of_claim_step
from crm.awards.claims.filing import ClaimGround
from crm.awards.claims.models import Claim, ClaimState
from crm.awards.models import Beneficiary
from crm.awards.payments.accounts import lock_accounts
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.departments.service import register_waiting
from crm.steps import Step, last_step, record_step

register_waiting("department_has_claims", queries.waiting_in)
_PAYABLE = (ClaimState.APPROVED, ClaimState.PAID, ClaimState.RECOVERED)


def take_claim_step(
    session: Session,
    claim_id: int,
    act: str,
    saying: ClaimSaying,
    ground: ClaimGround,
    *,
    by: int,
    on: date,
    at: datetime,
) -> Claim:
    """Do something about a claim, by `CLAIM_LIFE`; raises CrmError with who was faster when it has moved on.

    Whether the person sees the claim at all is the caller's to ask. Of two at once the second finds what the first
    left behind the lock, and the account's constraint stands behind both.
    """
    claim = session.get(Claim, claim_id)
    if claim is None:
        raise CrmError("not_found")
    lock_accounts(session, session.get_one(Beneficiary, claim.beneficiary_id))
    session.refresh(claim)
    offer = queries.offer_of_claim(session, ground.measures, claim)
    actors = queries.claim_actors_of(session, claim, by, on=on)
    step = next((one for one in claim_steps_open_to(claim, actors, by, on=on) if one.act == act), None)
    if step is None:
        raise _refusal(session, claim, act, by, on=on, clause=offer.clause.number)
    _check_needs(step, saying, offer.clause.number)
    turn = ClaimTurn(by, on, at, offer, ground.rules)
    detail = EFFECTS[ClaimAct(act)](session, claim, saying, turn)
    sign(claim, act, by)
    claim.state = ClaimState(step.after)
    session.flush()
    record_step(session, queries.thing_of(claim), step, by=by, at=at, why=saying.why, **detail)
    tell_of_claim_step(session, claim, act, on=on, at=at)
    write_claim_letter(session, claim, act, offer, by=by, on=on, at=at)
    audit.record(session, by, f"claim.{act}", f"claim:{claim.id}", state=step.after, amount=claim.amount)
    return claim


def _check_needs(step: Step, saying: ClaimSaying, clause: str) -> None:
    for name, code in NEEDS.items():
        if name in step.needs and not getattr(saying, name):
            raise CrmError(code, clause=clause)


def _refusal(session: Session, claim: Claim, act: str, by: int, *, on: date, clause: str) -> CrmError:
    """Why the step is not open: it is one's own, comes too early, or somebody was faster."""
    words = {"clause": clause, "number": claim.number}
    if by in signers_apart_from(claim, act):
        return CrmError("claim_own_step", **words)
    if act == ClaimAct.PAY and claim.state not in _PAYABLE:
        return CrmError("claim_not_approved", **words)
    if act in (ClaimAct.BOUNCE, ClaimAct.RECOVER) and claim.state is not ClaimState.PAID:
        return CrmError("claim_not_paid", **words)
    if act == ClaimAct.APPROVE and claim.state is ClaimState.PUBLICITY and not publicity_is_over(claim, on):
        return CrmError("claim_in_publicity", day=claim.public_to, count=claim.objections, **words)
    last = last_step(session, queries.thing_of(claim))
    who = people.names(session, {last.by} if last and last.by else set()).get(last.by if last else 0, "—")
    return CrmError("claim_moved_on", number=claim.number, by=who)
