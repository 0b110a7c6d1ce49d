"""Sums of a year's money by benefit, and where accounts, claims and payments say different things."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from crm.awards.budget.models import Budget
from crm.awards.claims.models import HOLDING, Claim, ClaimState
from crm.awards.models import AwardAccount, Beneficiary, Payment
from crm.enterprises.models import Enterprise
from crm.people.models import Department
from crm.standings.counts import read_cells

_COUNTED = ("innovative", "srdi", "little_giant")
_AMOUNT = func.coalesce(Claim.approved, Claim.asked)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A budget with its department by name."""

    budget: Budget
    department: str


def budgets_of(session: Session, year: int) -> list[BudgetLine]:
    """The budgets of a year, by clause and department."""
    rows = session.execute(
        select(Budget, Department.name)
        .join(Department, Department.id == Budget.department_id)
        .where(Budget.year == year)
        .order_by(Budget.clause, Department.name)
    )
    return [BudgetLine(*row) for row in rows]


def paid_in(session: Session, year: int) -> dict[str, int]:
    """Fen paid in a year by benefit, by claims and by vouchers alike."""
    paid = select(Payment.benefit, func.sum(Payment.amount)).where(*_paid_in(year)).group_by(Payment.benefit)
    return {row[0]: int(row[1]) for row in session.execute(paid)}


def claimed_by_state(session: Session) -> dict[str, dict[ClaimState, int]]:
    """Fen of the claims that reserve something now, by benefit and state."""
    sums: dict[str, dict[ClaimState, int]] = defaultdict(dict)
    rows = session.execute(
        select(Claim.benefit, Claim.state, func.sum(_AMOUNT))
        .where(Claim.state.in_(HOLDING))
        .group_by(Claim.benefit, Claim.state)
    )
    for benefit, state, amount in rows:
        sums[benefit][state] = int(amount)
    return sums


def refused_sums(session: Session) -> dict[str, int]:
    """Fen by benefit that were asked for and are not paid: rejected, withdrawn after handing in, recovered, or cut."""
    ended = select(Claim.benefit, func.sum(Claim.asked)).where(
        Claim.state.in_((ClaimState.REJECTED, ClaimState.WITHDRAWN, ClaimState.RECOVERED)),
        Claim.filed_on.is_not(None),
    )
    cut = select(Claim.benefit, func.sum(Claim.asked - _AMOUNT)).where(Claim.state.in_((*HOLDING, ClaimState.PAID)))
    sums: dict[str, int] = defaultdict(int)
    for each in (ended, cut):
        for benefit, amount in session.execute(each.group_by(Claim.benefit)):
            sums[benefit] += int(amount)
    return sums


def claimed_sums(session: Session) -> dict[str, int]:
    """Fen by benefit that were ever claimed: handed in, and what vouchers say was paid without a claim."""
    filed = select(Claim.benefit, func.sum(Claim.asked)).where(
        Claim.filed_on.is_not(None), Claim.state.not_in((ClaimState.RETURNED, ClaimState.DRAFT))
    )
    vouchers = select(Payment.benefit, func.sum(Payment.amount)).where(
        Payment.removed_on.is_(None), Payment.claim_id.is_(None)
    )
    sums: dict[str, int] = defaultdict(int)
    for each in (filed.group_by(Claim.benefit), vouchers.group_by(Payment.benefit)):
        for benefit, amount in session.execute(each):
            sums[benefit] += int(amount)
    return sums


def paid_ever(session: Session) -> dict[str, int]:
    """Fen by benefit of all payments that stand."""
    paid = select(Payment.benefit, func.sum(Payment.amount)).where(Payment.removed_on.is_(None))
    return {row[0]: int(row[1]) for row in session.execute(paid.group_by(Payment.benefit))}


def titles_held(session: Session) -> dict[str, int]:
    """How many enterprises hold each title that may have a target."""
    cells = read_cells(session, true())
    return {tier: sum(cell.number for cell in cells if getattr(cell, f"holds_{tier}")) for tier in _COUNTED}


def payments_in(
    session: Session, year: int, benefits: tuple[str, ...], *, offset: int, limit: int
) -> tuple[Sequence[Any], int]:
    """The payments of a year for some benefits, the latest first, with who was paid; and how many there are."""
    name = func.coalesce(Enterprise.name, Beneficiary.name).label("name")
    wanted = (*_paid_in(year), Payment.benefit.in_(benefits))
    rows = session.execute(
        select(Payment, name, Beneficiary.enterprise_id)
        .join(Beneficiary, Beneficiary.id == Payment.beneficiary_id)
        .outerjoin(Enterprise, Enterprise.id == Beneficiary.enterprise_id)
        .where(*wanted)
        .order_by(Payment.paid_on.desc(), Payment.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), session.scalar(select(func.count(Payment.id)).where(*wanted)) or 0


def account_faults(session: Session) -> int:
    """How many accounts do not say what their claims reserve and their payments paid; always none."""
    key = ("beneficiary_id", "benefit", "account", "period")
    claimed = _sums(session, Claim, key, func.sum(_AMOUNT), Claim.state.in_(HOLDING))
    size = func.sum(Payment.amount + func.coalesce(Payment.pieces, 0))
    paid = _sums(session, Payment, key, size, Payment.removed_on.is_(None))
    rows = session.execute(
        select(
            AwardAccount.beneficiary_id,
            AwardAccount.benefit,
            AwardAccount.subject,
            AwardAccount.period,
            AwardAccount.reserved,
            AwardAccount.paid,
        )
    ).all()
    accounts = {tuple(row[:4]): (row.reserved, row.paid) for row in rows}
    places = accounts.keys() | claimed.keys() | paid.keys()
    return sum(accounts.get(each, (0, 0)) != (claimed.get(each, 0), paid.get(each, 0)) for each in places)


def _sums(
    session: Session, table: Any, key: tuple[str, ...], amount: Any, condition: Any
) -> Mapping[tuple[Any, ...], int]:
    columns = [getattr(table, name) for name in key]
    rows = session.execute(select(*columns, amount).where(condition).group_by(*columns))
    return {tuple(row[:-1]): int(row[-1]) for row in rows}


def _paid_in(year: int) -> tuple[Any, Any]:
    return Payment.removed_on.is_(None), Payment.paid_on.between(date(year, 1, 1), date(year, 12, 31))
