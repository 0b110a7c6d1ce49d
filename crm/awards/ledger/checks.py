"""The ledger against what else says the same: the sums asked for, and the map that each enterprise is shown."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.awards.benefits.best_titles import TITLES
from crm.awards.benefits.entitlements import AwardStanding, EntitlementState, SumPaid, TitleHeld, title_entitlements
from crm.awards.indicative import TITLE_AWARD
from crm.awards.ledger.queries import Holder, read_ledger
from crm.awards.measures import Measures
from crm.awards.models import Beneficiary, Payment
from crm.cultivation.models import Title
from crm.enterprises.models import Enterprise
from crm.sql.bundles import read_bundle
from crm.work import Report, Turn


def check_ledger(session: Session, turn: Turn, measures: Measures) -> Report:
    """Count rows that do not add up, and enterprises whose map says something else than the ledger: always 0."""
    report = Report()
    report.count("ledger_faults", ledger_faults(session, measures, on=turn.today))
    return report


def ledger_faults(session: Session, measures: Measures, *, on: date) -> int:
    """How many there are."""
    ledger = read_ledger(session, measures, on=on)
    awards = {row.holder: row for row in ledger if row.benefit == TITLE_AWARD}
    maps = _left_by_maps(session, measures, on)
    differing = 0
    for holder in awards.keys() | maps.keys():
        row = awards.get(holder)
        in_process, not_paid = (row.in_process, row.open + row.refused) if row else (0, 0)
        differing += max(0, maps.get(holder, 0) - in_process) != not_paid
    return differing + sum(not row.adds_up for row in ledger)


def _left_by_maps(session: Session, measures: Measures, on: date) -> dict[Holder, int]:
    """What the map of each enterprise says may still be paid for its titles; the deregistered may have nothing."""
    titles, payments = _rows_by_enterprise(session)
    left: dict[Holder, int] = {}
    for enterprise_id, held in titles.items():
        standing = AwardStanding(tuple(held), tuple(payments[enterprise_id]), is_declared=True, is_in_care=False)
        lines = title_entitlements(measures, TITLE_AWARD, standing, on, TITLES)
        dues = [each.reckoning.due for each in lines if each.state is EntitlementState.ENTITLED and each.reckoning]
        left[Holder(enterprise_id)] = max(dues, default=0)
    return left


def _rows_by_enterprise(session: Session) -> tuple[dict[int, list[TitleHeld]], dict[int, list[SumPaid]]]:
    rows = read_bundle(
        session,
        {
            "titles": select(Title.enterprise_id, Title.tier, Title.granted_on, Title.revoked_on)
            .join(Enterprise, Enterprise.id == Title.enterprise_id)
            .where(Title.removed_on.is_(None), Enterprise.deregistered_on.is_(None))
            .order_by(Title.granted_on, Title.id),
            "payments": select(Beneficiary.enterprise_id, Payment.subject, Payment.amount)
            .join(Beneficiary, Beneficiary.id == Payment.beneficiary_id)
            .where(Payment.benefit == TITLE_AWARD, Payment.removed_on.is_(None)),
        },
    )
    titles: dict[int, list[TitleHeld]] = defaultdict(list)
    payments: dict[int, list[Any]] = defaultdict(list)
    for row in rows["titles"]:
        titles[row.enterprise_id].append(TitleHeld(str(row.tier), row.granted_on, row.revoked_on))
    for row in rows["payments"]:
        payments[row.enterprise_id].append(SumPaid(TITLE_AWARD, row.subject, 0, row.amount))
    return titles, payments
