"""Figures, facts and contacts of the whole made-up pool, noted one by one and written a table at a time."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.enterprises.contacts.service import Card
from crm.enterprises.contacts.wholesale import add_contacts
from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import ListKind
from crm.enterprises.facts.values import write_value
from crm.enterprises.facts.wholesale import Statement, add_items, declare_lists, record_facts
from crm.enterprises.figures.wholesale import YearEntry, record_years
from crm.enterprises.models import FigureName


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """What rows that are written together have in common: who wrote them, when, and what they rest on."""

    by: int
    on: date
    evidence: Evidence


Items = list[tuple[int, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows that wait to be written."""

    years: dict[LedgerPage, list[YearEntry]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[LedgerPage, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    items: dict[tuple[LedgerPage, str], Items] = field(default_factory=lambda: defaultdict(list))
    lists: dict[tuple[LedgerPage, ListKind], list[int]] = field(default_factory=lambda: defaultdict(list))
    cards: dict[date, list[tuple[int, Card]]] = field(default_factory=lambda: defaultdict(list))

    def note_year(
        self, page: LedgerPage, enterprise_id: int, year: int, values: Mapping[FigureName, int | None]
    ) -> None:
        """Figures of a year, in fen and heads; what is None is not known."""
        known = {name: value for name, value in values.items() if value is not None}
        self.years[page].append(YearEntry(enterprise_id, year, known, page.evidence.source or ""))

    def note_fact(self, page: LedgerPage, enterprise_id: int, fact: str, value: Any) -> None:
        """One fact, as a form would hand it over."""
        self.facts[page].append(Statement(enterprise_id, fact, write_value(fact, value)))

    def note_item(self, page: LedgerPage, enterprise_id: int, listing: str, item: Mapping[str, Any]) -> None:
        """One entry of a list."""
        self.items[page, listing].append((enterprise_id, LISTINGS[listing].column_values(item)))

    def note_complete(self, page: LedgerPage, enterprise_id: int, kind: ListKind) -> None:
        """That a list holds everything there is."""
        self.lists[page, kind].append(enterprise_id)

    def write(self, session: Session, *, by: int, on: date, key: bytes) -> None:
        """Write everything, what was recorded earlier first, under one row of the trail."""
        for page, entries in sorted(self.years.items(), key=lambda one: one[0].on):
            record_years(session, entries, grade=page.evidence.grade, by=page.by, on=page.on)
        for page, statements in self.facts.items():
            record_facts(session, statements, page.evidence, by=page.by, on=page.on)
        for (page, listing), items in self.items.items():
            add_items(session, LISTINGS[listing].table, items, page.evidence, by=page.by, on=page.on)
        for (page, kind), ids in self.lists.items():
            declare_lists(session, kind, ids, evidence=page.evidence.source or "", by=page.by, on=page.on)
        for day, cards in self.cards.items():
            add_contacts(session, cards, by=by, on=day, key=key)
        audit.record(session, by, "demonstration.written", "demonstration", on=on, **self._counts())

    def _counts(self) -> dict[str, int]:
        return {
            "years": sum(len(entries) for entries in self.years.values()),
            "facts": sum(len(statements) for statements in self.facts.values()),
            "items": sum(len(items) for items in self.items.values()),
            "contacts": sum(len(cards) for cards in self.cards.values()),
        }
