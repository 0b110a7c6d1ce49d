"""What must be true for money to be claimed, approved and paid: asked anew each time, from what is true then, and kept.

What is not known, such as the credit of an enterprise nobody has looked up, is let pass when a claim is filed and
refused when it is approved or paid.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.awards.claims.models import HOLDING, Claim, ClaimState
from crm.awards.indicative import TITLE_AWARD
from crm.awards.law.arithmetic import ByTitle, ShareOf
from crm.awards.law.measure import BenefitOffer
from crm.awards.models import Beneficiary
from crm.awards.payments.accounts import AccountKey, AccountSums, most_on, sums_on
from crm.awards.payments.queries import title_awards_paid
from crm.cultivation.models import Title
from crm.enterprises.facts.queries import current_facts
from crm.enterprises.facts.values import read_value
from crm.enterprises.models import Enterprise
from crm.errors import CrmError

UNKNOWN = {"credit": "claim_unknown_credit", "payments": "claim_unknown_payments"}
"""The refusal of what nobody has recorded."""


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """What was found, in fen: the most the account may come to, what others hold of it and what was paid before.

    `unknown` names what nobody has recorded: `credit`, `payments`.
    """

    most: int
    reserved: int
    paid: int
    unknown: tuple[str, ...]

    @property
    def room(self) -> int:
        """What may still be paid."""
        return max(0, self.most - self.reserved - self.paid)

    @property
    def as_stored(self) -> dict[str, Any]:
        """As the event keeps it."""
        sums = {"most": self.most, "reserved": self.reserved, "paid": self.paid}
        return {"checks": {**sums, "unknown": list(self.unknown)}}


def account_of(claim: Claim) -> AccountKey:
    """The account that the claim draws on."""
    return AccountKey(claim.benefit, claim.beneficiary_id, claim.account, claim.period)


def check_claim(
    session: Session, claim: Claim, offer: BenefitOffer, barring: list[str], *, on: date, is_strict: bool
) -> ClaimCheck:
    """What stands on the account of the claim; raises CrmError naming the clause where nothing may be paid by it.

    `barring` names the facts that bar an enterprise. Strict: what is not known refuses as well.
    """
    if not offer.measure.in_force(claim.basis_on):
        raise outside_validity(offer, claim.basis_on)
    enterprise = _enterprise(session, claim)
    unknown = _check_enterprise(session, claim, enterprise, offer, barring, on) if enterprise else ()
    if enterprise and unknown and is_strict:
        raise CrmError(UNKNOWN[unknown[0]], clause=offer.clause.number, name=enterprise.name)
    return _room(claim, offer, sums_on(session, account_of(claim)), unknown)


def check_amount(claim: Claim, offer: BenefitOffer, check: ClaimCheck, amount: int) -> None:
    """Raise CrmError where the amount is nothing, above what the clause gives, or above what is left of it."""
    words = {"clause": offer.clause.number, "text": offer.benefit.text.zh}
    if amount <= 0:
        raise CrmError("claim_nothing", **words)
    arithmetic = offer.benefit.arithmetic
    if isinstance(arithmetic, ShareOf):
        if claim.base is None:
            raise CrmError("claim_needs_base", base=arithmetic.base.zh, **words)
        if amount > arithmetic.reckon(claim.base, 0).highest.full:
            raise CrmError("claim_above_share", base=arithmetic.base.zh, **words)
    if amount > check.room:
        raise CrmError("claim_above_cap", **words)


def _room(claim: Claim, offer: BenefitOffer, sums: AccountSums, unknown: tuple[str, ...]) -> ClaimCheck:
    """Its own hold takes nothing from a claim."""
    own = claim.amount if claim.state in HOLDING else 0
    most = most_on(offer.benefit.arithmetic, claim.subject) or 0
    return ClaimCheck(most, sums.reserved - own, sums.paid, unknown)


def _enterprise(session: Session, claim: Claim) -> Enterprise | None:
    """None where somebody else is paid, of whom the desk keeps no facts: the department looks at the evidence."""
    enterprise_id = session.get_one(Beneficiary, claim.beneficiary_id).enterprise_id
    return session.get_one(Enterprise, enterprise_id, populate_existing=True) if enterprise_id else None


def _check_enterprise(
    session: Session, claim: Claim, enterprise: Enterprise, offer: BenefitOffer, barring: list[str], on: date
) -> tuple[str, ...]:
    """What is unknown of it; raises CrmError where it is gone or barred, or its title earns nothing."""
    clause = offer.clause.number
    if enterprise.deregistered_on is not None:
        raise CrmError("claim_deregistered", clause=clause, name=enterprise.name, day=enterprise.deregistered_on)
    unknown = _check_credit(session, enterprise, barring, clause)
    _check_title(session, claim, enterprise, offer, on)
    if claim.benefit == TITLE_AWARD and not title_awards_paid(session, {enterprise.id}):
        unknown.append("payments")
    return tuple(unknown)


def _check_credit(session: Session, enterprise: Enterprise, barring: list[str], clause: str) -> list[str]:
    """Whether it is unknown; raises CrmError where the enterprise is on a list that bars it."""
    facts = current_facts(session, enterprise.id)
    values = {fact: read_value(facts[fact].value) if fact in facts else None for fact in barring}
    barred = next((fact for fact, value in values.items() if value), None)
    if barred is not None:
        raise CrmError("claim_barred", clause=clause, name=enterprise.name, fact=barred)
    return ["credit"] if None in values.values() else []


def _check_title(session: Session, claim: Claim, enterprise: Enterprise, offer: BenefitOffer, on: date) -> None:
    """Its title was won on the day it rests on, is not revoked, and was not claimed before."""
    if not isinstance(offer.benefit.arithmetic, ByTitle):
        return
    titles = session.execute(
        select(Title.granted_on, Title.revoked_on)
        .where(Title.enterprise_id == enterprise.id, Title.tier == claim.subject, Title.removed_on.is_(None))
        .order_by(Title.granted_on)
    ).all()
    first = next(iter(titles), None)
    words = {"clause": offer.clause.number, "name": enterprise.name}
    if first is None or first.granted_on != claim.basis_on:
        raise CrmError("claim_no_title", **words)
    if first.revoked_on is not None and first.revoked_on <= on:
        raise CrmError("claim_title_revoked", day=first.revoked_on, **words)
    paid = select(Claim.number).where(
        Claim.beneficiary_id == claim.beneficiary_id,
        Claim.benefit == claim.benefit,
        Claim.subject == claim.subject,
        Claim.state == ClaimState.PAID,
        Claim.id != claim.id,
    )
    number = session.scalar(paid.order_by(Claim.id).limit(1))
    if number is not None:
        raise CrmError("claim_tier_claimed", number=number, **words)


def outside_validity(offer: BenefitOffer, day: date) -> CrmError:
    """The refusal of what was earned before or after the measure was in force."""
    valid = offer.measure.valid
    return CrmError(
        "claim_outside_validity",
        clause=offer.clause.number,
        document=offer.measure.document,
        day=day,
        since=valid.since,
        until=valid.until,
    )
