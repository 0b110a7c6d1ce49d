"""The ledger of entitlements: for each beneficiary and benefit what is open, in process, paid and refused, in fen.

Only an award of a title is earned before anybody claims it; of every other benefit what was claimed is all there is.
What was refused is not open: only the newest claim of a title counts, for a later one takes the place of those before.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.orm import Session

from crm.awards.benefits.best_titles import choose_best, select_titles_won
from crm.awards.claims.models import ENDED, HOLDING, Claim, ClaimState
from crm.awards.indicative import TITLE_AWARD
from crm.awards.measures import Measures
from crm.awards.models import Beneficiary, Payment, PaymentDeclaration
from crm.cultivation.models import Title
from crm.db import slices
from crm.enterprises.models import Enterprise
from crm.sql.bundles import Rows, read_bundle

Within = Callable[[Any], ColumnElement[bool]]
_BESIDE_ENTERPRISES = 1  # who is no enterprise of the desk is checked with the first
LEDGER_PARTS = ("entitlement", "claims", "open", "paid", "in_process", "refused")


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """Who has a row: an enterprise of the desk, or somebody else who is paid; the other id is 0."""

    enterprise_id: int
    beneficiary_id: int = 0


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One benefit of one holder, in fen. `is_most`: earlier payments are not recorded, so what is open is a most.

    `asked` is what claims handed in and vouchers came to, each counted; the part of it that came to nothing is `lost`.
    """

    holder: Holder
    benefit: str
    open: int
    paid: int
    in_process: int
    refused: int
    is_most: bool
    asked: int
    lost: int

    @property
    def claims(self) -> int:
        """What was claimed or paid of it."""
        return self.paid + self.in_process + self.refused

    @property
    def entitlement(self) -> int:
        """All of it."""
        return self.claims + self.open

    @property
    def adds_up(self) -> bool:
        """Every fen that was asked for is paid, in process or lost."""
        return self.asked == self.paid + self.in_process + self.lost


def everybody_in_ledger(_column: Any) -> ColumnElement[bool]:
    """No condition."""
    return true()


@dataclass(slots=True)
class _Sums:
    paid: int = 0
    by_hand: int = 0
    in_process: int = 0
    asked: int = 0
    lost: int = 0
    lost_of_newest: int = 0


def read_ledger(
    session: Session, measures: Measures, *, on: date, within: Within = everybody_in_ledger
) -> list[LedgerRow]:
    """Every row with an amount, by holder and benefit; of some enterprises where a condition on their ids says so."""
    rows = read_bundle(session, _selects(measures, on, within))
    sums = _add_up(rows)
    best = choose_best(rows["titles"], measures, on)
    known = {row.enterprise_id for row in rows["declared"]}
    known |= {
        holder.enterprise_id for holder, benefit in sums if benefit == TITLE_AWARD and sums[holder, benefit].paid
    }
    for enterprise_id in best:
        sums.setdefault((Holder(enterprise_id), TITLE_AWARD), _Sums())
    worth = {Holder(enterprise_id): title.amount for enterprise_id, title in best.items()}
    ledger = [_row(*place, each, worth, known) for place, each in sorted(sums.items(), key=lambda item: item[0])]
    return [row for row in ledger if row.entitlement or row.asked]


def rows_of(ledger: Iterable[LedgerRow], benefits: Collection[str], part: str) -> list[LedgerRow]:
    """The rows of some benefits that a figure counts, the largest first."""
    ours = [row for row in ledger if row.benefit in benefits and getattr(row, part)]
    return sorted(ours, key=lambda row: (-getattr(row, part), row.holder))


def name_holders(session: Session, holders: Iterable[Holder]) -> dict[Holder, tuple[str, str]]:
    """Name and credit code of each."""
    wanted = set(holders)
    named: dict[Holder, tuple[str, str]] = {}
    for part in slices(sorted(one.enterprise_id for one in wanted if one.enterprise_id)):
        enterprises = select(Enterprise.id, Enterprise.name, Enterprise.credit_code).where(Enterprise.id.in_(part))
        named |= {Holder(key): (name, code) for key, name, code in session.execute(enterprises)}
    for part in slices(sorted(one.beneficiary_id for one in wanted if one.beneficiary_id)):
        others = select(Beneficiary.id, Beneficiary.name, Beneficiary.code).where(Beneficiary.id.in_(part))
        named |= {Holder(0, key): (name or "", code or "") for key, name, code in session.execute(others)}
    return named


