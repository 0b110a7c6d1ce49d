"""What one dossier says on one as-of date, in exact fractions; it knows no limit and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.rules.reference.days import complete_years, in_recent_three_years, is_recent_contest
from tests.rules.reference.truth import Interval, Number, Truth, all_of, any_of, negation


def exact(text: str | int | None) -> Fraction | None:
    return None if text is None else Fraction(Decimal(text))


def day(text: str) -> date:
    return date.fromisoformat(text)


class Facts:
    """A dossier seen from an as-of date. Amounts are in yuan; `back` counts years before Y."""

    def __init__(self, dossier: dict[str, Any], as_of: date) -> None:
        self.dossier = dossier
        self.as_of = as_of
        self.year = as_of.year - 1
        self.figures = {row["year"]: row for row in dossier.get("figures") or []}

    def one(self, key: str) -> Any:
        return self.dossier.get(key)

    def within(self, group: str, key: str) -> Any:
        """A value of a nested object; an absent object leaves all its values unknown."""
        return (self.dossier.get(group) or {}).get(key)

    def may_hold_more(self, key: str) -> bool:
        """Whether a list is unknown, or known to lack some of its items."""
        return self.one(key) is None or key in (self.one("incomplete") or [])

    # Yearly figures

    def figure(self, name: str, back: int = 0) -> Fraction | None:
        return exact(self.figures.get(self.year - back, {}).get(name))

    def ratio(self, above: str, below: str, back: int = 0) -> Fraction | None:
        return divided(self.figure(above, back), self.figure(below, back))

    def growth(self, name: str, back: int = 0) -> Fraction | None:
        ratio = divided(self.figure(name, back), self.figure(name, back + 1))
        return None if ratio is None else ratio - 1

    def mean_growth(self) -> Fraction | None:
        total = added(self.growth("main_revenue", 0), self.growth("main_revenue", 1))
        return None if total is None else total / 2

    def expense_of_two_years(self) -> Fraction | None:
        return added(self.figure("rd_expense", 0), self.figure("rd_expense", 1))

    def niche_years(self, on: date) -> int | None:
        start = self.one("niche_started_on")
        return None if start is None else complete_years(day(start), on)

    # Lists

    def equity(self, years: int) -> Interval:
        """Paid in by qualified institutions in the last calendar years up to Y: at least, and at most."""
        rounds = self.one("equity_financing") or []
        low: Number = Fraction(0)
        high: Number = Fraction(0)
        for payment in rounds:
            if not self.year - years + 1 <= day(payment["paid_on"]).year <= self.year:
                continue
            amount = exact(payment["amount"]) or Fraction(0)
            qualified = payment.get("qualified")
            low += amount if qualified is True else 0
            high += amount if qualified is not False else 0
        return low, None if self.may_hold_more("equity_financing") else high

    def has_science_award(self, ranks: dict[str, int | None]) -> Truth:
        """`ranks` says for each level the last rank that counts; None lets any rank count."""
        awards = self.one("science_awards") or []
        recent = [one for one in awards if in_recent_three_years(day(one["awarded_on"]), self.as_of)]
        known = any_of(*(ranked(one.get("rank"), ranks[one["level"]]) for one in recent if one["level"] in ranks))
        return any_of(known, None) if self.may_hold_more("science_awards") else known

    def entered_contest(self, *lists: str) -> Truth:
        return self.some(
            "maker_in_china", lambda one: one["list"] in lists and is_recent_contest(one["year"], self.as_of)
        )

    def has_certificate(self, *kinds: str) -> Truth:
        def is_valid(one: dict[str, Any]) -> bool:
            return one["kind"] in kinds and day(one["valid_from"]) <= self.as_of <= day(one["valid_to"])

        return self.some("certificates", is_valid)

    def has_title(self, *tiers: str) -> Truth:
        return self.some("recognitions", lambda one: one["tier"] in tiers and title_is_valid(one, self.as_of))

    def some(self, key: str, holds: Callable[[dict[str, Any]], bool]) -> Truth:
        """Whether any item of a list holds; absent or incomplete, it may hold more; empty, it holds nothing."""
        items: Iterable[dict[str, Any]] = self.one(key) or []
        return any(holds(item) for item in items) or (None if self.may_hold_more(key) else False)

    def has_quality(self, name: str) -> Truth:
        return name in (self.one("quality") or []) or (None if self.may_hold_more("quality") else False)

    def is_one_of(self, key: str, *values: str) -> Truth:
        value = self.one(key)
        return None if value is None else value in values

    def platform_score(self, years_ago: int = 0) -> Fraction | None:
        """The platform score of the as-of year or of a year before it (not of Y)."""
        wanted = self.as_of.year - years_ago
        for row in self.one("platform_scores") or []:
            if row["year"] == wanted:
                return exact(row["score"])
        return None

    def market_share(self) -> Fraction | None:
        return exact(self.within("market", "share"))

    def keeps_off_both_lists(self) -> Truth:
        return all_of(
            negation(self.within("compliance", "abnormal_list")),
            negation(self.within("compliance", "dishonest_list")),
        )


def divided(above: Fraction | None, below: Fraction | None) -> Fraction | None:
    """A ratio; unknown with a missing part or a denominator that is zero or negative."""
    if above is None or below is None or below <= 0:
        return None
    return above / below


def added(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    return None if first is None or second is None else first + second


def ranked(rank: int | None, last: int | None) -> Truth:
    if last is None:
        return True
    return None if rank is None else rank <= last


def title_is_valid(title: dict[str, Any], as_of: date) -> bool:
    """Valid on its first and last day; from the day of its revocation it does not count."""
    revoked = title.get("revoked_on")
    if revoked is not None and day(revoked) <= as_of:
        return False
    return day(title["granted_on"]) <= as_of <= day(title["expires_on"])
