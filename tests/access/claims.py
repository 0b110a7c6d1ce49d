"""A claim of each enterprise of the district, in hand of the department that leads its demand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.awards.batches.models import PaymentBatch, PaymentBatchLine
from crm.awards.claims.models import Claim, ClaimAttachment, ClaimEvent, ClaimEvidence, ClaimState
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.measure_models import MeasureText
from crm.awards.measures import measures_at
from crm.awards.models import AwardAccount, Beneficiary, Payment, Referral
from crm.config.settings import ROOT
from crm.cultivation.models import TitleAttachment
from crm.enterprises.models import Enterprise
from crm.money import FEN_IN_WAN
from crm.people.models import User

SINCE = date(2026, 3, 2)
AT = datetime(2026, 3, 2, tzinfo=UTC)
ASKED = 40 * FEN_IN_WAN


def claim_interest(session: Session, enterprise_id: int, lead: int, by: User, words: str) -> None:
    """Handed in by the steward; its file is the one of the title, called by words that a handler may read."""
    measure = measures_at(ROOT / "config" / "policies").all[0]
    if session.get(MeasureText, measure.digest) is None:
        kept = {"digest": measure.digest, "measure": measure.id, "text": measure.text, "kept_at": AT}
        session.add(MeasureText(**kept))
    paid_to = session.scalar(select(Beneficiary.id).where(Beneficiary.enterprise_id == enterprise_id))
    account = {"benefit": "loan_interest", "beneficiary_id": paid_to, "period": 2025}
    session.add(AwardAccount(**account, subject="", cap=100 * FEN_IN_WAN, reserved=ASKED))
    claim = Claim(
        **account,
        number=f"DX2026-{enterprise_id:06d}",
        measure_digest=measure.digest,
        clause="loan_interest",
        department_id=lead,
        basis_on=date(2025, 12, 31),
        base=90 * FEN_IN_WAN,
        asked=ASKED,
        state=ClaimState.SUBMITTED,
        drafted_on=SINCE,
        drafted_by=by.id,
        filed_by=by.id,
        filed_on=SINCE,
    )
    session.add(claim)
    session.flush()
    session.add(ClaimEvidence(claim_id=claim.id, evidence="贷款合同", place=1, note=words, given_by=by.id))
    step = {"act": "submit", "before": "draft", "after": "submitted", "by": by.id, "at": AT, "detail": {}}
    session.add(ClaimEvent(claim_id=claim.id, number=1, **step))
    _attach(session, enterprise_id, words)
    if session.scalar(select(PaymentBatch.id)) is None:
        session.add(PaymentBatch(number="BF2026-0001", made_by=by.id, made_on=SINCE))
        session.flush()
        batch_id = session.scalars(select(PaymentBatch.id)).one()
        session.add(PaymentBatchLine(batch_id=batch_id, claim_id=claim.id, amount=ASKED))


def _attach(session: Session, enterprise_id: int, words: str) -> None:
    """The content of the title's file, as a file of the claim."""
    links = session.scalars(select(TitleAttachment).where(TitleAttachment.enterprise_id == enterprise_id)).one()
    link = {"attachment_id": links.attachment_id, "enterprise_id": enterprise_id, "added_on": SINCE}
    session.add(ClaimAttachment(claim_id=claim_of(session, enterprise_id), shown_name=f"{words}.jpg", **link))


def claim_of(session: Session, enterprise_id: int) -> int:
    """The claim of an enterprise."""
    mine = select(Claim.id).join(Beneficiary, Beneficiary.id == Claim.beneficiary_id)
    return session.scalars(mine.where(Beneficiary.enterprise_id == enterprise_id)).one()


def claims_of(session: Session, made: Mapping[str, Enterprise]) -> dict[str, Any]:
    """The claim of each scope."""
    return {scope: claim_of(session, enterprise.id) for scope, enterprise in made.items()}


def record_platform(session: Session, enterprise_id: int) -> None:
    """A platform that brought an enterprise and was paid."""
    day = date(2026, 3, 2)
    platform = Beneficiary(kind=BeneficiaryKind.REFERRAL_PLATFORM, name="样例引荐平台", recorded_on=day)
    session.add(platform)
    session.flush()
    session.add(Referral(platform_id=platform.id, enterprise_id=enterprise_id, year=2025, recorded_on=day))
    paid = {"benefit": "fund_investment", "document": "石经信局〔2023〕24号", "amount": FEN_IN_WAN, "paid_on": day}
    session.add(Payment(beneficiary_id=platform.id, period=2025, voucher="样例", recorded_on=day, **paid))
