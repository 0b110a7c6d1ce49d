"""The night judges what can have changed, and what it writes is what judging everybody every night would write."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from crm.cultivation.flags import acts as flag_acts
from crm.cultivation.models import Evaluation, Flag, JudgedNight, JudgingDay, JudgingMark, Title
from crm.cultivation.night import due, jobs
from crm.db import reading, transaction
from crm.enterprises.facts.columns import IdSpan
from crm.jobs.registry import standards
from crm.work import Turn
from tests import makers
from tests.cast import make_person
from tests.conftest import empty_the_database
from tests.cultivation.night import years
from tests.cultivation.night.years import DAY
from tests.cultivation.nights import EVERYBODY
from tests.cultivation.srdi import make_candidate, say
from tests.makers import TODAY, make_enterprise, make_figures
from tests.postgres import ROOT

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
DERIVED = ("id", "evaluation_id")


def judge_due(on: date) -> list[str]:
    """The judging step of one night, part by part as a job runs it; returns the parts."""
    report: dict[str, object] = {}
    with transaction() as session:
        parts = list(jobs.pool_parts(session, Turn(on, AT), standards()))
    done = jobs.Report()
    for part in parts:
        with transaction() as session:
            report["evaluate-pool"] = done.as_stored()
            done.merge(jobs.evaluate_pool(session, Turn(on, AT, part, None, report), standards()))
    return parts


def judge_everybody(on: date) -> None:
    with transaction() as session:
        jobs.evaluation.evaluate(session, EVERYBODY, standards(), on=on, at=AT)


def written() -> dict[str, list[str]]:
    """Judgements and flags as plain values, each flag with what it stands for."""
    with reading() as session:
        found = {}
        judgements = {one.id: (one.enterprise_id, one.as_of) for one in session.scalars(select(Evaluation))}
        for model in (Evaluation, Flag):
            columns = [column.key for column in model.__table__.columns if column.key not in DERIVED]
            found[model.__tablename__] = sorted(
                repr([getattr(row, key) for key in columns] + [judgements.get(getattr(row, "evaluation_id", 0))])
                for row in session.scalars(select(model))
            )
        return found


def a_year(seed: str, days: int, judge) -> dict[str, list[str]]:
    with transaction() as session:
        years.make_pool(session)
    choice = random.Random(seed)
    kept = set(years.nights(random.Random(f"{seed} nights"), days))
    for number in range(days):
        on = years.FIRST + number * DAY
        with transaction() as session:
            years.live(session, choice, on)
        if on in kept:
            judge(on)
    return written()


def both_ways(app, monkeypatch, seed: str, days: int) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What a year writes when the night judges what can have changed, and when it judges everybody."""
    # The weekly check would hide what the days in between miss.
    monkeypatch.setattr(due, "CHECK_DAYS", 10_000)
    monkeypatch.setattr(makers, "_numbers", count(1))
    in_part = a_year(seed, days, judge_due)
    empty_the_database(app)
    monkeypatch.setattr(makers, "_numbers", count(1))
    return in_part, a_year(seed, days, judge_everybody)


def test_some_weeks_about_the_turn_of_the_year_are_the_same_row_for_row(app, context, monkeypatch):
    monkeypatch.setattr(years, "FIRST", date(2026, 12, 14))

    in_part, whole = both_ways(app, monkeypatch, "winter", 30)

    assert in_part == whole
    assert all(whole.values())


@pytest.mark.faults
@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_a_year_with_late_figures_corrections_and_missed_nights_is_the_same_row_for_row(
    app, context, monkeypatch, seed
):
    in_part, whole = both_ways(app, monkeypatch, seed, 400)

    for name, rows in whole.items():
        assert [one for one in in_part[name] if one not in rows] == [one for one in rows if one not in in_part[name]]
    assert in_part == whole


@pytest.fixture
def judged(context):
    """A pool that was judged as a whole on the day."""
    with transaction() as session:
        ids = [make_candidate(session, f"北京{name}有限公司").id for name in "甲乙丙"]
    judge_due(TODAY)
    return ids


def judged_again(on: date) -> tuple[list[str], list[int]]:
    with reading() as session:
        ids = due.ids_to_judge(session, on)
    return judge_due(on), ids


def test_the_first_night_judges_everybody_and_takes_the_marks(judged):
    with reading() as session:
        night = session.scalars(select(JudgedNight)).one()
        assert (night.judged_on, night.why, night.evaluated, night.differences) == (TODAY, "first", 3, 0)
        assert session.scalars(select(JudgingMark)).all() == []
        assert {one.due_on for one in session.scalars(select(JudgingDay))} == {date(2027, 1, 1)}


def test_a_night_in_which_nothing_happened_judges_nobody(judged):
    assert judged_again(TODAY + DAY) == (["due:end"], [])


def test_only_who_was_touched_is_judged(judged):
    with transaction() as session:
        enterprise = session.get_one(jobs.Enterprise, judged[1])
        make_figures(session, enterprise, 2025, rd_expense=1)

    parts, ids = judged_again(TODAY + DAY)

    assert ids == [judged[1]]
    assert parts == [f"due:{judged[1]}-{judged[1]}", "due:end"]
    with reading() as session:
        assert session.scalars(select(JudgingMark)).all() == []


