"""Duties of titles: opened, done, missed and set aside; compared as a state, so that missed nights lose nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.config.service_rules import service_rules
from crm.cultivation.duties import service
from crm.cultivation.duties.models import ChangeKind, DutyKind, TitleDuty
from crm.cultivation.models import Tier, TitleEventKind
from crm.cultivation.night.jobs import keep_duties
from crm.cultivation.titles import reviews
from crm.cultivation.titles import service as titles
from crm.enterprises import service as enterprises
from crm.enterprises.service import Identity
from crm.errors import CrmError
from crm.rules.law.days.dates import first_within_months, last_day_within
from crm.work import Turn
from tests.cast import make_person
from tests.conftest import NOW
from tests.cultivation.titles.test_titles import LADDER
from tests.makers import make_enterprise, make_title

DAY = timedelta(days=1)
NEW_YEAR, LAST_DAY = date(2026, 1, 1), date(2026, 5, 31)
GRANTED, END = date(2024, 3, 15), date(2027, 3, 14)


@pytest.fixture
def title(session):
    return make_title(session, make_enterprise(session, on=GRANTED), Tier.SRDI, GRANTED, END)


def night(session, on):
    session.flush()
    return keep_duties(session, Turn(on, NOW), LADDER)


def duties(session, kind=DutyKind.ANNUAL_UPDATE):
    rows = session.scalars(select(TitleDuty).where(TitleDuty.kind == kind).order_by(TitleDuty.due_on, TitleDuty.id))
    return [(row.period, row.due_on, row.done_on, row.missed_on) for row in rows]


def do_update(session, title, day, on=None):
    maria = make_person(session, "maria").id
    titles.note_event(session, title, TitleEventKind.ANNUAL_UPDATE, day, by=maria, on=on or day)


@pytest.mark.parametrize(
    ("granted", "recorded", "owed"),
    [
        (GRANTED, GRANTED, True),
        (date(2025, 12, 31), date(2025, 12, 31), True),
        (date(2026, 1, 1), date(2026, 1, 1), False),
        (GRANTED, LAST_DAY, True),
        (GRANTED, LAST_DAY + DAY, False),
    ],
)
def test_an_update_is_owed_for_titles_of_earlier_years_that_were_known_by_its_last_day(
    session, granted, recorded, owed
):
    title = make_title(session, make_enterprise(session, on=GRANTED), Tier.SRDI, granted, END)
    title.recorded_on = recorded

    night(session, LAST_DAY + DAY)

    assert bool(duties(session)) is owed


@pytest.mark.parametrize(
    ("on", "missed"), [(LAST_DAY, None), (LAST_DAY + DAY, LAST_DAY + DAY), (date(2026, 9, 1), LAST_DAY + DAY)]
)
def test_an_update_is_missed_from_the_day_after_also_when_nights_were_missed(session, title, on, missed):
    night(session, on)
    again = night(session, on)

    assert duties(session) == [("2026", LAST_DAY, None, missed)]
    assert again.counts["duties_opened"] == 0
    assert again.lines == []


def test_an_update_that_was_made_is_not_missed(session, title):
    night(session, NEW_YEAR)
    do_update(session, title, LAST_DAY)

    night(session, LAST_DAY + DAY)

    assert duties(session) == [("2026", LAST_DAY, LAST_DAY, None)]


@pytest.mark.parametrize(("done", "missed"), [(LAST_DAY, False), (LAST_DAY + DAY, True)])
def test_what_is_written_down_late_was_missed_only_if_it_was_done_late(session, title, done, missed):
    night(session, LAST_DAY + 9 * DAY)

    do_update(session, title, done, on=LAST_DAY + 9 * DAY)

    assert session.scalars(select(TitleDuty).where(TitleDuty.kind == "annual_update")).one().was_missed is missed


def test_an_update_of_last_year_is_none_of_this_year(session, title):
    do_update(session, title, date(2025, 12, 31))

    night(session, NEW_YEAR)

    assert duties(session) == [("2026", LAST_DAY, None, None)]


def rename(session, title, on, name="北京新名称科技有限公司"):
    enterprise = session.get_one(enterprises.Enterprise, title.enterprise_id)
    identity = Identity(name, street=enterprise.street, industry=enterprise.industry)
    maria = make_person(session, "maria").id
    enterprises.change_identity(session, enterprise, identity, by=maria, on=on)


@pytest.mark.parametrize(
    ("renamed", "due"),
    [
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 2, 3), date(2026, 5, 3)),
    ],
)
def test_a_new_name_in_the_record_has_to_be_reported_within_three_months(session, title, renamed, due):
    rename(session, title, renamed)

    night(session, renamed)

    assert [row[1:] for row in duties(session, DutyKind.MAJOR_CHANGE)] == [(due, None, None)]


def test_a_report_settles_every_change_before_it(session, title):
    maria = make_person(session, "maria").id
    rename(session, title, date(2026, 8, 3))
    night(session, date(2026, 8, 4))
    service.announce_change(
        session,
        title.enterprise_id,
        ChangeKind.MERGER,
        date(2026, 9, 1),
        ladder=LADDER,
        by=maria,
        on=date(2026, 9, 2),
    )

    titles.note_event(session, title, TitleEventKind.MAJOR_CHANGE, date(2026, 9, 3), by=maria, on=date(2026, 9, 3))

    assert {row[2] for row in duties(session, DutyKind.MAJOR_CHANGE)} == {date(2026, 9, 3)}


def test_a_misspelt_name_put_right_is_set_aside_and_not_missed(session, title):
    maria = make_person(session, "maria").id
    rename(session, title, date(2026, 8, 3))
    night(session, date(2026, 8, 4))
    duty = session.scalars(select(TitleDuty).where(TitleDuty.kind == DutyKind.MAJOR_CHANGE)).one()

    service.set_aside(session, duty, why="更正错字", by=maria, on=date(2026, 8, 5))
    night(session, date(2026, 12, 1))

    assert (duty.missed_on, duty.set_aside_why) == (None, "更正错字")


def announce(session, title, day):
    maria = make_person(session, "maria").id
    service.announce_change(
        session, title.enterprise_id, ChangeKind.MOVE, day, ladder=LADDER, by=maria, on=date(2026, 9, 2)
    )


@pytest.mark.parametrize(
    ("days", "refusal"),
    [
        ((GRANTED - DAY,), "change_without_title"),
        ((date(2026, 9, 3),), "title_day_ahead"),
        ((date(2026, 9, 1), date(2026, 9, 1)), "change_known"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(session, title, days, refusal):
    for day in days[:-1]:
        announce(session, title, day)

    with pytest.raises(CrmError, match=refusal):
        announce(session, title, days[-1])


def fulfil(session, title, kind, day):
    duty = session.scalars(select(TitleDuty).where(TitleDuty.kind == kind)).first()
    maria = make_person(session, "maria").id
    service.fulfil(session, title.enterprise_id, duty, day, why="平台回执", by=maria, on=date(2026, 9, 2))


@pytest.mark.parametrize(
    ("kind", "day", "refusal"),
    [
        (DutyKind.REVIEW, date(2026, 9, 1), "duty_is_a_review"),
        (DutyKind.ANNUAL_UPDATE, date(2025, 12, 31), "duty_done_before"),
        (DutyKind.ANNUAL_UPDATE, date(2026, 9, 3), "title_day_ahead"),
    ],
)
def test_a_duty_is_done_by_what_it_asks_for(session, title, kind, day, refusal):
    night(session, date(2026, 4, 1))

    with pytest.raises(CrmError, match=refusal):
        fulfil(session, title, kind, day)

    assert {row[2] for row in duties(session, kind)} == {None}


def test_a_duty_is_done_once(session, title):
    night(session, NEW_YEAR)
    fulfil(session, title, DutyKind.ANNUAL_UPDATE, date(2026, 5, 1))

    with pytest.raises(CrmError, match="duty_done"):
        fulfil(session, title, DutyKind.ANNUAL_UPDATE, date(2026, 5, 2))


@pytest.mark.parametrize(("on", "opened"), [(date(2026, 3, 13), False), (date(2026, 3, 14), True)])
def test_a_review_is_prepared_from_twelve_months_before_the_end(session, title, on, opened):
    night(session, on)

    assert bool(duties(session, DutyKind.REVIEW)) is opened


def test_a_review_is_missed_only_when_no_list_came_in_time(session, title):
    results = timedelta(days=service_rules().titles.review_result_days)

    night(session, date(2026, 4, 1))
    night(session, END + results)
    waited = duties(session, DutyKind.REVIEW)
    night(session, END + results + DAY)

    assert waited == [(END.isoformat(), END, None, None)]
    assert duties(session, DutyKind.REVIEW) == [(END.isoformat(), END, None, END + results + DAY)]


def test_a_late_list_settles_the_review_and_the_next_one_is_its_own(session, title):
    maria, passed = make_person(session, "maria").id, END + 60 * DAY
    night(session, date(2026, 4, 1))

    reviews.pass_review(session, title, passed, ladder=LADDER, by=maria, on=passed)
    night(session, date(2029, 3, 14))

    assert [(row[0], row[2]) for row in duties(session, DutyKind.REVIEW)] == [
        (END.isoformat(), passed),
        ("2030-03-14", None),
    ]


def test_a_review_whose_list_came_in_time_and_was_written_down_late_was_not_missed(session, title):
    results = timedelta(days=service_rules().titles.review_result_days)
    maria, passed, late = make_person(session, "maria").id, END + results, END + results + 9 * DAY
    night(session, date(2026, 4, 1))
    night(session, late)

    reviews.pass_review(session, title, passed, ladder=LADDER, by=maria, on=late)

    duty = session.scalars(select(TitleDuty).where(TitleDuty.period == END.isoformat())).one()
    assert (duty.done_on, duty.missed_on, duty.was_missed) == (passed, passed + DAY, False)
    missed = select(TitleDuty.id).where(TitleDuty.was_missed, TitleDuty.kind == DutyKind.REVIEW)
    assert session.scalars(missed).all() == []


def test_what_a_fallen_title_asked_for_is_asked_no_more(session, title):
    night(session, NEW_YEAR)
    titles.remove_title(session, title, why="误录", by=make_person(session, "maria").id, on=NEW_YEAR)

    night(session, LAST_DAY + DAY)

    assert duties(session) == [("2026", LAST_DAY, None, None)]


def test_duties_move_along_with_a_corrected_title(session, title):
    night(session, NEW_YEAR)
    right = titles.TitleGrant(Tier.SRDI, GRANTED, END, document="京经信发〔2024〕9号")

    new = titles.correct_title(
        session, title, right, ladder=LADDER, by=make_person(session, "maria").id, on=date(2026, 2, 1)
    )
    night(session, date(2026, 2, 2))

    assert session.scalars(select(TitleDuty.title_id)).all() == [new.id]


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2026, 1, 31), date(2026, 4, 30)), (date(2025, 11, 30), date(2026, 2, 28)), (GRANTED, date(2024, 6, 15))],
)
def test_a_time_of_months_ends_on_the_same_day_or_the_last_of_its_month(day, last):
    assert last_day_within(day, 3) == last


@pytest.mark.parametrize(
    ("last", "first"), [(date(2027, 3, 14), date(2026, 3, 14)), (date(2028, 2, 29), date(2027, 3, 1))]
)
def test_the_months_before_a_day_begin_on_the_same_day(last, first):
    assert first_within_months(last, 12) == first
