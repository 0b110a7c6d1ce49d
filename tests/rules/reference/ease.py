"""Limits as the law states them, and the same limits widened all at once; it knows no rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.rules.reference.truth import Interval, Number, Truth, interval_reaches, reaches, stays_within


@dataclass(frozen=True)
class Ease:
    """How far limits give way: nothing in a verdict, everything at once in asking whether it was close."""

    relative: Fraction
    points: int
    items: int
    days: int
    obtains: bool

    def at_least(self, value: Number | None, limit: Number) -> Truth:
        return reaches(value, limit * (1 - self.relative))

    def at_most(self, value: Number | None, limit: Number) -> Truth:
        return stays_within(value, limit * (1 + self.relative))

    def sum_at_least(self, interval: Interval, limit: Number) -> Truth:
        return interval_reaches(interval, limit * (1 - self.relative))

    def count_at_least(self, interval: Interval, limit: int) -> Truth:
        return interval_reaches(interval, limit - self.items)

    def at_least_years(self, years: int | None, limit: int) -> Truth:
        """Years give way by the day they are counted on (see `moved`), not by their number."""
        return reaches(years, limit)

    def points_at_least(self, interval: Interval, limit: int) -> Truth:
        return interval_reaches(interval, limit - self.points)

    def compound_at_least(self, ratio: Number | None, rate: Fraction) -> Truth:
        """Two years' compound growth: the rate itself gives way, not its square."""
        return reaches(ratio, (1 + rate * (1 - self.relative)) ** 2)

    def obtained(self, fact: Truth) -> Truth:
        """A yes/no fact that an enterprise can bring about within a year."""
        return True if self.obtains else fact

    def moved(self, as_of: date) -> date:
        return as_of + timedelta(days=self.days)


STRICT = Ease(relative=Fraction(0), points=0, items=0, days=0, obtains=False)
WIDENED = Ease(relative=Fraction(20, 100), points=10, items=1, days=365, obtains=True)
