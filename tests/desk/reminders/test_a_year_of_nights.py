"""A year of a small pool in which nights are missed, for a day or for weeks: whatever came up is told, and told once.

What should be told is worked out here from plain lists of days, without the desk's own conditions. Notices are pruned
meanwhile, as they are in earnest, so that nothing rests on their keys.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from crm import clock
from crm.config.service_rules import service_rules
from crm.config.working_days import is_working_day
from crm.cultivation.flags.acts import see
from crm.cultivation.models import Flag
from crm.cultivation.night.notices import tell_stewards
from crm.demands.reminders.jobs import tell_of_clocks
from crm.desk.handover.service import Passing, make_sheets
from crm.desk.reminders.matters import read_matters
from crm.interactions.models import Channel, ContactPurpose
from crm.interactions.service import Encounter, log
from crm.jobs.registry import standards
from crm.notifications.models import Notice
from crm.work import Turn
from tests.access.things import raise_flag
from tests.cast import make_person
from tests.demands.making import make_demand
from tests.makers import make_enterprise, make_title, writing

FIRST, DAYS = date(2026, 12, 1), 365
DAY = timedelta(days=1)
RULES = service_rules()
STEPS, SILENT = RULES.reminders.title_months, RULES.reminders.silent_days
UNSEEN = RULES.reminders.flag_unseen_days
FIRST_NEAR, UPDATE_NEAR = RULES.reminders.first_contact_days * DAY, RULES.night.deadline_days * DAY


@dataclass
class Year:
    """The plain lists: last days of titles, days of contact, flags with their life, last days of demands and of first
    contacts.
    """

    choice: random.Random
    titles: dict[int, date] = field(default_factory=dict)
    lasts: dict[int, date] = field(default_factory=dict)
    contacts: dict[int, list[date]] = field(default_factory=dict)
    flags: dict[int, list[date | None]] = field(default_factory=dict)
    demands: dict[int, date] = field(default_factory=dict)
    firsts: dict[int, date] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    expected: set[str] = field(default_factory=set)

    def nights(self) -> list[date]:
        """Four nights of ten, and none for three stretches of one to three weeks."""
        days = {FIRST + number * DAY for number in range(DAYS) if self.choice.random() < 0.4}
        for _ in range(3):
            start = FIRST + self.choice.randrange(DAYS) * DAY
            days -= {start + number * DAY for number in range(self.choice.randrange(7, 22))}
        return sorted(days)

    def expect(self, on: date) -> None:
        """What stands on a day by the lists alone."""
        for number, last in self.titles.items():
            reached = [months for months in STEPS if later(on, months) >= last]
            if reached and on <= last:
                self.expected.add(f"title:{number}:{last}:{min(reached)}")
        self.expect_of_holders(on)
        for number, days in self.contacts.items():
            if number in self.firsts and not days[1:] and on >= self.firsts[number] - FIRST_NEAR:
                self.expected.add(f"first:{number}:{self.firsts[number]}")
            tier = "srdi" if on <= self.lasts.get(number, date.min) else "seed"
            if on - days[-1] >= SILENT[tier] * DAY:
                self.expected.add(f"silent:{number}:{days[-1]}")
        for number, (opened, seen) in self.flags.items():
            self.expected.add(f"flag:{number}")
            if seen is None and on - opened >= UNSEEN * DAY:
                self.expected.add(f"unseen:{number}")
        for number, last in self.demands.items():
            step = "over" if last < on else "due" if last == on else "near" if working_days(on, last) <= 1 else None
            if step:
                self.expected.add(f"demand:{number}:1:{step}:{last}")

    def expect_of_holders(self, on: date) -> None:
        """The annual update, from so many days before its last day up to it."""
        last = standards().library.ladder.update_deadline("srdi", on.year)
        if last is not None and last - UPDATE_NEAR <= on <= last:
            holders = [number for number, ends in self.lasts.items() if on <= ends]
            self.expected |= {f"update:{number}:srdi:{last}" for number in holders}


def later(day: date, months: int) -> date:
    """So many months later; what a month has not is the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + month // 11, (month + 1) % 12 + 1, 1)


def working_days(on: date, last: date) -> int:
    return sum(is_working_day(on + number * DAY) for number in range(1, (last - on).days + 1))


def begin(session, year: Year) -> None:
    for number in range(4):
        hold(session, year, f"北京岁末{number}有限公司", FIRST, FIRST + year.choice.randrange(20, 700) * DAY)
    for number in range(3):
        seed = make_enterprise(session, f"北京种子{number}有限公司", steward="stefan", on=FIRST)
        year.contacts[seed.id] = [FIRST]
    session.flush()
    take_over(session, year)


