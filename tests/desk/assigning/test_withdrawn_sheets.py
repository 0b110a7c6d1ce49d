"""A sheet of handing over is taken back while nothing is taken over, and by nobody but a manager."""

import pytest
from sqlalchemy import select

from crm.desk.handover import queries, service
from crm.desk.handover.life import SHEET_LIFE, SheetAct, SheetState, state_of
from crm.desk.handover.models import Handover, ItemKind
from crm.notifications.models import Notice
from crm.people.models import UserState
from crm.steps import find_step
from crm.stewards import queries as stewards
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.desk.assigning.test_handovers import hand_over, refused
from tests.makers import make_enterprise, writing


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def lina(session):
    return make_person(session, "lina")


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def withdraw(session, sheet, by, why="选错了人"):
    return service.withdraw(session, sheet.id, why=why, by=by.id, on=TODAY, at=NOW)


def test_a_sheet_is_taken_back_while_nothing_is_taken_over(session, stefan, lina, maria):
    first, second = (make_enterprise(session, steward=stefan) for _ in range(2))
    hand_over(session, [first, second], lina, maria)
    sheet = session.scalars(select(Handover)).one()

    assert refused(lambda: withdraw(session, sheet, maria, " ")) == "sheet_withdrawn_without_reason"
    assert refused(lambda: withdraw(session, sheet, lina)) == "forbidden"
    assert withdraw(session, sheet, maria) == 2

    assert stewards.holders(session, [first.id, second.id]) == {first.id: stefan.id, second.id: stefan.id}
    assert session.execute(queries.first_contacts([lina.id])).all() == []
    standing = session.execute(select(Notice.user_id, Notice.values).where(Notice.withdrawn_at.is_(None))).all()
    assert {(user, values["what"]) for user, values in standing} == {(stefan.id, "back"), (lina.id, "back")}


def test_what_is_begun_taken_back_or_gone_on_is_not_taken_back(session, stefan, lina, maria):
    first, second = (make_enterprise(session, steward=stefan) for _ in range(2))
    hand_over(session, [first], lina, maria)
    hand_over(session, [second], lina, maria)
    begun, over = session.scalars(select(Handover).order_by(Handover.id)).all()
    key = (first.id, ItemKind.ENTERPRISE, first.id)
    service.accept(session, begun.id, [key], by=lina.id, on=TODAY, at=NOW)
    withdraw(session, over, maria)

    assert refused(lambda: withdraw(session, begun, maria)) == "handover_begun"
    assert refused(lambda: withdraw(session, over, maria)) == "handover_withdrawn"
    late = [(second.id, ItemKind.ENTERPRISE, second.id)]
    code = refused(lambda: service.accept(session, over.id, late, by=lina.id, on=TODAY, at=NOW))
    assert code == "handover_withdrawn"
    hand_over(session, [second], lina, maria)
    gone = session.scalars(select(Handover).order_by(Handover.id.desc())).first()
    hand_over(session, [second], make_person(session, "doris"), maria)
    assert refused(lambda: withdraw(session, gone, maria)) == "handover_gone_on"


def test_enterprises_do_not_go_back_to_somebody_who_left(session, stefan, lina, maria):
    hand_over(session, [make_enterprise(session, steward=stefan)], lina, maria)
    stefan.state = UserState.DISABLED
    session.flush()

    sheet = session.scalars(select(Handover)).one()
    assert refused(lambda: withdraw(session, sheet, maria)) == "steward_inactive"


@pytest.mark.parametrize(("state", "act"), [(state, act) for state in SheetState for act in SheetAct])
def test_a_sheet_takes_exactly_the_steps_of_its_table(session, stefan, lina, maria, state, act):
    enterprise = make_enterprise(session, steward=stefan)
    hand_over(session, [enterprise], lina, maria)
    sheet = session.scalars(select(Handover)).one()
    takes = {
        SheetAct.ACCEPT: lambda: service.accept(
            session, sheet.id, [(enterprise.id, ItemKind.ENTERPRISE, enterprise.id)], by=lina.id, on=TODAY, at=NOW
        ),
        SheetAct.WITHDRAW: lambda: withdraw(session, sheet, maria),
    }
    for step in SHEET_LIFE:
        if step.after == state:
            takes[step.act]()
    assert state_of(sheet) is state

    allowed = find_step(SHEET_LIFE, act, state, {"manager", "steward"})
    if allowed or (state, act) == (SheetState.ACCEPTED, SheetAct.ACCEPT):
        takes[act]()  # taking over once more what is taken over changes nothing
    else:
        assert refused(takes[act]) in ("handover_begun", "handover_withdrawn")
    assert state_of(sheet) is (allowed.after if allowed else state)


@pytest.fixture
def handed(app, cast):
    with writing(app) as session:
        stefan, lina, maria = (make_person(session, name) for name in ("stefan", "lina", "maria"))
        hand_over(session, [make_enterprise(session, steward=stefan)], lina, maria)
        return session.scalars(select(Handover.id)).one()


def test_a_manager_takes_the_sheet_back_on_its_page(signed_in, handed):
    maria, lina = signed_in("maria"), signed_in("lina")

    assert "撤回交接单" in maria.get(f"/handovers/{handed}").text
    assert maria.post(f"/handovers/{handed}/withdraw", {"why": "选错了人"}).status_code == 302
    assert "撤回：选错了人" in maria.get(f"/handovers/{handed}").text
    assert "已撤回" in maria.get("/handovers?list=done").text
    late = lina.post(f"/handovers/{handed}/accept", {"item": "1-enterprise-1"})
    assert late.status_code == 409
    assert "已由 Maria 于 2026-11-24 撤回" in late.text
