"""Of the titles of each enterprise the one that earns most, read for all of them at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from crm.awards.indicative import TITLE_AWARD
from crm.awards.law.arithmetic import ByTitle
from crm.awards.law.measure import BenefitOffer
from crm.awards.measures import Measures, amount_of
from crm.cultivation.models import LADDER, Title
from crm.enterprises.models import Enterprise

TITLES = tuple(tier.value for tier in LADDER[1:])
"""The titles from low to high."""


@dataclass(frozen=True, slots=True)
class BestTitle:
    """A title, the day it was first won, and where its award is said."""

    tier: str
    granted_on: date
    offer: BenefitOffer

    @property
    def amount(self) -> int:
        """The award in fen, before what was paid."""
        return amount_of(self.offer, self.tier)


def select_titles_won(measures: Measures, on: date) -> Select[Any]:
    """The titles that earn something, of enterprises that are still there, the earliest first."""
    return (
        select(Title.enterprise_id, Title.tier, Title.granted_on, Title.revoked_on)
        .join(Enterprise, Enterprise.id == Title.enterprise_id)
        .where(
            Title.removed_on.is_(None),
            Title.granted_on <= on,
            Title.tier.in_(_paying_tiers(measures)),
            Enterprise.deregistered_on.is_(None),
        )
        .order_by(Title.granted_on, Title.id)
    )


def choose_best(titles: Iterable[Any], measures: Measures, on: date) -> dict[int, BestTitle]:
    """By enterprise the highest award of the first times that titles were won; one that was revoked earns nothing."""
    first: dict[tuple[int, str], tuple[date, bool]] = {}
    for row in titles:
        is_revoked = row.revoked_on is not None and row.revoked_on <= on
        first.setdefault((row.enterprise_id, str(row.tier)), (row.granted_on, is_revoked))
    worth = {
        granted: _worth(measures, *granted) for granted in {(tier, day) for (_, tier), (day, _) in first.items()}
    }
    best: dict[int, tuple[BestTitle, int]] = {}
    for (key, tier), (day, is_revoked) in first.items():
        title = None if is_revoked else worth[tier, day]
        if title is not None and (key not in best or best[key][1] < title[1]):
            best[key] = title
    return {key: title for key, (title, _amount) in best.items()}


def _worth(measures: Measures, tier: str, day: date) -> tuple[BestTitle, int] | None:
    """A title won on a day and its award in fen: the same for everybody who won it then."""
    offer = measures.best_for_title(TITLE_AWARD, tier, day)
    return None if offer is None else (BestTitle(tier, day, offer), amount_of(offer, tier))


def _paying_tiers(measures: Measures) -> Collection[str]:
    arithmetics = [offer.benefit.arithmetic for offer in measures.offers(TITLE_AWARD)]
    return {tier for each in arithmetics if isinstance(each, ByTitle) for tier in each.amounts}
