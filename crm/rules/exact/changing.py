"""On which days one enterprise's judgement can change if nothing but the calendar moves, and what happens then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crm.rules.law.days.calendar import (
    AwardInWindow,
    Bar,
    CalendarMoment,
    Dependence,
    HeldCertificate,
    HeldTitle,
    NicheYears,
    PropertyHeld,
    dependences,
)
from crm.rules.law.days.dates import anniversary
from crm.rules.law.dossier import Dossier
from crm.rules.law.rulebook import Purpose, Rulebook

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class CalendarChange:
    """What happens on a day: a moment, and of what (a tier, a kind of certificate, a number of years)."""

    day: date
    moment: CalendarMoment
    subject: str = ""


def changes(
    rulebook: Rulebook, dossier: Dossier, purpose: Purpose | str, *, after: date, until: date | None = None
) -> list[CalendarChange]:
    """Everything that lies ahead, up to the turn of the year or to a day; the rulebook stays the same one.

    The first day is the first on which the judgement could differ from that of the day `after`.
    """
    until = until or date(after.year + 1, 1, 1)
    turns = {
        CalendarChange(date(year + 1, 1, 1), CalendarMoment.NEW_YEAR, str(year))
        for year in range(after.year, until.year)
    }
    ahead = {change for one in dependences(rulebook, Purpose(purpose)) for change in HAPPENS[type(one)](one, dossier)}
    return sorted({change for change in ahead if after < change.day <= until} | turns)


def _niche(one: NicheYears, dossier: Dossier) -> Iterator[CalendarChange]:
    if dossier.niche_started_on is not None and one.years > 0:
        day = anniversary(dossier.niche_started_on, one.years)
        reached = date(day.year + 1, 1, 1) if one.at_year_end else day
        moment = CalendarMoment.YEARS_NEAR if one.days_later else CalendarMoment.YEARS_REACHED
        yield CalendarChange(reached - timedelta(days=one.days_later), moment, str(one.years))


def _title(one: HeldTitle, dossier: Dossier) -> Iterator[CalendarChange]:
    for title in dossier.recognitions or ():
        if title.tier == one.tier:
            yield CalendarChange(title.granted_on, CalendarMoment.TITLE_BEGAN, one.tier)
            yield CalendarChange(title.expires_on + _DAY, CalendarMoment.TITLE_ENDED, one.tier)
            if title.revoked_on is not None:
                yield CalendarChange(title.revoked_on, CalendarMoment.TITLE_REVOKED, one.tier)


def _bar(one: Bar, dossier: Dossier) -> Iterator[CalendarChange]:
    for title in dossier.recognitions or ():
        if title.revoked_on is not None:
            yield CalendarChange(title.revoked_on, CalendarMoment.TITLE_REVOKED, title.tier)
            yield CalendarChange(anniversary(title.revoked_on, one.years), CalendarMoment.BAR_ENDED, title.tier)


def _certificate(one: HeldCertificate, dossier: Dossier) -> Iterator[CalendarChange]:
    for held in dossier.certificates or ():
        if held.kind == one.kind:
            yield CalendarChange(held.valid_from, CalendarMoment.CERTIFICATE_BEGAN, one.kind)
            yield CalendarChange(held.valid_to + _DAY, CalendarMoment.CERTIFICATE_ENDED, one.kind)


def _award(_one: AwardInWindow, dossier: Dossier) -> Iterator[CalendarChange]:
    return (CalendarChange(award.awarded_on, CalendarMoment.AWARD_BEGAN) for award in dossier.science_awards or ())


def _property(one: PropertyHeld, dossier: Dossier) -> Iterator[CalendarChange]:
    for item in dossier.intellectual_property or ():
        if item.granted_on is not None:
            yield CalendarChange(item.granted_on, CalendarMoment.PROPERTY_GRANTED)
        if item.transferred_in_on is not None and one.years is not None:
            yield CalendarChange(anniversary(item.transferred_in_on, one.years), CalendarMoment.PROPERTY_COUNTED)


HAPPENS: dict[type[Any], Callable[[Any, Dossier], Iterator[CalendarChange]]] = {
    NicheYears: _niche,
    HeldTitle: _title,
    Bar: _bar,
    HeldCertificate: _certificate,
    AwardInWindow: _award,
    PropertyHeld: _property,
}

__all__ = ["HAPPENS", "CalendarChange", "Dependence", "changes"]
