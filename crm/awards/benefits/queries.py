"""What entitlements rest on, read in one statement: titles, payments, the word that they are all, who cares for it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.awards.benefits.entitlements import AwardStanding, SumClaimed, SumPaid, TitleHeld
from crm.awards.claims.models import OPEN, Claim
from crm.awards.models import Beneficiary
from crm.awards.payments.queries import select_declaration, select_payments
from crm.cultivation.models import PoolEntry, Title
from crm.sql.bundles import read_bundle
from crm.stewards.models import Assignment


@dataclass(frozen=True, slots=True)
class AwardRecord:
    """The standing of an enterprise with the rows that a page shows of it."""

    standing: AwardStanding
    payments: list[Any]
    declaration: Any | None


def award_record(session: Session, enterprise_id: int) -> AwardRecord:
    """Read it."""
    rows = read_bundle(
        session,
        {
            "titles": select(Title.tier, Title.granted_on, Title.revoked_on)
            .where(Title.enterprise_id == enterprise_id, Title.removed_on.is_(None))
            .order_by(Title.granted_on, Title.id),
            "payments": select_payments(enterprise_id),
            "claims": select(Claim.id, Claim.benefit, Claim.subject, Claim.period)
            .join(Beneficiary, Beneficiary.id == Claim.beneficiary_id)
            .where(Beneficiary.enterprise_id == enterprise_id, Claim.state.in_(OPEN))
            .order_by(Claim.id),
            "declarations": select_declaration(enterprise_id),
            "care": select(PoolEntry.id)
            .join(Assignment, Assignment.enterprise_id == PoolEntry.enterprise_id)
            .where(PoolEntry.enterprise_id == enterprise_id, PoolEntry.left_on.is_(None), Assignment.to_on.is_(None)),
        },
    )
    standing = AwardStanding(
        titles=tuple(TitleHeld(str(row.tier), row.granted_on, row.revoked_on) for row in rows["titles"]),
        payments=tuple(
            SumPaid(row.benefit, row.subject, row.period, row.amount, row.pieces or 0) for row in rows["payments"]
        ),
        is_declared=bool(rows["declarations"]),
        is_in_care=bool(rows["care"]),
        claims=tuple(SumClaimed(row.id, row.benefit, row.subject, row.period) for row in rows["claims"]),
    )
    return AwardRecord(standing, rows["payments"], next(iter(rows["declarations"]), None))