def test_what_is_no_fact_marks_nobody(judged):
    with transaction() as session:
        flag = session.get_one(Flag, 1)
        flag_acts.see(session, flag.enterprise_id, flag.id, by=make_person(session, "stefan").id, on=TODAY)

    assert judged_again(TODAY + DAY)[1] == []


def test_who_is_due_by_the_calendar_is_judged_on_the_day_also_when_the_night_was_missed(judged):
    with transaction() as session:
        one = make_enterprise(session, tier="innovative")
        say(session, one, niche_started_on="2025-01-09", on=TODAY)
        session.add(
            Title(
                enterprise_id=one.id,
                tier="srdi",
                granted_on=date(2024, 1, 1),
                expires_on=TODAY + 3 * DAY,
                recorded_on=TODAY,
            )
        )
    judge_due(TODAY + DAY)

    assert judged_again(TODAY + 2 * DAY)[1] == []
    assert judged_again(TODAY + 6 * DAY)[1] == [one.id]


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (TODAY + 6 * DAY, None),
        (TODAY + 7 * DAY, "check"),
        (date(2027, 1, 1), "new_year"),
        (TODAY - DAY, "earlier_day"),
    ],
)
def test_everybody_is_judged_weekly_in_a_new_year_and_when_the_day_lies_back(judged, on, why):
    with reading() as session:
        assert due.why_everybody(session, standards(), on) == why


def test_other_rules_judge_everybody(judged):
    other = jobs.Standards(standards().library, standards().texts, standards().review_months + 1)

    with reading() as session:
        assert due.why_everybody(session, other, TODAY + DAY) == "rules"


def test_the_same_rules_have_the_same_digest_in_every_process():
    """Otherwise every night would judge everybody, for other rules."""
    program = (
        "from crm.config import policies; from crm.config.settings import ROOT; path = ROOT / 'config' / 'policies';"
        "from crm.cultivation.night.verdicts import Standards;"
        "print(Standards(policies.library_at(path), policies._texts_at(path), 6).rules_digest)"
    )

    digests = {
        subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_the_weekly_check_finds_no_difference(judged):
    with transaction() as session:
        make_figures(session, session.get_one(jobs.Enterprise, judged[0]), 2025, rd_expense=1)
    judge_due(TODAY + 7 * DAY)

    with reading() as session:
        assert session.get_one(JudgedNight, TODAY + 7 * DAY).differences == 0


def test_the_weekly_check_counts_and_mends_what_was_written_past_everybody(judged):
    with transaction() as session:
        session.connection().exec_driver_sql(
            f"UPDATE yearly_figures SET rd_expense = 1 WHERE enterprise_id = {judged[0]}"
        )
    judge_due(TODAY + DAY)
    judge_due(TODAY + 7 * DAY)

    with reading() as session:
        night = session.get_one(JudgedNight, TODAY + 7 * DAY)
        assert (night.why, night.evaluated, night.differences) == ("check", 3, 1)
        found = session.scalars(select(Evaluation.verdict).where(Evaluation.superseded_on.is_(None))).all()
        assert sorted(found) == ["eligible", "eligible", "far"]


def test_a_mark_that_comes_while_the_night_reads_is_kept_for_the_next(judged):
    with transaction() as session:
        session.add_all([JudgingMark(enterprise_id=judged[0]), JudgingMark(enterprise_id=judged[1])])
    with transaction() as session:
        due.take_marks(session, due.seen_marks(session, jobs.IdList((judged[0],))))

    with reading() as session:
        assert session.scalars(select(JudgingMark.enterprise_id)).all() == [judged[1]]


def test_each_judgement_says_on_which_day_it_can_change(judged):
    with reading() as session:
        days = session.scalars(select(Evaluation.changes_on)).all()
        assert set(days) == {date(2027, 1, 1)}


def test_a_day_that_passed_is_followed_by_the_next_one(context):
    with transaction() as session:
        one = make_candidate(session)
        one_id = one.id
        session.add(
            Title(
                enterprise_id=one_id,
                tier="tech_sme",
                granted_on=date(2026, 1, 1),
                expires_on=TODAY + 2 * DAY,
                recorded_on=TODAY,
            )
        )
    judge_due(TODAY)
    judge_due(TODAY + timedelta(days=3))

    with reading() as session:
        assert session.scalars(select(Evaluation.changes_on)).one() == date(2027, 1, 1)
        assert session.get_one(JudgingDay, one_id).due_on == date(2027, 1, 1)


def test_an_enterprise_that_was_taken_back_within_the_transaction_leaves_no_mark(context):
    with transaction() as session:
        taken_back = session.begin_nested()
        make_enterprise(session)
        taken_back.rollback()
        kept = make_enterprise(session).id

    with reading() as session:
        assert set(session.scalars(select(JudgingMark.enterprise_id))) == {kept}


def test_nights_in_a_row_check_every_span(monkeypatch):
    spans = [IdSpan(first, first + 9) for first in range(1, 51, 10)]
    monkeypatch.setattr(jobs, "spans", lambda _session: spans)

    nights = [jobs.checked_parts(None, Turn(TODAY + timedelta(days=number), AT)) for number in range(3)]

    assert sorted(part for parts in nights for part in parts) == sorted(map(str, spans))
    assert max(map(len, nights)) == 2
