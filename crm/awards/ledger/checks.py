"""The ledger against what else says the same: the sums asked for, and the map that each enterprise is shown."""

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.awards.benefits.best_titles import TITLES
from crm.awards.benefits.entitlements import AwardStanding, EntitlementState, SumPaid, TitleHeld, title_entitlements
from crm.awards.indicative import TITLE_AWARD
from crm.awards.ledger.queries import Holder, Within, everybody_in_ledger, read_ledger
from crm.awards.measures import Measures
from crm.awards.models import Beneficiary, Payment
from crm.cultivation.models import Tier, Title
from crm.enterprises.facts.columns import IdSpan
from crm.enterprises.models import Enterprise
from crm.sql.bundles import read_bundle
from crm.work import Report, Turn

_Held = tuple[Tier, date, date | None]
"""A title, the day it was won, and the day it was revoked."""


def check_ledger(session: Session, turn: Turn, measures: Measures) -> Report:
    """Count rows that do not add up, and enterprises whose map says something else than the ledger: always 0.

    A part is a span of enterprises; without one it is all of them.
    """
    within = IdSpan.read(turn.part).of if turn.part else everybody_in_ledger
    report = Report()
    report.count("ledger_faults", ledger_faults(session, measures, on=turn.today, within=within))
    return report


def ledger_faults(session: Session, measures: Measures, *, on: date, within: Within = everybody_in_ledger) -> int:
    """How many there are."""
    ledger = read_ledger(session, measures, on=on, within=within)
    awards = {row.holder: row for row in ledger if row.benefit == TITLE_AWARD}
    maps = _left_by_maps(session, measures, on, within)
    differing = 0
    for holder in awards.keys() | maps.keys():
        row = awards.get(holder)
        in_process, not_paid = (row.in_process, row.open + row.refused) if row else (0, 0)
        differing += max(0, maps.get(holder, 0) - in_process) != not_paid
    return differing + sum(not row.adds_up for row in ledger)


def _left_by_maps(session: Session, measures: Measures, on: date, within: Within) -> dict[Holder, int]:
    """What the map of each enterprise says may still be paid for its titles; the deregistered may have nothing.

    Enterprises with the same titles, won on the same days, and as much paid have the same map: it is read once.
    """
    titles, paid = _titles_and_payments(session, within)
    grounds = {enterprise_id: (tuple(held), paid.get(enterprise_id, 0)) for enterprise_id, held in titles.items()}
    left = {ground: _left_by_map(measures, *ground, on) for ground in set(grounds.values())}
    return {Holder(enterprise_id): left[ground] for enterprise_id, ground in grounds.items()}


def _left_by_map(measures: Measures, held: tuple[_Held, ...], paid: int, on: date) -> int:
    titles = tuple(TitleHeld(str(tier), granted_on, revoked_on) for tier, granted_on, revoked_on in held)
    standing = AwardStanding(titles, (SumPaid(TITLE_AWARD, "", 0, paid),), is_declared=True, is_in_care=False)
    lines = title_entitlements(measures, TITLE_AWARD, standing, on, TITLES)
    dues = [each.reckoning.due for each in lines if each.state is EntitlementState.ENTITLED and each.reckoning]
    return max(dues, default=0)


def _titles_and_payments(session: Session, within: Within) -> tuple[dict[int, list[_Held]], dict[int, int]]:
    """Titles by enterprise, the earliest first, and fen paid for them."""
    rows = read_bundle(
        session,
        {
            "titles": select(Title.enterprise_id, Title.tier, Title.granted_on, Title.revoked_on)
            .join(Enterprise, Enterprise.id == Title.enterprise_id)
            .where(within(Title.enterprise_id), Title.removed_on.is_(None), Enterprise.deregistered_on.is_(None))
            .order_by(Title.granted_on, Title.id),
            "paid": select(Beneficiary.enterprise_id, func.sum(Payment.amount).label("paid"))
            .join(Beneficiary, Beneficiary.id == Payment.beneficiary_id)
            .where(Payment.benefit == TITLE_AWARD, Payment.removed_on.is_(None))
            .group_by(Beneficiary.enterprise_id),
        },
    )
    titles: dict[int, list[_Held]] = defaultdict(list)
    for row in rows["titles"]:
        titles[row.enterprise_id].append((row.tier, row.granted_on, row.revoked_on))
    return titles, {row.enterprise_id: row.paid for row in rows["paid"]}