def take_over(session, year: Year) -> None:
    """Stefan takes two of the seeds over from Lina, by a sheet with a day for the first contact."""
    stefan, lina = make_person(session, "stefan").id, make_person(session, "lina").id
    for number in list(year.contacts)[-2:]:
        [sheet] = make_sheets(session, Passing({number: lina}, stefan, "离岗"), by=lina, on=FIRST, at=moment(FIRST))
        year.firsts[number] = sheet.first_contact_by


def hold(session, year: Year, name: str, on: date, last: date):
    """An enterprise with a title until a day, in Stefan's care from a day."""
    enterprise = make_enterprise(session, name, steward="stefan", on=on)
    title = make_title(session, enterprise, "srdi", FIRST - timedelta(days=380), last)
    year.titles[title.id] = year.lasts[enterprise.id] = last
    year.contacts[enterprise.id] = [on]
    return enterprise


def live(session, year: Year, on: date) -> None:
    """Sometimes somebody calls, a flag is raised or seen, a demand comes in."""
    stefan = make_person(session, "stefan").id
    at = moment(on)
    if year.choice.random() < 0.05:
        number = year.choice.choice(list(year.contacts))
        log(session, number, Encounter(Channel.CALL, ContactPurpose.POLICY, on, "问近况"), by=stefan, on=on, at=at)
        year.contacts[number].append(on)
    bare = [one for one in year.contacts if one not in {flag.enterprise_id for flag in session.scalars(select(Flag))}]
    if bare and year.choice.random() < 0.15:
        raise_flag(session, bare[0])
        flag = session.scalars(select(Flag).where(Flag.enterprise_id == bare[0])).one()
        flag.opened_on = on
        year.flags[flag.id] = [on, None]
    unseen = [number for number, (_, seen) in year.flags.items() if seen is None]
    if unseen and year.choice.random() < 0.2:
        flag = session.get_one(Flag, unseen[0])
        see(session, flag.enterprise_id, flag.id, by=stefan, on=on)
        year.flags[flag.id][1] = on
    if len(year.demands) < 4 and year.choice.random() < 0.2:
        enterprise = hold(session, year, f"北京诉求{len(year.demands)}有限公司", on, date(2028, 5, 31))
        demand = make_demand(session, "in_hand", enterprise)
        demand.finish_by = on + year.choice.randrange(2, 40) * DAY
        year.demands[demand.id] = demand.finish_by
    session.flush()


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, tzinfo=UTC)


def night(session, year: Year, on: date) -> None:
    turn = Turn(on, moment(on))
    more = read_matters(session, RULES, on)
    tell_stewards(session, standards().library.ladder, RULES, turn, more)
    tell_of_clocks(session, turn, RULES.demands)
    year.told.update(session.scalars(select(Notice.dedupe_key)))
    session.execute(delete(Notice))


@pytest.mark.parametrize("seed", ["水", *(pytest.param(seed, marks=pytest.mark.faults) for seed in "木火土金")])
def test_whatever_came_up_is_told_and_told_once(app, cast, monkeypatch, seed):
    year = Year(random.Random(seed))
    nights = set(year.nights())
    monkeypatch.setattr(clock, "source", lambda: moment(FIRST))
    with writing(app) as session:
        begin(session, year)

    for number in range(DAYS):
        on = FIRST + number * DAY
        happens = year.choice.random() < 0.2
        if on not in nights and not happens:
            continue
        monkeypatch.setattr(clock, "source", lambda on=on: moment(on))
        with writing(app) as session:
            if happens:
                live(session, year, on)
            if on in nights:
                year.expect(on)
                night(session, year, on)

    kinds = ("title:", "silent:", "flag:", "unseen:", "demand:", "first:", "update:")
    told = {key: times for key, times in year.told.items() if key.startswith(kinds)}
    assert set(told.values()) == {1}
    episodes = {episode_of(key) for key in told}
    assert {one for one in episodes if not is_act(one)} == year.expected
    assert {kind for kind in kinds if any(one.startswith(kind) for one in year.expected)} == set(kinds)


def episode_of(key: str) -> str:
    """The key of a notice without the person who was told."""
    return key.rpartition(":")[0]


def is_act(episode: str) -> bool:
    """Something somebody did to a demand."""
    return episode.startswith("demand:") and not {"near", "due", "over"} & set(episode.split(":"))
