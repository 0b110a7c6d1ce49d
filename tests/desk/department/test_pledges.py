"""A department reads all it promised on one page: what is open, what is overdue, what is kept, and by whom."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.demands.joint.models import AgendaItem, JointMatter, JointMeeting, MatterKind, MatterState, Resolution
from crm.desk.department import queries
from crm.desk.department.queries import KEPT, LISTS, OPEN, OVERDUE
from crm.enterprises.models import Enterprise
from crm.interactions.models import ContactPurpose
from crm.interactions.support.models import ItemState, ServicePlanItem
from crm.interactions.support.scopes import identities_visible_to
from crm.interactions.support.service import Promise, promise
from crm.people import queries as people
from tests.cast import make_department, make_person
from tests.conftest import NOW, TODAY
from tests.demands.making import make_demand
from tests.makers import make_enterprise, writing

YESTERDAY = TODAY - timedelta(days=1)
ON = {"on": TODAY}


@pytest.fixture
def hana(session):
    return make_person(session, "hana")


def pledges(session, department_id, which=OPEN):
    rows, total = queries.list_pledges(session, department_id, which, on=TODAY, offset=0, limit=50)
    assert total == len(rows)
    return [(row.kind, row.text) for row in rows]


def defer(session, enterprise, promised_on):
    demand = make_demand(session, "closed", enterprise)
    demand.outcome, demand.promised_on = "planned", promised_on
    session.flush()
    return demand


def promise_help(session, enterprise, department_id, text, due_on=date(2026, 12, 20)):
    maria = make_person(session, "maria")
    wish = Promise(ContactPurpose.POLICY, text, due_on, department_id)
    promise(session, enterprise.id, wish, by=maria.id, on=TODAY)


def resolve(session, owner, text="牵头会商", **more):
    matter = JointMatter(kind=MatterKind.CATEGORY, subject="finance", state=MatterState.PROPOSED, proposed_on=TODAY)
    meeting = JointMeeting(held_on=TODAY, called_by=owner.id, called_on=TODAY)
    session.add_all([matter, meeting])
    session.flush()
    item = AgendaItem(meeting_id=meeting.id, matter_id=matter.id)
    session.add(item)
    session.flush()
    day = {"due_on": date(2026, 12, 10), "resolved_by": owner.id}
    session.add(Resolution(item_id=item.id, text=text, owner_id=owner.id, **day, **more))
    session.flush()


def test_four_kinds_of_promises_stand_in_one_list_by_their_day(session, hana):
    enterprise = make_enterprise(session, steward="stefan")
    defer(session, enterprise, date(2026, 12, 5))
    promise_help(session, enterprise, hana.department_id, "初审申报材料")
    resolve(session, hana)

    assert pledges(session, hana.department_id) == [
        ("deferred", "续贷"),
        ("resolution", "牵头会商"),
        ("service", "初审申报材料"),
    ]
    people_of = [tuple(row) for row in queries.count_pledges(session, hana.department_id, **ON)]
    assert people_of == [(hana.name, 2, 0), (None, 1, 0)]


def test_a_part_in_anothers_demand_is_a_promise_until_the_answer_and_another_departments_is_none(session, hana):
    hugo = make_person(session, "hugo")
    demand = make_demand(session, "in_hand", make_enterprise(session, steward="stefan"))

    assert (pledges(session, hugo.department_id), pledges(session, hana.department_id)) == ([("joint", "续贷")], [])

    demand.state = "done"
    session.flush()
    assert pledges(session, hugo.department_id) == []
    assert pledges(session, hugo.department_id, KEPT) == [("joint", "续贷")]


@pytest.mark.parametrize(("day", "late"), [(TODAY, []), (YESTERDAY, [("service", "材料")])])
def test_what_is_due_today_is_not_overdue_yet(session, hana, day, late):
    enterprise = make_enterprise(session, steward="stefan")
    promise_help(session, enterprise, hana.department_id, "材料")
    session.scalars(select(ServicePlanItem)).one().due_on = day
    session.flush()

    assert pledges(session, hana.department_id, OVERDUE) == late
    assert queries.count_pledges(session, hana.department_id, **ON)[0].overdue == len(late)


def test_what_is_kept_goes_to_its_list_and_what_is_given_up_to_none(session, hana):
    enterprise = make_enterprise(session, steward="stefan")
    defer(session, enterprise, date(2026, 12, 5)).struck_off_on = TODAY
    resolve(session, hana, done_on=TODAY, done_note="已会商")
    promise_help(session, enterprise, hana.department_id, "办成的")
    promise_help(session, enterprise, hana.department_id, "作废的")
    kept, given_up = session.scalars(select(ServicePlanItem).order_by(ServicePlanItem.id))
    kept.state, given_up.state = ItemState.FULFILLED, ItemState.GIVEN_UP
    session.flush()

    assert pledges(session, hana.department_id) == []
    assert {kind for kind, _ in pledges(session, hana.department_id, KEPT)} == {"deferred", "resolution", "service"}


def test_who_promised_an_enterprise_something_knows_its_name(session, hana):
    ours, theirs = (make_enterprise(session, steward="stefan") for _ in range(2))
    promise_help(session, ours, hana.department_id, "材料")
    promise_help(session, theirs, make_department(session, "kw", "区科委"), "场地")
    person = people.person_alone(session, hana.id, at=NOW)

    known = select(Enterprise.id).where(identities_visible_to(person, TODAY))

    assert session.scalars(known).all() == [ours.id]


def test_a_handler_reads_the_own_departments_page_and_a_manager_any(app, signed_in, cast):
    with writing(app) as session:
        department_id = make_person(session, "hana").department_id
        promise_help(session, make_enterprise(session, "北京甲有限公司", steward="stefan"), department_id, "初审材料")
    hana, maria = signed_in("hana"), signed_in("maria")

    pages = [hana.get(f"/department/pledges?list={which}").text for which in LISTS]

    assert ["初审材料" in page for page in pages] == [True, False, False]
    assert "北京甲有限公司" in maria.get(f"/departments/{department_id}/pledges").text
    assert maria.get("/departments/99999/pledges").status_code == 404
    assert "/department/pledges" in hana.get("/department").text
