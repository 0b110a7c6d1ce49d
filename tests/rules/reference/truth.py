"""Three-valued logic and intervals, as the policy counts them; no fact and no limit of any rulebook."""

from __future__ import annotations

from fractions import Fraction

Truth = bool | None
Number = int | Fraction
Interval = tuple[Number, Number | None]
"""At least and at most; None at the end is no end."""

STATUS: dict[Truth, str] = {True: "met", False: "unmet", None: "unknown"}


def all_of(*truths: Truth) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def any_of(*truths: Truth) -> Truth:
    if True in truths:
        return True
    return None if None in truths else False


def negation(truth: Truth) -> Truth:
    return None if truth is None else not truth


def reaches(value: Number | None, limit: Number) -> Truth:
    return None if value is None else value >= limit


def stays_within(value: Number | None, limit: Number) -> Truth:
    return None if value is None else value <= limit


def interval_reaches(interval: Interval, limit: Number) -> Truth:
    low, high = interval
    if low >= limit:
        return True
    return False if high is not None and high < limit else None
