"""免申即享: claims of clause 1 drafted by the system from granted titles; a person completes them and hands them in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.awards.claims.course.notices import tell_of_draft
from crm.awards.claims.filing import ClaimFiling, make_claim
from crm.awards.claims.models import OPEN, Claim
from crm.awards.indicative import TITLE_AWARD
from crm.awards.law.arithmetic import ByTitle
from crm.awards.law.measure import BenefitOffer
from crm.awards.measures import Measures, amount_of
from crm.awards.models import Beneficiary
from crm.awards.payments.accounts import PAYMENTS
from crm.awards.payments.queries import title_awards_paid
from crm.awards.payments.service import beneficiary_of
from crm.cultivation.models import Title
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.work import Report, Turn


@dataclass(frozen=True, slots=True)
class EntitledTitle:
    """The title of an enterprise that earns most, when it was first won, where that is said, and what is left of it."""

    enterprise_id: int
    tier: str
    granted_on: date
    offer: BenefitOffer
    due: int


def draft_claims(session: Session, turn: Turn, measures: Measures) -> Report:
    """Draft what is due and was never claimed; who has neither an amount nor "none" on record is left to a person."""
    report = Report()
    serialise(session, PAYMENTS)
    for entitled in find_entitled(session, measures, on=turn.today):
        try:
            claim = _draft(session, entitled, on=turn.today, at=turn.at)
        except CrmError:
            report.count("claims_not_drafted")
            continue
        tell_of_draft(session, claim, on=turn.today, at=turn.at)
        report.count("claims_drafted")
    return report


def find_entitled(session: Session, measures: Measures, *, on: date) -> list[EntitledTitle]:
    """By enterprise, in the order of their ids."""
    best = _best_titles(session, measures, on)
    paid = title_awards_paid(session, set(best))
    claimed = _claimed(session)
    return [
        EntitledTitle(key, tier, day, offer, amount_of(offer, tier) - paid[key])
        for key, (tier, day, offer) in sorted(best.items())
        if key in paid and amount_of(offer, tier) > paid[key] and not {(key, tier), (key, "")} & claimed
    ]


def _best_titles(session: Session, measures: Measures, on: date) -> dict[int, tuple[str, date, BenefitOffer]]:
    """The highest award of the first times that titles were won; one that was revoked earns nothing."""
    first: dict[tuple[int, str], tuple[date, bool]] = {}
    rows = session.execute(
        select(Title.enterprise_id, Title.tier, Title.granted_on, Title.revoked_on)
        .join(Enterprise, Enterprise.id == Title.enterprise_id)
        .where(
            Title.removed_on.is_(None),
            Title.granted_on <= on,
            Title.tier.in_(_paying_tiers(measures)),
            Enterprise.deregistered_on.is_(None),
        )
        .order_by(Title.granted_on, Title.id)
    )
    for row in rows:
        first.setdefault((row.enterprise_id, str(row.tier)), (row.granted_on, row.revoked_on is not None))
    best: dict[int, tuple[str, date, BenefitOffer]] = {}
    for (key, tier), (day, is_revoked) in first.items():
        offer = None if is_revoked else measures.best_for_title(TITLE_AWARD, tier, day)
        known = best.get(key)
        if offer is not None and (known is None or amount_of(known[2], known[0]) < amount_of(offer, tier)):
            best[key] = (tier, day, offer)
    return best


def _paying_tiers(measures: Measures) -> Collection[str]:
    arithmetics = [offer.benefit.arithmetic for offer in measures.offers(TITLE_AWARD)]
    return {tier for each in arithmetics if isinstance(each, ByTitle) for tier in each.amounts}


def _claimed(session: Session) -> set[tuple[int, str]]:
    """Titles that were claimed, however that ended; with an empty title who has a claim under way."""
    rows = session.execute(
        select(Beneficiary.enterprise_id, Claim.subject, Claim.state)
        .join(Beneficiary, Beneficiary.id == Claim.beneficiary_id)
        .where(Claim.benefit == TITLE_AWARD)
    ).all()
    under_way = {(row.enterprise_id, "") for row in rows if row.state in OPEN}
    return {(row.enterprise_id, row.subject) for row in rows} | under_way


def _draft(session: Session, entitled: EntitledTitle, *, on: date, at: datetime) -> Claim:
    beneficiary = beneficiary_of(session, entitled.enterprise_id, by=None, on=on)
    filing = ClaimFiling(TITLE_AWARD, entitled.tier, asked=entitled.due)
    return make_claim(session, beneficiary, filing, entitled.offer, entitled.granted_on, by=None, on=on, at=at)
