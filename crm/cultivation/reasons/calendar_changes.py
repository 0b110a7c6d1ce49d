"""What the calendar did between two judgements: the day on which it happened, and what happened then."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from crm.cultivation.reasons.outcomes import Case, StoredJudgement
from crm.rules import Dossier
from crm.rules.exact.changing import CalendarChange, changes
from crm.rules.law.days.calendar import CalendarMoment
from crm.rules.law.days.dates import anniversary

Reason = dict[str, Any]
IsUndone = Callable[[StoredJudgement], bool]
_DAY = timedelta(days=1)


def calendar_reason(now: Case, since: date, is_undone: IsUndone) -> Reason:
    """What happened on the last day before which the change had not come about; several things where none alone did."""
    ahead = changes(now.rulebook, now.dossier, now.purpose, after=since, until=now.as_of)
    happened = _from_the_day(ahead, now, is_undone)
    for change in happened:
        if is_undone(_without([change], now)):
            return _reason(change, now)
    if not is_undone(_without(happened, now)):
        return {"code": "time"}
    for change in list(happened):
        rest = [one for one in happened if one is not change]
        if is_undone(_without(rest, now)):
            happened = rest
    return {"code": "together", "of": [_reason(change, now) for change in happened]}


def _from_the_day(ahead: list[CalendarChange], now: Case, is_undone: IsUndone) -> list[CalendarChange]:
    """Everything since the change came about; the turn of the year last, because it moves all facts of a year."""
    for day in sorted({change.day for change in ahead}, reverse=True):
        if is_undone(now.on(day - _DAY).outcome()):
            since = [change for change in ahead if change.day >= day]
            return sorted(since, key=lambda change: (change.moment is CalendarMoment.NEW_YEAR, change))
    return []


def _without(changes: list[CalendarChange], now: Case) -> StoredJudgement:
    """The judgement as if these had not happened."""
    dossier, day = now.dossier, now.as_of
    for change in changes:
        if change.moment is CalendarMoment.NEW_YEAR:
            day = min(day, change.day - _DAY)
        else:
            dossier = UNDONE[change.moment](dossier, change, now.as_of)
    return now.on(day).outcome(dossier)


def _reason(change: CalendarChange, now: Case) -> Reason:
    since = {"since": now.facts["niche_started_on"]} if change.moment in _OF_YEARS else {}
    return {**reason_of(change), **since}


def reason_of(change: CalendarChange) -> Reason:
    """What the calendar does on a day, as a reason that can be put into words."""
    subject = SUBJECTS.get(change.moment)
    return {"code": change.moment.value, **(subject(change.subject) if subject else {})}


def _tier(subject: str) -> Reason:
    return {"list": "recognitions", "tier": subject}


def _kind(subject: str) -> Reason:
    return {"list": "certificates", "kind": subject}


_OF_YEARS = (CalendarMoment.YEARS_REACHED, CalendarMoment.YEARS_NEAR)
SUBJECTS: Mapping[CalendarMoment, Callable[[str], Reason]] = {
    CalendarMoment.NEW_YEAR: lambda subject: {"year": int(subject)},
    **dict.fromkeys(_OF_YEARS, lambda subject: {"years": int(subject)}),
    CalendarMoment.TITLE_BEGAN: _tier,
    CalendarMoment.TITLE_ENDED: _tier,
    CalendarMoment.TITLE_REVOKED: _tier,
    CalendarMoment.BAR_ENDED: _tier,
    CalendarMoment.CERTIFICATE_BEGAN: _kind,
    CalendarMoment.CERTIFICATE_ENDED: _kind,
}


def _niche_later(dossier: Dossier, _change: CalendarChange, _on: date) -> Dossier:
    start = dossier.niche_started_on
    return replace(dossier, niche_started_on=None if start is None else anniversary(start, 1))


def _titles_later(dossier: Dossier, change: CalendarChange, _on: date) -> Dossier:
    titles = (one for one in dossier.recognitions or () if one.granted_on != change.day)
    return replace(dossier, recognitions=tuple(titles))


def _titles_longer(dossier: Dossier, change: CalendarChange, on: date) -> Dossier:
    titles = dossier.recognitions or ()
    longer = (replace(one, expires_on=on) if one.expires_on + _DAY == change.day else one for one in titles)
    return replace(dossier, recognitions=tuple(longer))


def _titles_kept(dossier: Dossier, change: CalendarChange, _on: date) -> Dossier:
    titles = dossier.recognitions or ()
    kept = (replace(one, revoked_on=None) if one.revoked_on == change.day else one for one in titles)
    return replace(dossier, recognitions=tuple(kept))


def _bar_lasting(dossier: Dossier, change: CalendarChange, on: date) -> Dossier:
    """A revocation whose bar ended on the day, as if it had come only now."""
    titles = (
        replace(one, revoked_on=on) if _came_of_age(one.revoked_on, change.day) else one
        for one in dossier.recognitions or ()
    )
    return replace(dossier, recognitions=tuple(titles))


def _certificates_later(dossier: Dossier, change: CalendarChange, _on: date) -> Dossier:
    held = (one for one in dossier.certificates or () if one.valid_from != change.day)
    return replace(dossier, certificates=tuple(held))


def _certificates_longer(dossier: Dossier, change: CalendarChange, on: date) -> Dossier:
    held = dossier.certificates or ()
    longer = (replace(one, valid_to=on) if one.valid_to + _DAY == change.day else one for one in held)
    return replace(dossier, certificates=tuple(longer))


def _awards_later(dossier: Dossier, change: CalendarChange, _on: date) -> Dossier:
    awards = (one for one in dossier.science_awards or () if one.awarded_on != change.day)
    return replace(dossier, science_awards=tuple(awards))


def _property_later(dossier: Dossier, change: CalendarChange, _on: date) -> Dossier:
    items = (one for one in dossier.intellectual_property or () if one.granted_on != change.day)
    return replace(dossier, intellectual_property=tuple(items))


def _property_just_moved(dossier: Dossier, change: CalendarChange, on: date) -> Dossier:
    """An item that came of age on the day, as if it had been transferred in only now."""
    items = (
        replace(one, transferred_in_on=on) if _came_of_age(one.transferred_in_on, change.day) else one
        for one in dossier.intellectual_property or ()
    )
    return replace(dossier, intellectual_property=tuple(items))


def _came_of_age(since: date | None, day: date) -> bool:
    return since is not None and since < day and anniversary(since, day.year - since.year) == day


UNDONE: Mapping[CalendarMoment, Callable[[Dossier, CalendarChange, date], Dossier]] = {
    CalendarMoment.YEARS_REACHED: _niche_later,
    CalendarMoment.YEARS_NEAR: _niche_later,
    CalendarMoment.TITLE_BEGAN: _titles_later,
    CalendarMoment.TITLE_ENDED: _titles_longer,
    CalendarMoment.TITLE_REVOKED: _titles_kept,
    CalendarMoment.BAR_ENDED: _bar_lasting,
    CalendarMoment.CERTIFICATE_BEGAN: _certificates_later,
    CalendarMoment.CERTIFICATE_ENDED: _certificates_longer,
    CalendarMoment.AWARD_BEGAN: _awards_later,
    CalendarMoment.PROPERTY_GRANTED: _property_later,
    CalendarMoment.PROPERTY_COUNTED: _property_just_moved,
}
