"""Papers of an application follow their enterprise to whoever looks after it, and nobody is asked who left."""

from datetime import date

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.cultivation.applications.materials.models import ApplicationMaterial
from crm.cultivation.applications.materials.service import ask_for_material
from crm.desk.assigning.service import assign_chosen
from crm.desk.handover.models import Handover
from crm.desk.handover.service import withdraw
from crm.desk.leaving.destination import Destination
from crm.desk.leaving.service import disable_account, end_stewardship
from crm.people.models import Role
from crm.people.service import grant
from crm.stewards import queries as stewards
from crm.stewards.service import assign
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.cultivation.applications.making import begin
from tests.cultivation.srdi import make_candidate
from tests.desk.test_leaving import ACT, stand_in
from tests.makers import writing

DUE = date(2026, 11, 25)


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def lina(session):
    return make_person(session, "lina")


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def ask(session, whom, enterprise=None):
    """A paper that somebody was asked for at an enterprise that Stefan looks after."""
    application = begin(session, enterprise)
    form = session.scalars(
        select(ApplicationMaterial).where(
            ApplicationMaterial.application_id == application.id, ApplicationMaterial.material == "form"
        )
    ).one()
    ask_for_material(session, application, form.id, whom.id, DUE, text="申请书", by=whom.id, on=TODAY, at=NOW)
    return application, form


def asked_of(session, paper):
    session.refresh(paper)
    return paper.asked_of, paper.due_on


def move(session, application, to, by):
    key = application.enterprise_id
    seen = {key: stewards.assignments_of(session, application.opened_by)[key]}
    assign_chosen(session, seen, {key: to.id}, why="片区调整", by=by.id, on=TODAY, at=NOW, may_exceed_cap=True)


def test_a_paper_follows_its_enterprise_and_comes_back_with_a_sheet_that_is_taken_back(session, stefan, lina, maria):
    application, paper = ask(session, stefan)
    _other, managers = ask(session, maria, make_candidate(session, "北京旁的科技有限公司"))

    move(session, application, lina, maria)
    assert asked_of(session, paper) == (lina.id, DUE)
    sheet = session.scalars(select(Handover.id)).one()
    withdraw(session, sheet, why="选错了人", by=maria.id, on=TODAY, at=NOW)

    assert asked_of(session, paper) == (stefan.id, DUE)
    assert asked_of(session, managers) == (maria.id, DUE)


@pytest.mark.parametrize("leaves", [disable_account, end_stewardship])
@pytest.mark.parametrize("to", Destination)
def test_nobody_who_left_is_asked_for_a_paper(session, stefan, lina, leaves, to):
    _application, paper = ask(session, stefan)
    stand_in(session, stefan, lina)
    admin = make_person(session, "adam" if leaves is disable_account else "rita")

    leaves(session, stefan.id, to, by=admin.id, **ACT)

    assert asked_of(session, paper) == (lina.id if to is Destination.STAND_IN else None, DUE)


def test_a_manager_who_is_steward_no_more_is_asked_still_until_the_account_is_shut(session, stefan, lina):
    _application, paper = ask(session, stefan)
    rita, adam = make_person(session, "rita"), make_person(session, "adam")
    grant(session, stefan, Role.MANAGER, by=rita.id, on=TODAY)

    end_stewardship(session, stefan.id, Destination.QUEUE, by=rita.id, **ACT)
    assert asked_of(session, paper) == (stefan.id, DUE)
    disable_account(session, stefan.id, None, by=adam.id, **ACT)
    assert asked_of(session, paper) == (None, DUE)


def test_what_was_asked_stands_on_today_while_the_enterprise_may_be_seen(app, signed_in):
    with writing(app) as session:
        application, _paper = ask(session, make_person(session, "stefan"))
        enterprise_id = application.enterprise_id
    stefan = signed_in("stefan")

    assert "备齐：" in stefan.get("/today").text
    with writing(app) as session:
        assign(session, enterprise_id, make_person(session, "lina").id, why="改派", by=None, on=TODAY)
    assert "备齐：" not in stefan.get("/today").text


def test_that_a_paper_changed_hands_is_in_the_trail(app, cast):
    with writing(app) as session:
        stefan, lina, maria = (make_person(session, name) for name in ("stefan", "lina", "maria"))
        application, _paper = ask(session, stefan)
        move(session, application, lina, maria)
        expected = {"material": "form", "before": stefan.id, "after": lina.id}

    with cast.reading() as session:
        passed = session.scalars(select(AuditEvent).where(AuditEvent.action == "material.passed")).one()
        assert passed.detail == expected
