"""Counting intellectual property between what surely counts and what may count; it gives no points."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.rules.reference.days import anniversary
from tests.rules.reference.facts import Facts, day
from tests.rules.reference.truth import Interval, Truth, all_of


def count_under_2022(facts: Facts, klass: str, *attributes: str) -> Interval:
    """Related items of a class; a transferred one counts from the anniversary of its transfer."""

    def counts(item: dict[str, Any]) -> Truth:
        return all_of(item["class"] == klass, *flags(item, attributes), has_aged(item, facts.as_of))

    return counted(facts, counts)


def count_under_2026(facts: Facts) -> Interval:
    """Related class I items with economic benefit, never transferred, held in the first three ranks."""

    def counts(item: dict[str, Any]) -> Truth:
        rank = item.get("holder_rank")
        among_the_first = None if rank is None else rank <= 3
        own = item.get("transferred_in_on") is None
        return all_of(item["class"] == "I", *flags(item, ("economic_benefit",)), own, among_the_first)

    return counted(facts, counts)


def flags(item: dict[str, Any], attributes: tuple[str, ...]) -> tuple[Truth, ...]:
    return tuple(item.get(name) for name in ("related_to_main_product", *attributes))


def has_aged(item: dict[str, Any], as_of: date) -> bool:
    transferred = item.get("transferred_in_on")
    return transferred is None or anniversary(day(transferred), 1) <= as_of


def counted(facts: Facts, counts: Any) -> Interval:
    items = facts.one("intellectual_property") or []
    truths = [counts(item) for item in items if is_granted(item, facts.as_of)]
    sure = truths.count(True)
    return sure, None if facts.may_hold_more("intellectual_property") else sure + truths.count(None)


def is_granted(item: dict[str, Any], as_of: date) -> bool:
    """An item granted after the date does not count; one that gives no date of grant is taken as granted."""
    granted = item.get("granted_on")
    return granted is None or day(granted) <= as_of
