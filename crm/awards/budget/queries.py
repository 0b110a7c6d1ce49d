"""Sums of a year's money by benefit, and where accounts, claims and payments say different things."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from crm.awards.beneficiaries import whose
from crm.awards.budget.models import Budget
from crm.awards.claims.models import HOLDING, Claim, ClaimState
from crm.awards.models import AwardAccount, Beneficiary, Payment
from crm.enterprises.models import Enterprise
from crm.people.models import Department
from crm.sql.bundles import read_bundle
from crm.standings.counts import read_cells

_AMOUNT = func.coalesce(Claim.approved, Claim.asked)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What a year may spend on a clause through a department, in fen."""

    clause: str
    amount: int
    document: str
    department: str


@dataclass(frozen=True, slots=True)
class ClaimedSum:
    """Fen that the claims of a benefit come to which were handed in and stand alike."""

    benefit: str
    state: ClaimState
    amount: int


@dataclass(frozen=True, slots=True)
class PaidSum:
    """Fen that a benefit was paid in the year."""

    benefit: str
    in_year: int


@dataclass(frozen=True, slots=True)
class YearMoney:
    """What the year may spend, what is claimed now, and what was paid in the year."""

    budgets: Sequence[BudgetLine]
    claimed: Sequence[ClaimedSum]
    paid: Sequence[PaidSum]


def money_of_year(session: Session, year: int) -> YearMoney:
    """The budgets of a year by clause and department, and by benefit what is claimed now and was paid in the year."""
    budgets = select(Budget.clause, Budget.amount, Budget.document, Department.name)
    claimed = select(Claim.benefit, Claim.state, func.sum(_AMOUNT).label("amount")).where(Claim.filed_on.is_not(None))
    paid = select(Payment.benefit, func.sum(Payment.amount).label("in_year"))
    rows = read_bundle(
        session,
        {
            "budgets": budgets.join(Department, Department.id == Budget.department_id)
            .where(Budget.year == year)
            .order_by(Budget.clause, Department.name),
            "claimed": claimed.group_by(Claim.benefit, Claim.state),
            "paid": paid.where(Payment.removed_on.is_(None), _paid_in(year)).group_by(Payment.benefit),
        },
    )
    lines = [BudgetLine(*row) for row in rows["budgets"]]
    return YearMoney(lines, [ClaimedSum(*row) for row in rows["claimed"]], [PaidSum(*row) for row in rows["paid"]])


def titles_held(session: Session, tiers: Iterable[str]) -> dict[str, int]:
    """How many enterprises hold each of some titles."""
    cells = read_cells(session, true())
    return {tier: sum(cell.number for cell in cells if getattr(cell, f"holds_{tier}")) for tier in tiers}


def payments_in(
    session: Session, year: int, benefits: tuple[str, ...], *, offset: int, limit: int
) -> tuple[Sequence[Any], int]:
    """The payments of a year for some benefits, the latest first, with who was paid; and how many there are."""
    wanted = (Payment.removed_on.is_(None), _paid_in(year), Payment.benefit.in_(benefits))
    rows = session.execute(
        select(Payment, whose.NAME.label("name"), Beneficiary.enterprise_id)
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
    size = Payment.amount + func.coalesce(Payment.pieces, 0)
    rows = read_bundle(
        session,
        {
            "claimed": _by_account(Claim, key, func.sum(_AMOUNT)).where(Claim.state.in_(HOLDING)),
            "paid": _by_account(Payment, key, func.sum(size)).where(Payment.removed_on.is_(None)),
            "accounts": select(
                AwardAccount.beneficiary_id,
                AwardAccount.benefit,
                AwardAccount.subject,
                AwardAccount.period,
                AwardAccount.reserved,
                AwardAccount.paid,
            ),
        },
    )
    claimed, paid = ({row[:-1]: row[-1] for row in rows[name]} for name in ("claimed", "paid"))
    accounts = {row[:4]: (row.reserved, row.paid) for row in rows["accounts"]}
    places = accounts.keys() | claimed.keys() | paid.keys()
    return sum(accounts.get(each, (0, 0)) != (claimed.get(each, 0), paid.get(each, 0)) for each in places)


def _by_account(table: Any, key: tuple[str, ...], amount: Any) -> Select[Any]:
    columns = [getattr(table, name) for name in key]
    return select(*columns, amount.label("amount")).group_by(*columns)


def _paid_in(year: int) -> ColumnElement[bool]:
    return Payment.paid_on.between(date(year, 1, 1), date(year, 12, 31))
