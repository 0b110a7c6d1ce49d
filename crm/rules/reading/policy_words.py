"""The small things every policy file says in the same way: texts, purposes, periods."""

from __future__ import annotations

from crm.rules.law.nodes import Text
from crm.rules.law.rulebook import Period, Purpose
from crm.rules.reading.written import PlacedValue

PURPOSES = frozenset(purpose.value for purpose in Purpose)


def read_text(written: PlacedValue) -> Text:
    entry = written.section("zh en")
    return Text(entry["zh"].text(), entry["en"].text())


def read_purposes(written: PlacedValue) -> tuple[Purpose, ...]:
    return tuple(Purpose(item.word(PURPOSES)) for item in written.items())


def read_period(written: PlacedValue) -> Period:
    return period_of(written, written.section("from", "to"))


def period_of(written: PlacedValue, entries: dict[str, PlacedValue]) -> Period:
    since = entries["from"].day()
    until = entries["to"].day() if "to" in entries else None
    if until is not None and until < since:
        raise written.fail("ends before it begins")
    return Period(since, until)
