"""How a benefit is reckoned: amounts are whole fen, a share of a base is rounded down, nothing falls below 0."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from crm.rules.law.nodes import Text


class Per(StrEnum):
    """What a cap is for: one project, one calendar year, or the beneficiary once and for all."""

    PROJECT = "project"
    YEAR = "year"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One sum in fen: `full` by the arithmetic alone, at most `cap`, and of that `paid` already."""

    full: int
    cap: int | None
    paid: int

    @property
    def worth(self) -> int:
        """The sum within its cap."""
        return self.full if self.cap is None else min(self.full, self.cap)

    @property
    def due(self) -> int:
        """What is still to be paid of it."""
        return max(0, self.worth - self.paid)


@dataclass(frozen=True, slots=True)
class Span:
    """What a benefit comes to where the clause leaves a rate open: from the lowest to the highest."""

    lowest: Reckoning
    highest: Reckoning


@dataclass(frozen=True, slots=True)
class ByTitle:
    """An amount in fen for the first time each title is won; a promotion earns the difference to what was paid."""

    amounts: Mapping[str, int]

    def reckon(self, tier: str, paid: int) -> Reckoning:
        """For one title; a title without an amount comes to nothing."""
        return Reckoning(self.amounts.get(tier, 0), None, paid)


@dataclass(frozen=True, slots=True)
class ShareOf:
    """Between two rates of a base in fen, up to a cap in fen for each project or year."""

    base: Text
    lowest: Fraction
    highest: Fraction
    cap: int
    per: Per

    def reckon(self, base: int, paid: int) -> Span:
        """For the whole base of the project or year so far; raises ValueError for one below zero."""
        if base < 0:
            raise ValueError(base)
        lowest, highest = (Reckoning(int(base * rate), self.cap, paid) for rate in (self.lowest, self.highest))
        return Span(lowest, highest)


@dataclass(frozen=True, slots=True)
class UpTo:
    """What the department sets, up to a cap in fen; `in_stages`: several sums that add up to the cap at most."""

    cap: int
    per: Per
    in_stages: bool

    def reckon(self, stages: tuple[int, ...], paid: int) -> Reckoning:
        """For all stages reached so far; raises ValueError for a stage below zero."""
        if any(stage < 0 for stage in stages):
            raise ValueError(stages)
        return Reckoning(sum(stages), self.cap, paid)


@dataclass(frozen=True, slots=True)
class FixedAmount:
    """One sum in fen, once."""

    amount: int

    def reckon(self, paid: int) -> Reckoning:
        """The sum less what was paid of it."""
        return Reckoning(self.amount, None, paid)


@dataclass(frozen=True, slots=True)
class Quota:
    """So many of a thing for each beneficiary; no money."""

    count: int
    unit: Text

    def remaining(self, used: int) -> int:
        """How many may still be given."""
        return max(0, self.count - used)


@dataclass(frozen=True, slots=True)
class AnotherMeasure:
    """The amount stands in another measure, which the desk does not hold: no figure is ever said."""

    text: Text


@dataclass(frozen=True, slots=True)
class Service:
    """A service, which costs and pays nothing."""

    text: Text


Arithmetic = ByTitle | ShareOf | UpTo | FixedAmount | Quota | AnotherMeasure | Service


def period_of(arithmetic: Arithmetic) -> Per:
    """What one account of the benefit is for."""
    return arithmetic.per if isinstance(arithmetic, ShareOf | UpTo) else Per.ONCE


def most_of(arithmetic: Arithmetic) -> int | None:
    """The most that one account can ever come to, in fen; None where there is no figure."""
    match arithmetic:
        case ByTitle():
            return max(arithmetic.amounts.values())
        case ShareOf() | UpTo():
            return arithmetic.cap
        case FixedAmount():
            return arithmetic.amount
    return None
