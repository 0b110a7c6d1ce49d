"""Where changes are looked for: the facts as they would be seen on a day, and the days worth looking at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from crm.rules.exact.changing import changes
from crm.rules.exact.sight import Sight
from crm.rules.law.days.calendar import CalendarMoment
from crm.rules.law.dossier import Dossier, YearFigures
from crm.rules.law.rulebook import Purpose
from crm.rules.reading.library import Library
from crm.rules.reading.sizing import Sizing

NAMES = tuple(one.name for one in fields(YearFigures))[1:]

BETTERS = frozenset(CalendarMoment) - {
    CalendarMoment.YEARS_NEAR,
    CalendarMoment.TITLE_ENDED,
    CalendarMoment.TITLE_REVOKED,
    CalendarMoment.CERTIFICATE_ENDED,
}
"""What may happen by itself that brings a criterion from unmet to met."""


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
    days = {today}
    for book in library.rulebooks.values():
        period = book.in_force.get(purpose)
        if book.target != target or period is None:
            continue
        ahead = changes(book, dossier, purpose, after=today, until=last)
        days.update(change.day for change in ahead if change.moment in BETTERS)
        days.update({period.since} if period.since is not None and today <= period.since <= last else ())
    return sorted(days)
