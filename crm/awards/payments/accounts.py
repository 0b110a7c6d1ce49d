"""The accounts of awards: claims hold, payments move, and the database lets nothing pass the cap.

Every change is one relative update under the caller's lock, so that neither a race nor a retry counts twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, select, update
from sqlalchemy.orm import Session

from crm.awards.law.arithmetic import Arithmetic, ByTitle, Quota, most_of
from crm.awards.models import AwardAccount, Beneficiary
from crm.db import serialise
from crm.sql.claiming import execute_counting, insert_once

PAYMENTS = "payments"
"""The lock of all payments: a list takes it alone, a page shares it."""
_KEY = ("benefit", "beneficiary_id", "subject", "period")


@dataclass(frozen=True, slots=True)
class AccountKey:
    """Which account: one for each project or year that has a cap of its own, one for all titles."""

    benefit: str
    beneficiary_id: int
    subject: str
    period: int

    @property
    def values(self) -> Mapping[str, Any]:
        """The key by column."""
        return {name: getattr(self, name) for name in _KEY}


@dataclass(frozen=True, slots=True)
class AccountSums:
    """What stands on an account, in fen or pieces."""

    reserved: int = 0
    paid: int = 0

    @property
    def total(self) -> int:
        """What of the cap is gone."""
        return self.reserved + self.paid


def lock_accounts(session: Session, beneficiary: Beneficiary) -> None:
    """One at a time changes what somebody holds and was paid."""
    whose = beneficiary.enterprise_id or f"beneficiary {beneficiary.id}"
    serialise(session, f"payments of {whose}", among=PAYMENTS)


def account_subject(arithmetic: Arithmetic, subject: str) -> str:
    """The subject of the account: titles share one, for a promotion earns the difference only."""
    return "" if isinstance(arithmetic, ByTitle) else subject


def most_on(arithmetic: Arithmetic, subject: str) -> int | None:
    """The most an account may come to for a subject, in fen or pieces; None where there is no figure."""
    match arithmetic:
        case ByTitle():
            return arithmetic.amounts.get(subject, 0)
        case Quota():
            return arithmetic.count
    return most_of(arithmetic)


def sums_on(session: Session, account: AccountKey) -> AccountSums:
    """What stands on the account now; nothing where it was never opened."""
    row = session.execute(select(AwardAccount.reserved, AwardAccount.paid).where(*_is(account))).one_or_none()
    return AccountSums(row.reserved, row.paid) if row else AccountSums()


def open_account(session: Session, account: AccountKey, most: int) -> None:
    """Make the account if need be; a higher title raises its cap, and nothing lowers it."""
    insert_once(session, AwardAccount, list(_KEY), **account.values, cap=most, reserved=0, paid=0, excess=0)
    _change(session, account, AwardAccount.cap < most, cap=most)


def reserve(session: Session, account: AccountKey, amount: int) -> None:
    """A claim takes its part of the cap; less than nothing frees it. The database refuses what passes the cap."""
    _change(session, account, reserved=AwardAccount.reserved + amount)


def pay_reserved(session: Session, account: AccountKey, amount: int) -> None:
    """What a claim held is paid."""
    _change(session, account, reserved=AwardAccount.reserved - amount, paid=AwardAccount.paid + amount)


def reserve_again(session: Session, account: AccountKey, amount: int) -> None:
    """The bank sent back what a claim was paid: it is held as before."""
    pay_reserved(session, account, -amount)


def add_paid(session: Session, account: AccountKey, amount: int, *, is_checked: bool = False) -> None:
    """A voucher says that so much was paid; one that was looked at again may stand above the cap."""
    if is_checked:
        above = AwardAccount.reserved + AwardAccount.paid + amount - AwardAccount.cap
        _change(session, account, above > AwardAccount.excess, excess=above, paid=AwardAccount.paid + amount) or (
            _change(session, account, paid=AwardAccount.paid + amount)
        )
        return
    _change(session, account, paid=AwardAccount.paid + amount)


def take_back_paid(session: Session, account: AccountKey, amount: int) -> None:
    """So much counts as paid no more; what stood above the cap shrinks with it."""
    above = AwardAccount.reserved + AwardAccount.paid - amount - AwardAccount.cap
    left = case((above <= 0, 0), (above < AwardAccount.excess, above), else_=AwardAccount.excess)
    _change(session, account, paid=AwardAccount.paid - amount, excess=left)


def _change(session: Session, account: AccountKey, *conditions: ColumnElement[bool], **values: Any) -> bool:
    changed = update(AwardAccount).where(*_is(account), *conditions).values(**values)
    return execute_counting(session, changed) == 1


def _is(account: AccountKey) -> list[ColumnElement[bool]]:
    return [getattr(AwardAccount, name) == value for name, value in account.values.items()]
