"""The life of a claim as a table; that four different people take its steps, and when, stands beside it.

Acceptance and first review belong to the handler of the department, the second review, the publicity and the approval
to a manager, and the payment to another manager.
"""

from collections.abc import Set as AbstractSet
from datetime import date
from enum import StrEnum

from crm.awards.claims.models import APART, HOLDING, Claim, ClaimState
from crm.steps import Step, Table, allowed_steps, life

_DRAFT, _SUBMITTED, _RETURNED = ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.RETURNED
_ACCEPTED, _FIRST, _SECOND = ClaimState.ACCEPTED, ClaimState.FIRST_REVIEWED, ClaimState.SECOND_REVIEWED
_PUBLICITY, _APPROVED, _PAID = ClaimState.PUBLICITY, ClaimState.APPROVED, ClaimState.PAID
REVIEWING = HOLDING[1:]
"""In hand, from the acceptance to the approval."""


class ClaimActor(StrEnum):
    """As what somebody acts on a claim."""

    LEAD = "lead"
    CARER = "carer"
    MANAGER = "manager"


class ClaimAct(StrEnum):
    """What can be done about a claim."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"
    FIRST_REVIEW = "first_review"
    SECOND_REVIEW = "second_review"
    ANNOUNCE = "announce"
    OBJECT = "object"
    SETTLE = "settle"
    APPROVE = "approve"
    PAY = "pay"
    BOUNCE = "bounce"
    RECOVER = "recover"
    WITHDRAW = "withdraw"


_LEAD, _MANAGER = frozenset({ClaimActor.LEAD}), frozenset({ClaimActor.MANAGER})
NEAR = frozenset({ClaimActor.CARER, ClaimActor.MANAGER})
"""Who files a claim, and says where its evidence is."""


def _step(act: ClaimAct, before: ClaimState, after: ClaimState, roles: frozenset[str], *needs: str) -> Step:
    return Step(act, before, after, roles, frozenset(needs))


CLAIM_LIFE = life(
    _step(ClaimAct.SUBMIT, _DRAFT, _SUBMITTED, NEAR),
    _step(ClaimAct.SUBMIT, _RETURNED, _SUBMITTED, NEAR),
    _step(ClaimAct.ACCEPT, _SUBMITTED, _ACCEPTED, _LEAD),
    _step(ClaimAct.RETURN, _SUBMITTED, _RETURNED, _LEAD, "why"),
    _step(ClaimAct.REJECT, _SUBMITTED, ClaimState.REJECTED, _LEAD | _MANAGER, "why"),
    _step(ClaimAct.FIRST_REVIEW, _ACCEPTED, _FIRST, _LEAD, "amount"),
    _step(ClaimAct.SECOND_REVIEW, _FIRST, _SECOND, _MANAGER),
    _step(ClaimAct.ANNOUNCE, _SECOND, _PUBLICITY, _MANAGER),
    _step(ClaimAct.APPROVE, _PUBLICITY, _APPROVED, _MANAGER),
    _step(ClaimAct.OBJECT, _PUBLICITY, _PUBLICITY, _MANAGER, "why"),
    _step(ClaimAct.SETTLE, _PUBLICITY, _PUBLICITY, _MANAGER, "why"),
    _step(ClaimAct.PAY, _APPROVED, _PAID, _MANAGER, "voucher", "day"),
    _step(ClaimAct.BOUNCE, _PAID, _APPROVED, _MANAGER, "why"),
    _step(ClaimAct.RECOVER, _PAID, ClaimState.RECOVERED, _MANAGER, "why"),
    *(_step(ClaimAct.REJECT, before, ClaimState.REJECTED, _MANAGER, "why") for before in REVIEWING),
    *(
        _step(ClaimAct.WITHDRAW, before, ClaimState.WITHDRAWN, NEAR, "why")
        for before in (_DRAFT, _RETURNED, _SUBMITTED, *REVIEWING)
    ),
)

SIGNED = {
    ClaimAct.SUBMIT: "filed_by",
    ClaimAct.FIRST_REVIEW: "first_by",
    ClaimAct.SECOND_REVIEW: "second_by",
    ClaimAct.APPROVE: "approved_by",
    ClaimAct.PAY: "paid_by",
}
"""Which column keeps who took the step; the database keeps them apart."""


def signers_apart_from(claim: Claim, act: str) -> set[int]:
    """Who may not take the step, because of another one that they took.

    Acceptance is a first look, so no filer's; who drafted a claim has filed it, whoever handed it in.
    """
    column = SIGNED.get(ClaimAct.FIRST_REVIEW if act == ClaimAct.ACCEPT else ClaimAct(act))
    others = {other for pair in APART if column in pair for other in pair if other != column}
    if "filed_by" in others:
        others.add("drafted_by")
    return {signer for other in others if (signer := getattr(claim, other)) is not None}


def publicity_is_over(claim: Claim, on: date) -> bool:
    """Whether the last day of the publicity is past and no objection waits."""
    return claim.public_to is not None and on > claim.public_to and not claim.objections


def claim_steps_open_to(claim: Claim, actors: AbstractSet[str], user_id: int, *, on: date) -> Table:
    """The steps somebody may take on the claim as it is now; buttons and service both ask here."""
    allowed = allowed_steps(CLAIM_LIFE, claim.state, actors)
    return tuple(
        step
        for step in allowed
        if user_id not in signers_apart_from(claim, step.act)
        and (step.act != ClaimAct.SETTLE or claim.objections)
        and (step.act != ClaimAct.APPROVE or publicity_is_over(claim, on))
    )
