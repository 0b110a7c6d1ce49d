"""What is due: found in the tables, whatever the clock did in between."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from crm.db import reading, transaction
from crm.jobs.registry import CatchUp
from crm.jobs.running import claims
from crm.jobs.running.due import asked_slot, due_slot
from crm.jobs.running.schedule import Timetable
from tests.conftest import NOW
from tests.jobs import bells


def due(times, now, job=None):
    with reading() as session:
        return due_slot(session, job or bells.job(), times, now=now)


def do(slot, now):
    with transaction() as session:
        held = claims.claim(session, "bells", slot, at=now)
        claims.finish(session, held, {}, at=now)
    return slot


def do_what_is_due(times, now, job=None):
    """Run what is due until nothing is, as the ticks of a minute would."""
    found = []
    while (slot := due(times, now, job)) is not None:
        found.append(do(slot, now))
    return found


def test_without_any_run_the_last_slot_is_due_and_no_past(context, four_in_the_morning):
    slot = due(four_in_the_morning, NOW)

    assert (slot.name, slot.covers) == ("2026-11-24", ("2026-11-24",))


def test_a_slot_is_due_at_its_minute_and_not_before(context, four_in_the_morning):
    do(due(four_in_the_morning, NOW), NOW)
    minute = datetime(2026, 11, 24, 20, 10, tzinfo=UTC)  # ten past four on the 25th in the district

    assert due(four_in_the_morning, minute - timedelta(seconds=1)) is None
    assert due(four_in_the_morning, minute).name == "2026-11-25"


@pytest.mark.parametrize("days", [1, 2, 7, 40])
def test_missed_nights_become_one_run_that_names_them(context, four_in_the_morning, days):
    do_what_is_due(four_in_the_morning, NOW)

    runs = do_what_is_due(four_in_the_morning, NOW + timedelta(days=days))

    assert [run.day for run in runs] == [date(2026, 11, 24) + timedelta(days=days)]
    assert len(runs[0].covers) == days
    assert runs[0].trigger == ("catch_up" if days > 1 else "schedule")


@pytest.mark.parametrize("days", [1, 2, 7, 40])
def test_a_job_that_catches_up_date_by_date_misses_none(context, four_in_the_morning, days):
    job = bells.job(catch_up=CatchUp.EACH)
    do_what_is_due(four_in_the_morning, NOW, job)

    runs = do_what_is_due(four_in_the_morning, NOW + timedelta(days=days), job)

    assert [run.day for run in runs] == [date(2026, 11, 25) + timedelta(days=number) for number in range(days)]


@pytest.mark.parametrize(
    "jump",
    [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-2), timedelta(days=3653), timedelta(days=37)],
    ids=str,
)
def test_a_clock_that_jumps_and_comes_back_runs_no_slot_twice(context, four_in_the_morning, jump):
    moments = [NOW, NOW + jump, NOW + timedelta(minutes=1), NOW + timedelta(days=1), NOW + timedelta(days=2)]

    runs = [run.name for moment in moments for run in do_what_is_due(four_in_the_morning, moment)]

    assert max(Counter(runs).values()) == 1
    assert {"2026-11-24", "2026-11-25", "2026-11-26"} <= set(runs)


@pytest.mark.parametrize(
    "start",
    [
        datetime(2027, 12, 30, 2, tzinfo=UTC),
        datetime(2028, 2, 27, 2, tzinfo=UTC),
        datetime(2027, 2, 26, 2, tzinfo=UTC),
    ],
    ids=["year end", "leap day", "no leap day"],
)
def test_every_date_around_a_hard_corner_has_its_run(context, four_in_the_morning, start):
    runs = [
        run.day
        for hours in range(0, 24 * 4 + 1, 3)
        for run in do_what_is_due(four_in_the_morning, start + timedelta(hours=hours))
    ]

    assert runs == [start.date() + timedelta(days=number) for number in range(5)]


def test_a_run_left_unfinished_comes_before_the_next(context, four_in_the_morning):
    with transaction() as session:
        claims.claim(session, "bells", due_slot(session, bells.job(), four_in_the_morning, now=NOW), at=NOW)

    next_day = do_what_is_due(four_in_the_morning, NOW + timedelta(days=1))

    assert [run.name for run in next_day] == ["2026-11-24", "2026-11-25"]


def test_a_person_may_ask_for_a_date_again_and_again(context, four_in_the_morning):
    day = date(2026, 11, 24)

    names = []
    for _ in range(3):
        with reading() as session:
            slot = asked_slot(session, bells.job(), four_in_the_morning, day, now=NOW)
        names.append(do(slot, NOW).name)

    assert names == ["2026-11-24", "2026-11-24/1", "2026-11-24/2"]
    assert due(four_in_the_morning, NOW) is None


def test_a_run_asked_for_before_its_time_leaves_the_night_its_slot(context, four_in_the_morning):
    early = datetime(2026, 11, 23, 18, tzinfo=UTC)  # two in the morning on the 24th in the district
    with reading() as session:
        slot = asked_slot(session, bells.job(), four_in_the_morning, date(2026, 11, 24), now=early)

    do(slot, early)

    assert slot.name == "2026-11-24/1"
    assert due(four_in_the_morning, early) is None
    assert due(four_in_the_morning, NOW).name == "2026-11-24"


def test_a_run_for_a_date_ahead_does_not_stop_the_nights(context, four_in_the_morning):
    do_what_is_due(four_in_the_morning, NOW)
    with reading() as session:
        ahead = asked_slot(session, bells.job(), four_in_the_morning, date(2027, 1, 1), now=NOW)
    do(ahead, NOW)

    runs = do_what_is_due(four_in_the_morning, NOW + timedelta(days=1))

    assert [run.name for run in runs] == ["2026-11-25"]


def test_a_job_of_the_day_runs_for_the_present_minute_only_and_only_when_wanted(context):
    every_minute = Timetable("* * * * *")
    wanted = bells.job(catch_up=CatchUp.NONE)

    runs = [do_what_is_due(every_minute, NOW + timedelta(minutes=minutes), wanted) for minutes in (0, 90)]

    assert [[run.name for run in some] for some in runs] == [["2026-11-24T10:00"], ["2026-11-24T11:30"]]


def test_the_host_may_think_it_is_anywhere(context, four_in_the_morning, monkeypatch):
    import time

    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    try:
        slot = due(four_in_the_morning, NOW)
    finally:
        monkeypatch.undo()
        time.tzset()

    assert slot.name == "2026-11-24"