def _selects(measures: Measures, on: date, within: Within) -> dict[str, Select[Any]]:
    holder = func.coalesce(Beneficiary.enterprise_id, _BESIDE_ENTERPRISES)
    declared = select(PaymentDeclaration.enterprise_id).where(within(PaymentDeclaration.enterprise_id))
    return {
        "claims": _select_claims(),
        "newest": _select_newest(),
        "paid": _select_paid(),
        "beneficiaries": select(Beneficiary.id, Beneficiary.enterprise_id).where(within(holder)),
        "titles": select_titles_won(measures, on).where(within(Title.enterprise_id)),
        "declared": declared.where(PaymentDeclaration.ended_on.is_(None)),
    }


def _select_paid() -> Select[Any]:
    by_hand = func.coalesce(func.sum(Payment.amount).filter(Payment.claim_id.is_(None)), 0).label("by_hand")
    paid = select(Payment.beneficiary_id, Payment.benefit, func.sum(Payment.amount).label("paid"), by_hand)
    return paid.where(Payment.removed_on.is_(None)).group_by(Payment.beneficiary_id, Payment.benefit)


def _select_claims() -> Select[Any]:
    """The sums of what was handed in, by beneficiary and benefit, and which claim is the newest."""
    in_process = func.coalesce(func.sum(_granted()).filter(Claim.state.in_(HOLDING)), 0).label("in_process")
    sums = func.sum(Claim.asked).label("asked"), in_process, func.sum(_lost()).label("lost")
    claims = select(Claim.beneficiary_id, Claim.benefit, *sums, func.max(Claim.id).label("newest_id"))
    return claims.where(*_is_handed_in()).group_by(Claim.beneficiary_id, Claim.benefit)


def _select_newest() -> Select[Any]:
    """What came to nothing of the newest claim of each beneficiary and benefit."""
    newest = _select_claims().subquery("newest")
    return select(Claim.beneficiary_id, Claim.benefit, _lost().label("lost")).join(
        newest, newest.c.newest_id == Claim.id
    )


def _is_handed_in() -> tuple[ColumnElement[bool], ...]:
    return Claim.filed_on.is_not(None), Claim.state != ClaimState.RETURNED


def _granted() -> ColumnElement[int]:
    return func.coalesce(Claim.approved, Claim.asked)


def _lost() -> ColumnElement[int]:
    return case((Claim.state.in_(ENDED), Claim.asked), else_=Claim.asked - _granted())


def _add_up(rows: Rows) -> dict[tuple[Holder, str], _Sums]:
    holders = {
        row.id: Holder(row.enterprise_id) if row.enterprise_id else Holder(0, row.id) for row in rows["beneficiaries"]
    }
    sums: dict[tuple[Holder, str], _Sums] = defaultdict(_Sums)
    for row in (one for one in rows["paid"] if one.beneficiary_id in holders):
        each = sums[holders[row.beneficiary_id], row.benefit]
        each.paid, each.by_hand = row.paid, row.by_hand
    for row in (one for one in rows["claims"] if one.beneficiary_id in holders):
        each = sums[holders[row.beneficiary_id], row.benefit]
        each.in_process, each.asked, each.lost = row.in_process, row.asked, row.lost
    for row in (one for one in rows["newest"] if one.beneficiary_id in holders):
        sums[holders[row.beneficiary_id], row.benefit].lost_of_newest = row.lost
    return sums


def _row(holder: Holder, benefit: str, sums: _Sums, worth: Mapping[Holder, int], known: Collection[int]) -> LedgerRow:
    is_title = benefit == TITLE_AWARD
    left = max(0, worth.get(holder, 0) - sums.paid - sums.in_process) if is_title else 0
    refused = min(sums.lost_of_newest, left) if is_title else sums.lost
    return LedgerRow(
        holder,
        benefit,
        open=left - refused if is_title else 0,
        paid=sums.paid,
        in_process=sums.in_process,
        refused=refused,
        is_most=is_title and holder.enterprise_id not in known,
        asked=sums.asked + sums.by_hand,
        lost=sums.lost,
    )
