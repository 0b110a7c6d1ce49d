"""Where changes are looked for: the facts as they would be seen on a day, and the days worth looking at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from crm.rules.exact.sight import Sight
from crm.rules.law.dates import anniversary
from crm.rules.law.dossier import Dossier, YearFigures
from crm.rules.law.rulebook import Purpose
from crm.rules.reading.library import Library
from crm.rules.reading.sizing import Sizing

NAMES = tuple(one.name for one in fields(YearFigures))[1:]

BAR_YEARS = 10
"""Anniversaries of a revocation that may end a bar; how long a bar lasts is the rulebook's to say."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Facts, day and table. Years before `movable_from` are over, or too nearly over, and stay as they are."""

    dossier: Dossier
    day: date
    today: date
    sizing: Sizing
    movable_from: int
    assumed_years: tuple[int, ...] = ()
    figures: Mapping[tuple[str, int], int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "figures", figures_of(self.dossier))

    @property
    def year(self) -> int:
        return self.day.year - 1

    def sight(self, dossier: Dossier) -> Sight:
        return Sight(dossier, self.day, self.sizing)


def ground_on(day: date, library: Library, target: str, dossier: Dossier, today: date) -> Ground:
    """The facts as they would be seen on a day, with years that may still be to come like the year before."""
    assumed = []
    for year in range(library.ladder.open_year(target, today), day.year):
        repeated = dossier.with_year_repeated(year)
        if _differs(repeated, dossier):
            assumed.append(year)
        dossier = repeated
    return Ground(dossier, day, today, library.sizing, today.year, tuple(assumed))


def patient(ground: Ground) -> Ground:
    """The same ground, on which the year in progress is left as it is."""
    return replace(ground, movable_from=ground.today.year + 1)


def figures_of(dossier: Dossier) -> dict[tuple[str, int], int]:
    """The known figures by field and year."""
    return {
        (name, one.year): value
        for one in dossier.figures
        for name in NAMES
        if (value := getattr(one, name)) is not None
    }


def _differs(one: Dossier, other: Dossier) -> bool:
    return set(one.figures) != set(other.figures) or set(one.platform_scores) != set(other.platform_scores)


def days_to_look(
    library: Library, target: str, purpose: Purpose, dossier: Dossier, today: date, last: date
) -> list[date]:
    """Today, and every day up to the last on which the calendar alone may make something better."""
    days = {today, *_new_years(today, last), *_days_of_lists(dossier)}
    for book in library.rulebooks.values():
        period = book.in_force.get(purpose)
        if book.target == target and period is not None and period.since is not None:
            days.add(period.since)
    if dossier.niche_started_on is not None:
        days.update(
            anniversary(dossier.niche_started_on, year - dossier.niche_started_on.year)
            for year in _years(today, last)
        )
    return sorted(day for day in days if today <= day <= last)


def _new_years(today: date, last: date) -> Iterator[date]:
    return (date(year, 1, 1) for year in _years(today, last))


def _years(today: date, last: date) -> range:
    return range(today.year, last.year + 1)


def _days_of_lists(dossier: Dossier) -> Iterator[date]:
    """Days on which an item of a list begins to count, or a revocation ceases to."""
    for item in dossier.intellectual_property or ():
        if item.granted_on is not None:
            yield item.granted_on
        if item.transferred_in_on is not None:
            yield anniversary(item.transferred_in_on, 1)
    for title in dossier.recognitions or ():
        yield title.granted_on
        if title.revoked_on is not None:
            yield from (anniversary(title.revoked_on, years) for years in range(1, BAR_YEARS))
    yield from (one.valid_from for one in dossier.certificates or ())
    yield from (one.awarded_on for one in dossier.science_awards or ())
