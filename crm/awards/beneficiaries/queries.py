"""Reads of who can be paid beside enterprises: the list, one with what it was paid and claims, whom it brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from crm.awards.benefits.entitlements import AwardStanding, SumClaimed, SumPaid
from crm.awards.claims.models import OPEN, Claim
from crm.awards.law.measure import BeneficiaryKind
from crm.awards.models import Beneficiary, Payment, Referral
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.sql.bundles import columns_of, read_bundle

OTHER_KINDS = (BeneficiaryKind.REFERRAL_PLATFORM, BeneficiaryKind.FUND_MANAGER, BeneficiaryKind.PERSON)
"""Who is a record of its own, in the order of lists."""


@dataclass(frozen=True, slots=True)
class BeneficiaryLine:
    """One line of the list: what was paid (fen), how many claims are under way, how many enterprises were brought."""

    beneficiary: Beneficiary
    paid: int
    claims: int
    brought: int


@dataclass(frozen=True, slots=True)
class BeneficiaryFilter:
    """A kind, empty for all of them, and a text in name or code."""

    kind: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """An enterprise that a platform brought."""

    id: int
    year: int
    enterprise_id: int
    enterprise: str
    credit_code: str
    recorded_by: int | None


@dataclass(frozen=True, slots=True)
class BeneficiaryRecord:
    """What entitlements rest on, and the payments that a page shows."""

    standing: AwardStanding
    payments: list[Any]


def get_beneficiary(session: Session, beneficiary_id: int) -> Beneficiary:
    """Somebody who is no enterprise; raises CrmError not_found."""
    beneficiary = session.get(Beneficiary, beneficiary_id)
    if beneficiary is None or beneficiary.kind not in OTHER_KINDS:
        raise CrmError("not_found")
    return beneficiary


def list_beneficiaries(
    session: Session, asked: BeneficiaryFilter, *, offset: int, limit: int
) -> tuple[list[BeneficiaryLine], int]:
    """By name, and how many there are."""
    wanted = select(Beneficiary).where(Beneficiary.kind.in_([asked.kind] if asked.kind else OTHER_KINDS))
    if asked.text:
        columns = (Beneficiary.name, Beneficiary.code)
        wanted = wanted.where(or_(*(column.contains(asked.text, autoescape=True) for column in columns)))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = session.scalars(wanted.order_by(Beneficiary.name, Beneficiary.id).offset(offset).limit(limit)).all()
    ids = [each.id for each in found]
    paid, claims, brought = (_by_id(session, counted(ids)) for counted in (_paid, _claims, _brought))
    lines = [
        BeneficiaryLine(each, paid.get(each.id, 0), claims.get(each.id, 0), brought.get(each.id, 0)) for each in found
    ]
    return lines, total


def record_of(session: Session, beneficiary_id: int) -> BeneficiaryRecord:
    """Read it."""
    rows = read_bundle(
        session,
        {
            "payments": select(*columns_of(Payment))
            .where(Payment.beneficiary_id == beneficiary_id, Payment.removed_on.is_(None))
            .order_by(Payment.paid_on.desc(), Payment.id.desc()),
            "claims": select(Claim.id, Claim.benefit, Claim.subject, Claim.period)
            .where(Claim.beneficiary_id == beneficiary_id, Claim.state.in_(OPEN))
            .order_by(Claim.id),
        },
    )
    standing = AwardStanding(
        titles=(),
        payments=tuple(
            SumPaid(row.benefit, row.subject, row.period, row.amount, row.pieces or 0) for row in rows["payments"]
        ),
        is_declared=True,
        is_in_care=False,
        claims=tuple(SumClaimed(row.id, row.benefit, row.subject, row.period) for row in rows["claims"]),
    )
    return BeneficiaryRecord(standing, rows["payments"])


def referrals_of(session: Session, platform_id: int) -> Sequence[ReferralLine]:
    """Whom a platform brought, the latest year first."""
    rows = session.execute(
        select(
            Referral.id, Referral.year, Enterprise.id, Enterprise.name, Enterprise.credit_code, Referral.recorded_by
        )
        .join(Enterprise, Enterprise.id == Referral.enterprise_id)
        .where(Referral.platform_id == platform_id, Referral.removed_on.is_(None))
        .order_by(Referral.year.desc(), Enterprise.name, Referral.id)
    )
    return [ReferralLine(*row) for row in rows]


def payment_of_other(session: Session, beneficiary_id: int, payment_id: int) -> Payment:
    """A payment to somebody who is no enterprise, or CrmError not_found."""
    payment = session.get(Payment, payment_id)
    if payment is None or payment.beneficiary_id != get_beneficiary(session, beneficiary_id).id:
        raise CrmError("not_found")
    return payment


def _by_id(session: Session, counted: Select[Any]) -> dict[int, int]:
    return {row[0]: int(row[1]) for row in session.execute(counted)}


def _paid(ids: Sequence[int]) -> Select[Any]:
    wanted = (Payment.beneficiary_id.in_(ids), Payment.removed_on.is_(None))
    return select(Payment.beneficiary_id, func.sum(Payment.amount)).where(*wanted).group_by(Payment.beneficiary_id)


def _claims(ids: Sequence[int]) -> Select[Any]:
    wanted = (Claim.beneficiary_id.in_(ids), Claim.state.in_(OPEN))
    return select(Claim.beneficiary_id, func.count(Claim.id)).where(*wanted).group_by(Claim.beneficiary_id)


def _brought(ids: Sequence[int]) -> Select[Any]:
    wanted = (Referral.platform_id.in_(ids), Referral.removed_on.is_(None))
    return select(Referral.platform_id, func.count(Referral.id)).where(*wanted).group_by(Referral.platform_id)
