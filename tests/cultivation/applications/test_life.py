"""The life of an application: every pair of state and act, and what the table alone cannot say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.cultivation.applications.acts import ApplicationSaying
from crm.cultivation.applications.life import APPLICATION_LIFE, ApplicationAct
from crm.cultivation.applications.models import ApplicationEvent
from crm.cultivation.flags.models import FlagEvent
from crm.cultivation.models import Flag, Tier, Title
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles.queries import open_entry
from crm.errors import CrmError
from crm.notifications.models import Notice
from crm.rules import Purpose
from crm.steps import find_step
from tests.cast import make_person
from tests.conftest import TODAY
from tests.cultivation.applications.making import (
    ENDED,
    SAYINGS,
    WAYS,
    WHO,
    act_on,
    begin,
    lacking,
    make_application,
    submit,
)
from tests.cultivation.nights import evaluate
from tests.cultivation.srdi import make_candidate
from tests.makers import make_enterprise, make_title

DAY = timedelta(days=1)
ACTORS = {"stefan": "carer", "maria": "manager"}


@pytest.mark.parametrize("state", WAYS)
def test_the_service_takes_exactly_the_steps_of_the_table(session, state):
    application = make_application(session, state)
    if state == "submitted":
        act_on(session, application, "check_site")
    if state == "publicity":
        act_on(session, application, "object")
        act_on(session, application, "object")
        act_on(session, application, "settle")

    refused = {act: refusal_of(session, application, act) for act in ApplicationAct}

    offered = {step.act for step in APPLICATION_LIFE if step.before == state}
    expected = {act: None if act in offered else "application_moved_on" for act in ApplicationAct}
    if state == "publicity":
        expected[ApplicationAct.GRANT] = "application_objections_open"
    assert refused == expected


def refusal_of(session, application, act):
    """Why the act cannot be done now, by whoever may; None if it can. Whatever was done is undone again."""
    state, actor = application.state, "night" if act == "miss" else ACTORS[WHO.get(act, "stefan")]
    step = find_step(APPLICATION_LIFE, act, state, {actor})
    trial = session.begin_nested()
    try:
        act_on(session, application, act)
    except CrmError as refusal:
        return refusal.code
    else:
        return None if application.state == step.after else application.state
    finally:
        trial.rollback()
        session.refresh(application)


@pytest.mark.parametrize("act", sorted(SAYINGS))
def test_a_step_without_what_it_needs_is_refused_by_name(session, act):
    step = next(one for one in APPLICATION_LIFE if one.act == act)
    application = make_application(session, step.before)
    if act == "settle":
        act_on(session, application, "object")
    before = application.state

    for need in step.needs:
        with pytest.raises(CrmError, match=f"application_needs_{need}"):
            act_on(session, application, act, replace(SAYINGS[act], **{need: None}))

    assert application.state == before


def test_a_grant_makes_the_title_in_the_same_act(session):
    application = make_application(session, "granted")

    [title, _innovative] = title_queries.titles(session, application.enterprise_id)
    assert (title.id, title.tier, title.granted_on) == (application.title_id, Tier.SRDI, TODAY)
    assert (title.document, application.closed_on) == ("京经信发〔2026〕40号", TODAY)
    assert session.scalars(select(ApplicationEvent.act).order_by(ApplicationEvent.number)).all() == [
        "open",
        "submit",
        "check_site",
        "recommend",
        "grant",
    ]


def test_a_grant_for_an_enterprise_that_left_the_pool_brings_it_back(session):
    application = make_application(session, "recommended")
    open_entry(session, application.enterprise_id).left_on = TODAY
    session.flush()

    act_on(session, application, "grant")

    assert open_entry(session, application.enterprise_id).reason == "京经信发〔2026〕40号"


def test_a_grant_before_the_application_or_in_publicity_is_refused(session):
    application = make_application(session, "publicity")
    early, within = (ApplicationSaying(document="文件", day=day) for day in (TODAY - DAY, TODAY))

    with pytest.raises(CrmError, match="grant_before_application"):
        act_on(session, application, "grant", early)
    with pytest.raises(CrmError, match="grant_within_publicity"):
        act_on(session, application, "grant", within)
    with pytest.raises(CrmError, match="application_day_ahead"):
        act_on(session, application, "grant", ApplicationSaying(document="文件", day=TODAY + DAY))

    assert (application.state, application.title_id) == ("publicity", None)


def test_an_open_objection_stops_the_grant_until_it_is_settled(session):
    application = make_application(session, "publicity")
    tomorrow = ApplicationSaying(document="文件", day=TODAY + DAY)
    act_on(session, application, "object")

    with pytest.raises(CrmError, match="application_objections_open"):
        act_on(session, application, "grant", tomorrow, on=TODAY + DAY)
    act_on(session, application, "settle")
    act_on(session, application, "grant", tomorrow, on=TODAY + DAY)

    assert application.state == "granted"


def test_publicity_ends_no_earlier_than_it_begins(session):
    application = make_application(session, "recommended")

    for first, last, code in (
        (TODAY, TODAY - DAY, "application_publicity_ends_early"),
        (TODAY - DAY, TODAY, "application_publicity_before"),
    ):
        with pytest.raises(CrmError, match=code):
            act_on(session, application, "announce", ApplicationSaying(document="公示", day=first, until=last))


def test_whoever_submitted_does_not_recommend(session):
    application = begin(session)
    submit(session, application, who="maria")
    act_on(session, application, "check_site")

    with pytest.raises(CrmError, match="application_recommended_alone"):
        act_on(session, application, "recommend")


def test_a_recommendation_rests_on_a_site_check_after_the_submission(session):
    application = make_application(session, "submitted")

    with pytest.raises(CrmError, match="application_needs_site_check"):
        act_on(session, application, "recommend")
    with pytest.raises(CrmError, match="application_checked_before"):
        act_on(session, application, "check_site", ApplicationSaying(day=TODAY - DAY, text="去过"))
    act_on(session, application, "check_site")
    act_on(session, application, "send_back")
    submit(session, application)

    with pytest.raises(CrmError, match="application_needs_site_check"):
        act_on(session, application, "recommend")


def test_a_flag_acted_on_becomes_an_application(session):
    enterprise = make_candidate(session)
    evaluate(session)
    flag = session.scalars(select(Flag)).one()

    application = begin(session, enterprise, flag_id=flag.id)

    assert application.flag_id == flag.id
    event = session.scalars(select(FlagEvent)).one()
    assert (event.act, event.why) == ("acted", f"准备申报 {application.number}")
    other = make_candidate(session, "北京旁的科技有限公司")
    with pytest.raises(CrmError, match="not_found"):
        begin(session, other, flag_id=flag.id)


def test_one_application_for_a_title_is_open_at_a_time(session):
    enterprise = make_candidate(session)
    first = begin(session, enterprise)

    with pytest.raises(CrmError, match="application_open_already") as refusal:
        begin(session, enterprise)
    act_on(session, first, "withdraw")
    second = begin(session, enterprise)

    assert refusal.value.values["number"] == first.number == "SB2026-000001"
    assert second.number == "SB2026-000002"


def test_a_tier_already_held_is_not_applied_for(session):
    enterprise = make_candidate(session, tier="srdi")

    with pytest.raises(CrmError, match="application_tier_held"):
        begin(session, enterprise)
    with pytest.raises(CrmError, match="application_tier_held"):
        begin(session, enterprise, target=Tier.INNOVATIVE, window_id=None)


def test_a_tier_won_meanwhile_stops_the_submission(session):
    enterprise = make_candidate(session)
    application = begin(session, enterprise)
    make_title(session, enterprise, "srdi", granted_on=date(2026, 11, 20), expires_on=date(2029, 11, 19))

    with pytest.raises(CrmError, match="application_tier_held"):
        submit(session, application)


@pytest.mark.parametrize(("revoked_on", "is_barred"), [(date(2023, 11, 25), True), (date(2023, 11, 24), False)])
def test_a_revocation_bars_applications_for_three_years(session, revoked_on, is_barred):
    enterprise = make_candidate(session)
    long_ago = {"granted_on": date(2022, 6, 1), "expires_on": date(2025, 5, 31)}
    make_title(session, enterprise, "srdi", revoked_on=revoked_on, **long_ago)

    if is_barred:
        with pytest.raises(CrmError, match="title_barred"):
            begin(session, enterprise)
    else:
        assert begin(session, enterprise).state == "prepared"


def test_a_revocation_after_the_window_bars_who_is_late(session):
    enterprise = make_candidate(session)
    application = begin(session, enterprise)
    own = session.scalars(select(Title).where(Title.enterprise_id == enterprise.id)).one()
    own.revoked_on = ENDED
    session.flush()

    with pytest.raises(CrmError, match="title_barred"):
        submit(session, application, on=ENDED, outside_why="市局同意顺延")


def test_a_review_is_applied_for_from_a_year_before_the_end_and_carries_the_title_on(session):
    enterprise = make_candidate(session)
    title = make_title(session, enterprise, "srdi", date(2024, 3, 1), date(2027, 2, 28))
    review = {"purpose": Purpose.REVIEW, "window_id": None}
    early = date(2026, 2, 27)

    with pytest.raises(CrmError, match="application_review_early"):
        begin(session, enterprise, on=early, **review)
    application = begin(session, enterprise, **review)
    submit(session, application, outside_why="市里尚未发通知", below_why="复核", named=lacking(session, application))
    act_on(session, application, "check_site")
    act_on(session, application, "recommend")
    act_on(session, application, "grant")

    assert (application.title_id, title.expires_on) == (title.id, date(2030, 2, 28))


def test_without_a_title_there_is_nothing_to_review(session):
    with pytest.raises(CrmError, match="application_nothing_to_review"):
        begin(session, make_candidate(session), purpose=Purpose.REVIEW, window_id=None)


def test_an_enterprise_that_nobody_looks_after_does_not_apply(session):
    enterprise = make_enterprise(session, in_pool=False)

    with pytest.raises(CrmError, match="application_enterprise_left"):
        begin(session, enterprise, target=Tier.INNOVATIVE, window_id=None)


def test_managers_are_told_of_a_submission_and_the_steward_of_what_was_decided(session):
    make_person(session, "maria")
    application = make_application(session, "submitted")

    def standing():
        rows = select(Notice.kind, Notice.user_id).where(Notice.withdrawn_at.is_(None))
        return [tuple(row) for row in session.execute(rows)]

    assert standing() == [("application_decide", make_person(session, "maria").id)]
    act_on(session, application, "send_back")
    assert standing() == [("application_turned", make_person(session, "stefan").id)]
