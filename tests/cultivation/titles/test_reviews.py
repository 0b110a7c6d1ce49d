"""Reviews as they happen: decided on a day, often after the old end; failed ones; and what a revocation bars."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.config.service_rules import service_rules
from crm.cultivation.models import Tier, Title
from crm.cultivation.night.jobs import expire_titles
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles import reviews
from crm.cultivation.titles import service as titles
from crm.cultivation.titles.bars import RevocationCause, find_bar
from crm.cultivation.titles.ending import awaits_review_result
from crm.cultivation.titles.titles_page import Lives
from crm.errors import CrmError
from crm.work import Turn
from tests.cast import make_person
from tests.conftest import NOW
from tests.cultivation.nights import evaluate, flags
from tests.cultivation.srdi import make_candidate
from tests.cultivation.titles.test_titles import LADDER, grant, kinds
from tests.makers import TODAY, make_enterprise, make_title

DAY = timedelta(days=1)
END = date(2027, 3, 14)
RESULT = timedelta(days=service_rules().titles.review_result_days)
LATER = END + RESULT + 30 * DAY


def review(session, title, act, day, on=LATER):
    by = make_person(session, "maria").id
    if act == "pass":
        reviews.pass_review(session, title, day, ladder=LADDER, by=by, on=on)
    else:
        reviews.fail_review(session, title, day, by=by, on=on)


def awaited(session, on):
    days = service_rules().titles.review_result_days
    in_sql = set(session.scalars(select(Title.id).where(awaits_review_result(on, days, LADDER.bar_years))))
    one_by_one = set()
    for enterprise_id in set(session.scalars(select(Title.enterprise_id))):
        held = title_queries.titles(session, enterprise_id)
        lives = Lives(held, title_queries.events(session, enterprise_id))
        one_by_one |= {title.id for title in held if lives.is_awaiting(title, on)}
    assert in_sql == one_by_one
    return in_sql


@pytest.mark.parametrize("act", ["pass", "fail"])
@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2026, 3, 13), "review_too_early"),
        (date(2026, 3, 14), None),
        (END, None),
        (END + DAY, None),
        (END + RESULT, None),
        (END + RESULT + DAY, "review_too_late"),
        (LATER + DAY, "title_day_ahead"),
    ],
)
def test_a_review_is_decided_when_it_can_be(session, act, day, refusal):
    title = grant(session, make_enterprise(session))

    if refusal:
        with pytest.raises(CrmError, match=refusal):
            review(session, title, act, day)
    else:
        review(session, title, act, day)

    renewed = act == "pass" and refusal is None
    assert title.expires_on == (date(2030, 3, 14) if renewed else END)


@pytest.mark.parametrize(
    ("on", "waits"), [(END, False), (END + DAY, True), (END + RESULT, True), (END + RESULT + DAY, False)]
)
def test_between_the_old_end_and_the_list_a_title_is_neither_valid_nor_lost(session, on, waits):
    title = grant(session, make_enterprise(session))

    assert (bool(awaited(session, on)), title_queries.is_valid(title, on)) == (waits, on == END)


def test_a_late_list_carries_on_without_a_gap(session):
    title = grant(session, make_enterprise(session))

    review(session, title, "pass", END + 60 * DAY)

    assert awaited(session, END + 60 * DAY) == set()
    assert all(title_queries.is_valid(title, END + days * DAY) for days in range(60))


@pytest.mark.parametrize("decided", ["failed", "revoked", "renewed", "tech_sme", "higher", "barred"])
def test_nothing_is_waited_for_where_something_is_decided(session, decided):
    enterprise = make_enterprise(session)
    title = grant(session, enterprise, Tier.TECH_SME if decided == "tech_sme" else Tier.SRDI)
    if decided == "failed":
        review(session, title, "fail", END - DAY)
    elif decided == "revoked":
        by = make_person(session, "maria").id
        titles.revoke_title(session, title, END - DAY, RevocationCause.OTHER, why="—", by=by, on=LATER)
    elif decided == "barred":
        lost = make_title(session, enterprise, Tier.INNOVATIVE, date(2024, 6, 1), date(2027, 5, 31))
        by = make_person(session, "maria").id
        titles.revoke_title(session, lost, TODAY, RevocationCause.OTHER, why="—", by=by, on=TODAY)
    elif decided == "renewed":
        make_title(session, enterprise, Tier.SRDI, END + DAY, END + 900 * DAY)
    elif decided == "higher":
        make_title(session, enterprise, Tier.LITTLE_GIANT, END - DAY, END + 900 * DAY)

    assert awaited(session, title.expires_on + DAY) == set()


def test_the_night_writes_down_the_waiting_first_and_the_end_when_nothing_came(session):
    enterprise = make_enterprise(session)
    grant(session, enterprise)

    for on in (END + DAY, END + DAY, END + 9 * DAY, END + RESULT + DAY, LATER):
        expire_titles(session, Turn(on, NOW), LADDER, service_rules())

    assert sorted(kinds(session, enterprise)) == ["expired", "granted", "review_awaited"]


def test_after_a_failed_review_the_flag_ends_with_its_reason_and_nobody_asks_again(session):
    enterprise = make_candidate(session)
    title = make_title(session, enterprise, Tier.SRDI, date(2024, 3, 15), END)
    evaluate(session)
    asked = [(flag.target, flag.purpose) for flag in flags(session)]

    review(session, title, "fail", TODAY, on=TODAY)
    evaluate(session, TODAY + DAY)

    assert ("srdi", "review") in asked
    assert [one for one in flags(session) if one.purpose == "review"] == []
    closed = next(one for one in flags(session, closed=True) if one.purpose == "review")
    assert closed.closed_why["because"] == [{"code": "review_failed", "tier": "srdi"}]


def test_a_failed_review_is_not_passed_afterwards(session):
    title = grant(session, make_enterprise(session))
    review(session, title, "fail", END)

    with pytest.raises(CrmError, match="review_decided"):
        review(session, title, "pass", END + DAY)


def test_a_title_of_the_calendar_year_has_no_review(session):
    title = grant(session, make_enterprise(session), Tier.TECH_SME, granted_on=date(2026, 3, 15))

    with pytest.raises(CrmError, match="review_of_unreviewed"):
        review(session, title, "pass", date(2026, 11, 1))


@pytest.mark.parametrize(
    ("granted_on", "refused"),
    [(date(2024, 5, 31), False), (date(2024, 6, 1), True), (date(2027, 5, 31), True), (date(2027, 6, 1), False)],
)
def test_a_revocation_bars_every_tier_up_to_its_third_anniversary(session, granted_on, refused):
    enterprise, maria = make_enterprise(session), make_person(session, "maria")
    lost = make_title(session, enterprise, Tier.SRDI, date(2023, 6, 1), date(2026, 5, 31))
    titles.revoke_title(
        session, lost, date(2024, 6, 1), RevocationCause.TAX_EVASION, why="偷税", by=maria.id, on=LATER
    )
    announced = titles.TitleGrant(Tier.INNOVATIVE, granted_on)

    if refused:
        with pytest.raises(CrmError, match="title_barred"):
            titles.grant_title(session, enterprise.id, announced, ladder=LADDER, by=maria.id, on=LATER)
    else:
        titles.grant_title(session, enterprise.id, announced, ladder=LADDER, by=maria.id, on=LATER)


def test_a_bar_stops_the_review_of_another_title_and_goes_with_a_title_recorded_by_mistake(session):
    enterprise, maria = make_enterprise(session), make_person(session, "maria")
    lost = make_title(session, enterprise, Tier.INNOVATIVE, date(2024, 6, 1), date(2027, 5, 31))
    kept = make_title(session, enterprise, Tier.SRDI, date(2024, 3, 15), END)
    titles.revoke_title(session, lost, date(2026, 6, 1), RevocationCause.FALSIFIED, why="造假", by=maria.id, on=TODAY)
    with pytest.raises(CrmError, match="title_barred"):
        review(session, kept, "pass", TODAY, on=TODAY)

    titles.remove_title(session, lost, why="登错企业", by=maria.id, on=TODAY)

    assert find_bar(title_queries.titles(session, enterprise.id), TODAY, LADDER) is None
    review(session, kept, "pass", TODAY, on=TODAY)
