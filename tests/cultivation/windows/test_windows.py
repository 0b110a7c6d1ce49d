"""A window is entered by one manager and approved by another; when it opens its list is made, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.config.policies import library
from crm.cultivation.applications.service import ApplicationWish, open_application
from crm.cultivation.gap import gaps_of
from crm.cultivation.models import Tier
from crm.cultivation.windows.conditions import next_window
from crm.cultivation.windows.models import WindowCandidate
from crm.cultivation.windows.opening import open_windows
from crm.cultivation.windows.queries import ladder_now, library_now
from crm.cultivation.windows.service import approve_window, enter_window, withdraw_window
from crm.cultivation.windows.texts import WindowEntry, read_window_text, write_window
from crm.errors import CrmError
from crm.jobs.registry import NIGHT
from crm.notifications.models import Notice
from crm.rules import Purpose
from crm.work import Turn
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.cultivation.nights import evaluate
from tests.cultivation.srdi import make_candidate, wan

DAY = timedelta(days=1)
ENTRY = WindowEntry(
    id="srdi-2026-winter",
    tier="srdi",
    purpose="new",
    year=2026,
    since=TODAY,
    until=date(2026, 12, 18),
    title="2026 年专精特新冬季申报：“冬”",
    document="京经信发〔2026〕60号",
    district_until=date(2026, 12, 25),
    review_until=date(2027, 1, 15),
    conditions=("不由已有的“小巨人”企业控制", "近一年: 无欠薪 # 记录"),
)


def enter(session, entry=ENTRY, *, who="maria"):
    by = make_person(session, who).id
    return enter_window(session, entry, ladder=library().ladder, by=by, at=NOW)


def approve(session, kept, *, who="max"):
    approve_window(session, kept, ladder=library().ladder, by=second(session, who).id, at=NOW)


def second(session, name="max"):
    from crm.people import service
    from crm.people.models import Role
    from crm.people.queries import find

    known = find(session, name)
    if known is not None:
        return known
    user = service.add_user(session, name, name.capitalize(), by=None, on=TODAY)
    service.grant(session, user, Role.MANAGER, by=None, on=TODAY)
    return user


def test_what_is_entered_is_read_back_by_the_strict_reader_word_for_word():
    window, notice = read_window_text(write_window(ENTRY))

    assert (window.id, window.since, window.until) == (ENTRY.id, ENTRY.since, ENTRY.until)
    assert (window.district_until, window.review_until) == (ENTRY.district_until, ENTRY.review_until)
    assert (window.text.zh, window.document) == (ENTRY.title, ENTRY.document)
    assert [condition.text.zh for condition in notice.conditions] == list(ENTRY.conditions)
    assert all(condition.node is None for condition in notice.conditions)
    assert read_window_text(write_window(replace(ENTRY, conditions=())))[1] is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"until": TODAY - DAY}, "ends before it begins"),
        ({"district_until": TODAY - DAY}, "on which the window begins"),
        ({"review_until": TODAY - DAY, "district_until": None}, "on which the window begins"),
        ({"review_until": ENTRY.until}, "before the district does"),
        ({"tier": "giant"}, "unknown word"),
        ({"title": " "}, "must be a text"),
    ],
)
def test_a_window_whose_days_do_not_follow_each_other_is_refused_with_the_line(session, changes, why):
    with pytest.raises(CrmError, match="window_unreadable") as refusal:
        enter(session, replace(ENTRY, **changes))

    assert why in refusal.value.values["why"]
    assert refusal.value.values["where"].startswith("窗口:")


def test_a_window_may_be_one_day_long(session):
    kept = enter(session, replace(ENTRY, until=TODAY, district_until=TODAY, review_until=TODAY))

    assert read_window_text(kept.text)[0].is_open(TODAY)


def test_it_counts_once_somebody_else_has_approved_it(session):
    kept = enter(session)
    assert ladder_now(session, library().ladder) == library().ladder

    with pytest.raises(CrmError, match="window_approved_alone"):
        approve(session, kept, who="maria")
    approve(session, kept)
    with pytest.raises(CrmError, match="window_ended"):
        withdraw_window(session, kept, by=make_person(session, "maria").id, at=NOW)

    ladder = ladder_now(session, library().ladder)
    assert next_window(ladder, "srdi", "new", TODAY).id == ENTRY.id
    assert len(ladder.notices) == len(library().ladder.notices) + 1


def test_its_conditions_stand_beside_the_verdict_and_change_none(session):
    enterprise = make_candidate(session)
    approve(session, enter(session))

    [gap] = gaps_of(session, enterprise.id, library_now(session, library()), as_of=TODAY, targets=("srdi",))

    assert (gap.verdict, gap.window.id) == ("eligible", ENTRY.id)
    assert [condition.text for condition in gap.conditions] == list(ENTRY.conditions)


@pytest.mark.parametrize("conditions", [(), ("近一年无欠薪",)])
@pytest.mark.parametrize("year", [2026, 2027])
def test_an_approved_window_asks_for_what_its_own_notice_says_and_for_nothing_else(session, conditions, year):
    giant = {"id": "giant-winter", "tier": "little_giant", "document": "工信厅〔2026〕200号", "year": year}
    enterprise = make_candidate(session)
    approve(session, enter(session, replace(ENTRY, conditions=conditions, **giant)))
    library_then = library_now(session, library())

    [gap] = gaps_of(session, enterprise.id, library_then, as_of=TODAY, targets=("little_giant",))
    [after] = gaps_of(session, enterprise.id, library_then, as_of=ENTRY.until + DAY, targets=("little_giant",))

    assert [condition.text for condition in gap.conditions] == list(conditions)
    assert {condition.document for condition in after.conditions} == {"〔2026〕117号"}


def test_one_withdrawn_never_counts_and_the_same_is_not_entered_twice(session):
    kept = enter(session)
    withdraw_window(session, kept, by=make_person(session, "maria").id, at=NOW)

    assert ladder_now(session, library().ladder) == library().ladder
    with pytest.raises(CrmError, match="window_ended"):
        approve(session, kept)
    with pytest.raises(CrmError, match="window_known"):
        enter(session)


def test_two_windows_of_one_id_or_of_one_title_on_one_day_are_refused(session):
    approve(session, enter(session))

    with pytest.raises(CrmError, match="window_id_taken"):
        enter(
            session,
            replace(ENTRY, since=date(2027, 3, 1), until=date(2027, 3, 31), district_until=None, review_until=None),
        )
    touching = replace(ENTRY, id="srdi-more", since=ENTRY.until, until=ENTRY.until + DAY)
    with pytest.raises(CrmError, match="window_overlaps"):
        enter(session, touching)
    enter(session, replace(touching, since=ENTRY.until + DAY, until=ENTRY.until + DAY))
    with pytest.raises(CrmError, match="window_id_taken"):
        enter(session, replace(ENTRY, id="little-giant-2026"))


def test_of_two_that_wait_the_second_to_be_approved_is_looked_at_again(session):
    first, other = enter(session), enter(session, replace(ENTRY, id="srdi-other"))
    approve(session, first)

    with pytest.raises(CrmError, match="window_overlaps"):
        approve(session, other)


def test_when_it_opens_the_list_is_made_and_every_steward_is_invited_once(session):
    ready = make_candidate(session)
    near = make_candidate(session, "北京临近科技有限公司", rd_expense=wan(80))
    make_candidate(session, "北京丽娜科技有限公司", steward="lina")
    evaluate(session)
    approve(session, enter(session))

    def night(on):
        return open_windows(session, Turn(on, NOW), ladder_now(session, library().ladder))

    assert night(TODAY - DAY).counts["windows_opened"] == 0
    assert night(TODAY + DAY).counts["candidates_listed"] == 3  # a night was missed, nothing is lost
    assert night(TODAY + 2 * DAY).counts["windows_opened"] == 0

    listed = {row.enterprise_id: row.kind.value for row in session.scalars(select(WindowCandidate))}
    assert (listed[ready.id], listed[near.id]) == ("eligible", "near")
    told = {
        notice.user_id: (notice.values.get("eligible"), notice.values.get("near"))
        for notice in session.scalars(select(Notice).where(Notice.kind == "window_opened"))
    }
    assert told == {make_person(session, "stefan").id: (1, 1), make_person(session, "lina").id: (1, None)}


def test_the_night_takes_down_who_missed_a_window_that_was_entered(session):
    approve(session, enter(session))
    application = open_application(
        session,
        make_candidate(session).id,
        ApplicationWish(Tier.SRDI, Purpose.NEW, ENTRY.id),
        ladder=ladder_now(session, library().ladder),
        by=make_person(session, "stefan").id,
        on=TODAY,
        at=NOW,
    )
    [step] = [step for step in NIGHT.steps if step.name == "applications"]

    step.work(session, Turn(ENTRY.until, NOW))
    assert application.state == "prepared"
    step.work(session, Turn(ENTRY.until + DAY, NOW))

    assert application.state == "missed"


def test_a_window_that_is_over_makes_no_list(session):
    make_candidate(session)
    evaluate(session)
    approve(session, enter(session))

    report = open_windows(session, Turn(ENTRY.until + DAY, NOW), ladder_now(session, library().ladder))

    assert report.counts["windows_opened"] == 0
