"""The ladder of titles, the deadlines of annual updates and the application windows; it judges nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crm.rules.law.catalogue import TIERS
from crm.rules.law.days.dates import CALENDAR_YEAR, term_end, years_longer
from crm.rules.law.nodes import Text
from crm.rules.law.quantities import Unit
from crm.rules.law.rulebook import Purpose
from crm.rules.reading.notices import YearNotice, read_notice
from crm.rules.reading.policy_words import PURPOSES, read_text
from crm.rules.reading.written import PlacedValue, read_file

SEED = "seed"


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: `lasts` years, None for ever; `next` is the title to work for from here.

    A title that lasts CALENDAR_YEAR ends with the year it was granted in.
    """

    id: str
    rank: int
    lasts: int | None
    next: str | None

    def expires_on(self, granted_on: date) -> date | None:
        """The last day of a title granted on a day, inclusive."""
        return None if self.lasts is None else term_end(granted_on, self.lasts)

    def renewed_until(self, expires_on: date) -> date:
        """The last day after a passed review: as many years more from the old end."""
        return years_longer(expires_on, self.lasts or 0)


@dataclass(frozen=True, slots=True)
class AnnualUpdate:
    """The last day of the annual update in the years from `since` to `until` (None: open)."""

    tiers: tuple[str, ...]
    clause: str
    since: int
    until: int | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Window:
    """When one year's applications are open, until when the district recommends, and until when the city reviews."""

    id: str
    tier: str
    purpose: Purpose
    year: int
    since: date
    until: date
    district_until: date | None
    review_until: date | None
    text: Text
    document: str | None = None

    def is_open(self, on: date) -> bool:
        """Whether applications are taken on a day."""
        return self.since <= on <= self.until

    def day_of(self, on: date) -> date:
        """The day of the window by whose rules an application made on `on` is judged: the nearest one within it."""
        return min(max(on, self.since), self.until)


@dataclass(frozen=True, slots=True)
class Ladder:
    """All tiers from the lowest up, with what the calendar asks of them."""

    tiers: tuple[Rung, ...]
    updates: tuple[AnnualUpdate, ...]
    windows: tuple[Window, ...]
    notices: tuple[YearNotice, ...]
    bar_years: int
    change_report_months: int

    def tier(self, name: str) -> Rung:
        return next(tier for tier in self.tiers if tier.id == name)

    def highest(self, held: Iterable[str]) -> Rung:
        """The highest of the titles held; without any, the seed."""
        held = set(held)
        return max((tier for tier in self.tiers if tier.id in held or tier.id == SEED), key=lambda tier: tier.rank)

    def next_target(self, held: Iterable[str]) -> str | None:
        """The title to work for next; None at the top."""
        return self.highest(held).next

    def open_year(self, tier: str, on: date) -> int:
        """The first year whose figures may still be to come: the last one until its update is due, then this one."""
        deadline = self.update_deadline(tier, on.year)
        return on.year - 1 if deadline is not None and on <= deadline else on.year

    def update_deadline(self, tier: str, year: int) -> date | None:
        """The last day of a year's annual update, None where no setting covers it."""
        for update in self.updates:
            last = update.until if update.until is not None else year
            if tier in update.tiers and update.since <= year <= last:
                return date(year, update.month, update.day)
        return None


def load_ladder(folder: Path) -> Ladder:
    tiers = read_file(folder / "tiers.yaml").section("tiers")["tiers"]
    deadlines = read_file(folder / "deadlines.yaml").section("annual_updates major_changes")
    yearly = read_file(folder / "windows.yaml").section("windows notices")
    return Ladder(
        _tiers(tiers),
        tuple(_update(one) for one in deadlines["annual_updates"].items()),
        _windows(yearly["windows"]),
        tuple(read_notice(one) for one in yearly["notices"].items()),
        _bar_years(read_file(folder / "gate.yaml")),
        _change_months(deadlines["major_changes"]),
    )


def _bar_years(gate: PlacedValue) -> int:
    """For how many years a revoked title bars its enterprise, as the gate of all rulebooks says."""
    for criterion in gate.section("document requires")["requires"].items():
        if "no_revocation_within" in criterion.mapping():
            return int(criterion.mapping()["no_revocation_within"].quantity(Unit.YEARS))
    raise gate.fail("must say for how long a revocation bars")


def _change_months(written: PlacedValue) -> int:
    """Within how many months a major change is reported."""
    entries = written.section("clause report_within_months")
    entries["clause"].text()
    return entries["report_within_months"].whole()


def _tiers(written: PlacedValue) -> tuple[Rung, ...]:
    tiers = tuple(_tier(one) for one in written.items())
    if {tier.id for tier in tiers} != TIERS | {SEED} or len(tiers) != len(TIERS) + 1:
        raise written.fail("must name every tier once")
    return tuple(sorted(tiers, key=lambda tier: tier.rank))


def _tier(written: PlacedValue) -> Rung:
    entries = written.section("id rank", "lasts next")
    return Rung(
        id=entries["id"].word(TIERS | {SEED}),
        rank=entries["rank"].whole(),
        lasts=_lasts(entries["lasts"]) if "lasts" in entries else None,
        next=entries["next"].word(TIERS) if "next" in entries else None,
    )


def _lasts(written: PlacedValue) -> int:
    return CALENDAR_YEAR if written.value == "calendar year" else int(written.quantity(Unit.YEARS))


def _update(written: PlacedValue) -> AnnualUpdate:
    entries = written.section("tiers clause from last_day", "to")
    last = entries["last_day"].section("month day")
    return AnnualUpdate(
        tiers=tuple(tier.word(TIERS) for tier in entries["tiers"].items()),
        clause=entries["clause"].text(),
        since=entries["from"].whole(),
        until=entries["to"].whole() if "to" in entries else None,
        month=last["month"].whole(),
        day=last["day"].whole(),
    )


def _windows(written: PlacedValue) -> tuple[Window, ...]:
    windows: dict[str, Window] = {}
    for one in written.items():
        window = read_window(one)
        if window.id in windows:
            raise one.mapping()["id"].fail(f"window {window.id} is written twice")
        windows[window.id] = window
    return tuple(windows.values())


def read_window(written: PlacedValue) -> Window:
    """One window; raises RulebookError where its days do not follow each other."""
    entries = written.section("id tier purpose year from to text", "district_to review_to document")
    window = Window(
        id=entries["id"].text(),
        tier=entries["tier"].word(TIERS),
        purpose=Purpose(entries["purpose"].word(PURPOSES)),
        year=entries["year"].whole(),
        since=entries["from"].day(),
        until=entries["to"].day(),
        district_until=entries["district_to"].day() if "district_to" in entries else None,
        review_until=entries["review_to"].day() if "review_to" in entries else None,
        text=read_text(entries["text"]),
        document=entries["document"].text() if "document" in entries else None,
    )
    if window.until < window.since:
        raise entries["to"].fail("the window ends before it begins")
    for name, day in (("district_to", window.district_until), ("review_to", window.review_until)):
        if day is not None and day < window.since:
            raise entries[name].fail(f"lies before {window.since}, on which the window begins")
    if window.district_until and window.review_until and window.review_until < window.district_until:
        raise entries["review_to"].fail(f"the city ends on {window.review_until}, before the district does")
    return window
