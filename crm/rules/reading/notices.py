"""What yearly notices ask for beside the standard: conditions of one year's applications, which change no verdict."""

from __future__ import annotations

from dataclasses import dataclass

from crm.rules.law.catalogue import TIERS
from crm.rules.law.nodes import Node, Text
from crm.rules.law.rulebook import Purpose
from crm.rules.reading.conditions import Conditions
from crm.rules.reading.policy_words import read_purposes, read_text
from crm.rules.reading.written import PlacedValue


@dataclass(frozen=True, slots=True)
class NoticeCondition:
    """One thing a notice asks for; without a node no recorded fact tells, and somebody has to confirm it."""

    text: Text
    node: Node | None


@dataclass(frozen=True, slots=True)
class YearNotice:
    """The conditions of one year's applications for a tier, with the document that set them."""

    tier: str
    year: int
    document: str
    purposes: tuple[Purpose, ...]
    conditions: tuple[NoticeCondition, ...]


def read_notice(written: PlacedValue) -> YearNotice:
    entries = written.section("tier year document purposes conditions")
    purposes = read_purposes(entries["purposes"])
    conditions = tuple(_condition(one, purposes) for one in entries["conditions"].items())
    if not purposes or not conditions:
        raise written.fail("needs purposes and conditions")
    return YearNotice(
        tier=entries["tier"].word(TIERS),
        year=entries["year"].whole(),
        document=entries["document"].text(),
        purposes=purposes,
        conditions=conditions,
    )


def _condition(written: PlacedValue, purposes: tuple[Purpose, ...]) -> NoticeCondition:
    """`requires` is a condition as rulebooks have them; `to_confirm: true` says that no fact answers it."""
    entries = written.section("text", "requires to_confirm")
    is_open = "to_confirm" in entries and entries["to_confirm"].yes_no()
    if is_open is ("requires" in entries):
        raise written.fail("must say either what it requires or that somebody has to confirm it")
    node = None if is_open else Conditions(purposes[0], None, None).node(entries["requires"], "")
    return NoticeCondition(read_text(entries["text"]), node)
