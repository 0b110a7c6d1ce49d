"""Raising a demand: number, clock, routing, and what is refused."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from crm.config.service_rules import ServiceRules, service_rules
from crm.demands.models import Demand, DemandSource
from crm.demands.service import propose, raise_demand
from crm.errors import CrmError
from crm.people.models import Department
from crm.stewards.service import end_care
from tests.attachments.files import JPEG
from tests.cast import make_department, make_person
from tests.conftest import NOW, TODAY
from tests.demands.making import act_on, make_demand, raising
from tests.makers import make_enterprise, writing


def send(session, enterprise, *, client_key=None, who="stefan", on=TODAY, **changes):
    by = make_person(session, who).id
    return raise_demand(
        session, enterprise.id, raising(session, **changes), by=by, on=on, at=NOW, client_key=client_key
    )


def test_numbers_count_within_the_year(session):
    here = make_enterprise(session, steward="stefan")
    numbers = [
        send(session, here, on=on, is_another=True).number
        for on in (TODAY, TODAY, date(2027, 1, 4), date(2027, 1, 4))
    ]

    assert numbers == ["SQ2026-000001", "SQ2026-000002", "SQ2027-000001", "SQ2027-000002"]


@pytest.mark.parametrize(
    ("on", "level", "accept", "finish"),
    [
        (date(2026, 11, 24), "at_once", date(2026, 11, 24), date(2026, 11, 25)),
        (date(2026, 11, 27), "short", date(2026, 11, 30), date(2026, 12, 2)),  # over a weekend
        (
            date(2026, 9, 30),
            "short",
            date(2026, 10, 8),
            date(2026, 10, 10),
        ),  # over the national holiday, with a make-up day
    ],
)
def test_the_clock_counts_working_days(session, on, level, accept, finish):
    demand = make_demand(session, on=on, level=level)

    assert (demand.answer_by, demand.finish_by) == (accept, finish)


def test_a_pause_moves_the_last_day_by_the_working_days_it_took(session):
    demand = make_demand(session, "in_hand")
    before = demand.finish_by
    act_on(session, demand, "pause")

    act_on(session, demand, "resume", on=date(2026, 11, 30))  # Tuesday to Monday: four working days

    assert (before, demand.finish_by) == (date(2026, 11, 27), date(2026, 12, 3))


def test_sending_twice_is_sending_once_and_other_words_are_refused(session):
    here = make_enterprise(session, steward="stefan")
    first = send(session, here, client_key="a" * 16)

    assert send(session, here, client_key="a" * 16) is first
    with pytest.raises(CrmError, match="demand_already_sent"):
        send(session, here, client_key="a" * 16, text="另一件")
    assert session.scalar(select(func.count(Demand.id))) == 1


def test_a_similar_open_demand_is_pointed_out_before_a_second_one(session):
    here = make_enterprise(session, steward="stefan")
    first = send(session, here)

    with pytest.raises(CrmError) as refused:
        send(session, here, title="再贷")
    assert refused.value.values["number"] == first.number
    assert send(session, here, title="招人", category="talent").number
    assert send(session, here, title="再贷", is_another=True).number


def test_one_number_of_a_source_is_one_demand(session):
    hotline = {"source": DemandSource.HOTLINE, "source_number": "GD2026110001"}
    first = make_demand(session, **hotline)

    with pytest.raises(CrmError) as refused:
        make_demand(session, **hotline)
    assert (refused.value.code, refused.value.values["number"]) == ("demand_source_known", first.number)


def test_nothing_is_raised_for_an_enterprise_that_left(session):
    here = make_enterprise(session, steward="stefan")
    end_care(session, here.id, why="迁出", by=make_person(session, "maria").id, on=TODAY)

    with pytest.raises(CrmError, match="demand_enterprise_left"):
        send(session, here)


def test_nothing_goes_to_a_department_that_has_ended(session):
    here = make_enterprise(session, steward="stefan")
    session.get_one(Department, make_department(session, "jrb", "区金融办")).ended_on = TODAY

    with pytest.raises(CrmError, match="demand_department_ended"):
        send(session, here)


def test_an_ended_department_is_proposed_still_so_that_raising_says_so(session):
    lead = make_department(session, "jrb", "区金融办")
    session.get_one(Department, lead).ended_on = TODAY

    assert propose(session, "finance").department_id == lead


def test_an_ended_joint_department_is_left_out(session):
    lead, joint = (make_department(session, code, code) for code in ("jxj", "czj"))
    assert propose(session, "award").joint_ids == {joint}

    session.get_one(Department, joint).ended_on = TODAY

    assert (propose(session, "award").department_id, propose(session, "award").joint_ids) == (lead, frozenset())


def test_every_category_names_departments_and_a_level_that_exist():
    rules = service_rules()

    for category in rules.demands.categories.values():
        assert {category.lead, *category.joint} <= set(rules.departments)
        assert category.level in rules.demands.levels


@pytest.mark.parametrize(("place", "value"), [("lead", "nobody"), ("joint", ["nobody"]), ("level", "soon")])
def test_a_category_beside_its_departments_or_levels_stops_the_program(place, value):
    rules = service_rules().model_dump()
    rules["demands"]["categories"]["finance"][place] = value

    with pytest.raises(ValueError, match=r"finance"):
        ServiceRules.model_validate(rules)


def test_a_demand_sent_twice_from_a_phone_has_its_photo_once(app, signed_in):
    with writing(app) as session:
        make_department(session, "jrb", "区金融办")
        number = make_enterprise(session, steward="stefan").id
    stefan, form = (
        signed_in("stefan"),
        {"category": "finance", "title": "续贷", "text": "还差两百万元", "level": "short"},
    )
    form |= {"department": "0", "contact": "0", "source": "steward", "client_key": "the-key-of-photos-02"}

    answers = [
        stefan.post(
            f"/enterprises/{number}/demands/new",
            {**form, "photos": (BytesIO(JPEG), "合同首页.jpg")},
            content_type="multipart/form-data",
        )
        for _ in range(2)
    ]

    assert {answer.headers["Location"] for answer in answers} == {"/demands/1"}
    assert stefan.get("/demands/1/files/1").data == JPEG
    assert stefan.get("/demands/1/files").text.count("合同首页.jpg") == 1
