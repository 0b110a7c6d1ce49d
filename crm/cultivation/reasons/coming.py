"""What happens to a judgement if nothing but the calendar moves: the days ahead, and what is said from each on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from crm.cultivation.reasons.calendar_changes import Reason, reason_of
from crm.rules import Dossier, Library, NoRulebookInForce, Purpose, Rulebook, Sight, Verdict
from crm.rules.exact.changing import CalendarChange, changes
from crm.rules.exact.judging import judge_seen
from crm.rules.law.days.calendar import CalendarMoment
from crm.rules.reading.library import review_day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day ahead on which something happens, and the verdict from then on, with the facts of now.

    `begins` is another standard that answers from this day on; `verdict` is None where nothing answers any more:
    no standard is in force, or the title to be reviewed is over.
    """

    day: date
    reasons: tuple[Reason, ...]
    begins: Rulebook | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One enterprise held against one title, on whichever day."""

    dossier: Dossier
    library: Library
    target: str
    purpose: Purpose

    def rulebook(self, day: date) -> Rulebook | None:
        """What answers on a day."""
        try:
            return self.library.rulebook_of(self.target, self.purpose, self.dossier.recognitions or (), day)
        except NoRulebookInForce:
            return None

    def verdict(self, day: date) -> Verdict | None:
        """What is said on a day."""
        rulebook = self.rulebook(day)
        if rulebook is None:
            return None
        return judge_seen(rulebook, Sight(self.dossier, day, self.library.sizing), self.purpose).verdict


def find_coming_days(
    dossier: Dossier, library: Library, target: str, purpose: Purpose | str, *, after: date
) -> tuple[ComingDay, ...]:
    """The next day on which anything happens, and each later one that changes the verdict, up to the turn of the year.

    The last one is the day on which another standard begins or, also in the year after, the title to be reviewed ends.
    """
    asked = Inquiry(dossier, library, target, Purpose(purpose))
    verdict = asked.verdict(after)
    found: list[ComingDay] = []
    for one in _days(asked, after):
        if not found or one.verdict != verdict:
            found.append(one)
        verdict = one.verdict
    return tuple(found)


def _days(asked: Inquiry, after: date) -> Iterator[ComingDay]:
    rulebook = asked.rulebook(after)
    if rulebook is None:
        return
    last_day = _last_day_of_review(asked, after)
    ends_on = date.max if last_day is None else last_day + _DAY
    rules_end = asked.library.rules_change_on(asked.target, asked.purpose, after)
    for day, happening in groupby(_changes(asked, rulebook, after, ends_on, rules_end), lambda one: one[0]):
        reasons = tuple(reason_of(change) for _, change in happening if change is not None)
        then = asked.rulebook(day)
        begins = then if then is not None and then.id != rulebook.id else None
        if day >= ends_on:
            yield ComingDay(day, reasons, None, None)
            return
        if reasons or then is not rulebook:
            yield ComingDay(day, reasons, begins, asked.verdict(day))
        if then is not rulebook:
            return


def _changes(
    asked: Inquiry, rulebook: Rulebook, after: date, ends_on: date, rules_end: date | None
) -> list[tuple[date, CalendarChange | None]]:
    """Everything ahead by its day; without a change it is the day on which another standard may begin."""
    last = date(after.year + 1, 1, 1)
    found: list[tuple[date, CalendarChange | None]] = []
    if ends_on < date(after.year + 2, 1, 1):
        found.append((ends_on, CalendarChange(ends_on, CalendarMoment.TITLE_ENDED, asked.target)))
        last = max(last, ends_on)
    ahead = changes(rulebook, asked.dossier, asked.purpose, after=after, until=last)
    found += [(one.day, one) for one in ahead]
    if rules_end is not None and rules_end <= last:
        found.append((rules_end, None))
    return sorted(found, key=lambda one: one[0])


def _last_day_of_review(asked: Inquiry, after: date) -> date | None:
    """The last day of the title to be reviewed, where there is one."""
    if asked.purpose is not Purpose.REVIEW:
        return None
    titles = [one for one in asked.dossier.recognitions or () if one.tier == asked.target]
    held = [one for one in titles if one.valid_on(after)]
    return review_day(asked.target, held, after) if held else None
