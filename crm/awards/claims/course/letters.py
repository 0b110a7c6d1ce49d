"""What the contact of an enterprise is to be told of its claim, if wanted: a letter for each step and round.

It takes the place of one that nobody has passed on yet, so that who is called hears where the claim stands.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.claims.course.life import NEAR, ClaimAct
from crm.awards.claims.models import ENDED, Claim
from crm.awards.claims.queries import claim_actors_of, enterprise_of, thing_of
from crm.awards.law.measure import BenefitOffer
from crm.enterprises.letters.service import Letter, withdraw_letters, write_letters
from crm.errors import CrmError
from crm.steps import last_step

CLAIM_STEP = "claim_step"
_UNTOLD = {ClaimAct.OBJECT, ClaimAct.SETTLE}
_WITH_AMOUNT = {ClaimAct.APPROVE, ClaimAct.PAY, ClaimAct.BOUNCE, ClaimAct.RECOVER}
"""Before the approval no amount is promised to anybody."""


def reason_of(claim: Claim) -> str:
    """What the letters about the claim rest on."""
    return f"claim:{claim.id}"


def write_claim_letter(
    session: Session, claim: Claim, act: str, offer: BenefitOffer, *, by: int, on: date, at: datetime
) -> int:
    """Note what the contact is to be told of the step just recorded; returns how many letters that makes.

    Objections of others are not told, nor the end of a claim that was never handed in.
    """
    enterprise_id = enterprise_of(session, claim)
    if not claim.tells_contact or enterprise_id is None or act in _UNTOLD or claim.filed_on is None:
        return 0
    withdraw_letters(session, reason_of(claim))
    round_ = last_step(session, thing_of(claim)).number  # type: ignore[union-attr]
    letter = Letter(
        f"{reason_of(claim)}:{round_}", enterprise_id, CLAIM_STEP, _values(claim, act, offer, on), reason_of(claim)
    )
    return write_letters(session, [letter], by=by, on=on, at=at)


def choose_telling(session: Session, claim: Claim, wanted: bool, *, by: int, on: date) -> None:
    """Whether the contact wants to be told from now on; where not, what nobody has passed on is taken back."""
    if enterprise_of(session, claim) is None or not NEAR & claim_actors_of(session, claim, by, on=on):
        raise CrmError("not_found")
    if claim.state in ENDED:
        raise CrmError("claim_over", number=claim.number)
    claim.tells_contact = wanted
    session.flush()
    if not wanted:
        withdraw_letters(session, reason_of(claim))
    audit.record(session, by, "claim.telling", f"claim:{claim.id}", wanted=wanted)


def _values(claim: Claim, act: str, offer: BenefitOffer, on: date) -> dict[str, Any]:
    values: dict[str, Any] = {
        "act": str(act),
        "number": claim.number,
        "about": f"{offer.clause.number} {offer.benefit.text.zh}",
        "day": on.isoformat(),
    }
    if act in _WITH_AMOUNT:
        values["amount"] = claim.amount
    if act == ClaimAct.ANNOUNCE and claim.public_to is not None:
        values["until"] = claim.public_to.isoformat()
    return values
