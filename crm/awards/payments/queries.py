"""Reads of payments: by enterprise, by account, by voucher; and who has none for certain."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from crm.awards.indicative import TITLE_AWARD
from crm.awards.models import Beneficiary, Payment, PaymentDeclaration, PaymentEnd
from crm.db import slices
from crm.errors import CrmError
from crm.sql.bundles import columns_of


def select_payments(enterprise_id: int) -> Select[Any]:
    """Payments to an enterprise that stand, the latest first."""
    return (
        select(*columns_of(Payment))
        .join(Beneficiary, Beneficiary.id == Payment.beneficiary_id)
        .where(Beneficiary.enterprise_id == enterprise_id, Payment.removed_on.is_(None))
        .order_by(Payment.paid_on.desc(), Payment.id.desc())
    )


def select_declaration(enterprise_id: int) -> Select[Any]:
    """The word that all payments are recorded."""
    return select(*columns_of(PaymentDeclaration)).where(
        PaymentDeclaration.enterprise_id == enterprise_id, PaymentDeclaration.ended_on.is_(None)
    )


def declaration(session: Session, enterprise_id: int) -> PaymentDeclaration | None:
    """The word that all payments are recorded, while it stands."""
    return session.scalar(
        select(PaymentDeclaration).where(
            PaymentDeclaration.enterprise_id == enterprise_id, PaymentDeclaration.ended_on.is_(None)
        )
    )


def payment_of(session: Session, enterprise_id: int, payment_id: int) -> Payment:
    """A payment to the enterprise, or CrmError not_found."""
    ours = select(Payment).join(Beneficiary, Beneficiary.id == Payment.beneficiary_id)
    payment = session.scalar(ours.where(Payment.id == payment_id, Beneficiary.enterprise_id == enterprise_id))
    if payment is None:
        raise CrmError("not_found")
    return payment


def by_voucher(session: Session, document: str, voucher: str) -> Payment | None:
    """The payment that stands under a voucher of a document."""
    return session.scalar(
        select(Payment).where(Payment.document == document, Payment.voucher == voucher, Payment.removed_on.is_(None))
    )


def used_voucher(session: Session, document: str, voucher: str) -> Payment | None:
    """The first payment made by a voucher of a document, whatever became of it; none that was a slip of the record."""
    made = Payment.ended_as.is_(None) | (Payment.ended_as != PaymentEnd.MISTAKE)
    same = select(Payment).where(Payment.document == document, Payment.voucher == voucher, made)
    return session.scalar(same.order_by(Payment.id).limit(1))


def select_title_awards_paid() -> Select[Any]:
    """Fen paid for titles (`paid`), by `enterprise_id`, where anything was."""
    return (
        select(Beneficiary.enterprise_id, func.sum(Payment.amount).label("paid"))
        .join(Payment, Payment.beneficiary_id == Beneficiary.id)
        .where(Payment.benefit == TITLE_AWARD, Payment.removed_on.is_(None))
        .group_by(Beneficiary.enterprise_id)
    )


def title_awards_paid(session: Session, enterprise_ids: Collection[int]) -> dict[int, int]:
    """Fen paid for titles, by enterprise; one that is not named has neither an amount nor the word "none" on record."""
    known: dict[int, int] = {}
    for ids in slices(sorted(enterprise_ids)):
        paid = select_title_awards_paid().where(Beneficiary.enterprise_id.in_(ids))
        none = select(PaymentDeclaration.enterprise_id, func.max(0).label("paid")).where(
            PaymentDeclaration.enterprise_id.in_(ids), PaymentDeclaration.ended_on.is_(None)
        )
        both = paid.union_all(none.group_by(PaymentDeclaration.enterprise_id)).subquery()
        sums = select(both.c.enterprise_id, func.sum(both.c.paid)).group_by(both.c.enterprise_id)
        known |= {enterprise_id: int(fen) for enterprise_id, fen in session.execute(sums)}
    return known
