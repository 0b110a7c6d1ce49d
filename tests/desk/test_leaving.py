"""Whoever is steward no more leaves no enterprise behind: asked at both doors, counted every night."""

from datetime import date

import pytest
from sqlalchemy import select, update

from crm.cultivation.night.steward_check import check_stewards
from crm.desk.handover.models import Handover, HandoverItem, ItemKind
from crm.desk.leaving.destination import Destination
from crm.desk.leaving.service import disable_account, end_stewardship
from crm.errors import CrmError
from crm.notifications.models import Notice
from crm.notifications.service import deliver
from crm.people.models import Role, User, UserState
from crm.people.queries import roles_of
from crm.stewards import leave
from crm.stewards import queries as stewards
from crm.stewards.models import CoverEvent, LeaveCover, QueueEntry
from crm.stewards.service import assign
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_contact, make_enterprise, writing

ACT = {"why": "账号停用", "on": TODAY, "at": NOW}
DOORS = [(disable_account, "adam"), (end_stewardship, "rita")]


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


@pytest.fixture
def lina(session):
    return make_person(session, "lina")


@pytest.fixture
def adam(session):
    return make_person(session, "adam")


def stand_in(session, away, acting, first=TODAY):
    maria = make_person(session, "maria")
    days = {"from_on": first, "to_on": date(2026, 12, 31)}
    return leave.arrange(session, away.id, acting.id, why="病假", by=maria.id, on=TODAY, **days)


def refused(act):
    with pytest.raises(CrmError) as raised:
        act()
    return raised.value.code


def is_steward(session, user):
    return user.state is UserState.ACTIVE and Role.STEWARD in roles_of(session, user.id)


@pytest.mark.parametrize(("leaves", "by"), DOORS)
def test_a_door_without_an_answer_stays_shut_while_enterprises_are_in_care(session, stefan, leaves, by):
    make_enterprise(session, steward=stefan)
    admin = make_person(session, by)

    assert refused(lambda: leaves(session, stefan.id, None, by=admin.id, **ACT)) == "care_unanswered"
    assert is_steward(session, stefan)
    assert stewards.enterprises_in_care(session, stefan.id) == 1


@pytest.mark.parametrize(("leaves", "by"), DOORS)
def test_to_the_queue_everything_waits_with_its_clock_and_managers_read_of_it(session, stefan, leaves, by):
    enterprises = [make_enterprise(session, steward=stefan) for _ in range(2)]
    maria, admin = make_person(session, "maria"), make_person(session, by)

    leaves(session, stefan.id, Destination.QUEUE, by=admin.id, **ACT)

    waiting = select(QueueEntry.enterprise_id).where(QueueEntry.is_open, QueueEntry.due_on > TODAY)
    assert set(session.scalars(waiting)) == {each.id for each in enterprises}
    assert not is_steward(session, stefan)
    told = session.scalars(select(Notice).where(Notice.user_id == maria.id)).one()
    assert (told.values["what"], told.values["count"], told.values["to"]) == ("left", 2, "")


def test_to_the_stand_in_everything_goes_with_a_sheet_that_tells_the_contacts(session, stefan, lina, adam):
    enterprises = [make_enterprise(session, steward=stefan) for _ in range(30)]
    contacts = [make_contact(session, each) for each in enterprises]
    for contact in contacts:
        contact.is_primary = True
    stand_in(session, stefan, lina)

    disable_account(session, stefan.id, Destination.STAND_IN, by=adam.id, **ACT)

    assert stewards.enterprises_in_care(session, lina.id) == len(enterprises)
    sheet = session.scalars(select(Handover)).one()
    assert (sheet.from_id, sheet.to_id) == (stefan.id, lina.id)
    letters = select(HandoverItem.ref).where(HandoverItem.kind == ItemKind.TELL)
    assert set(session.scalars(letters)) == {each.id for each in contacts}


def test_a_stand_in_of_another_day_or_who_is_shut_out_takes_nothing(session, stefan, lina, adam):
    make_enterprise(session, steward=stefan)

    def leaves():
        return refused(lambda: disable_account(session, stefan.id, Destination.STAND_IN, by=adam.id, **ACT))

    stand_in(session, stefan, lina, first=date(2026, 11, 25))
    assert leaves() == "no_stand_in"
    session.execute(update(LeaveCover).values(from_on=TODAY))
    session.execute(update(User).where(User.id == lina.id).values(state=UserState.DISABLED))
    assert leaves() == "steward_inactive"


def test_covers_of_somebody_who_leaves_end_and_say_why(session, stefan, lina, adam):
    running = stand_in(session, lina, stefan)

    disable_account(session, stefan.id, None, by=adam.id, **ACT)

    assert running.cancelled_on == TODAY
    step = session.scalars(select(CoverEvent)).one()
    assert (step.act, step.before, step.after, step.why) == ("leave", "running", "cancelled", "账号停用")
    assert stewards.stand_ins(session, TODAY) == {}


def test_an_account_that_another_administrator_shut_meanwhile_is_not_shut_again(session, stefan, adam):
    assert session.get_one(User, stefan.id).state is UserState.ACTIVE
    session.execute(
        update(User).where(User.id == stefan.id).values(state=UserState.DISABLED),
        execution_options={"synchronize_session": False},
    )

    assert refused(lambda: disable_account(session, stefan.id, None, by=adam.id, **ACT)) == "user_already_disabled"


def test_nobody_who_left_meanwhile_is_given_an_enterprise(session, stefan, adam):
    stale = session.get_one(User, stefan.id)
    session.execute(
        update(User).where(User.id == stefan.id).values(state=UserState.DISABLED),
        execution_options={"synchronize_session": False},
    )
    assert stale.state is UserState.ACTIVE

    enterprise = make_enterprise(session)
    assert (
        refused(lambda: assign(session, enterprise.id, stefan.id, why="x", by=None, on=TODAY)) == "steward_inactive"
    )


def test_the_night_counts_what_is_in_the_care_of_somebody_who_left_or_is_awaited(session, stefan, lina):
    make_enterprise(session, steward=stefan)
    make_enterprise(session, steward=lina)
    assert (check_stewards(session, TODAY).inactive, check_stewards(session, TODAY).awaited) == (0, 0)

    stefan.state, lina.state = UserState.DISABLED, UserState.CANDIDATE
    session.flush()
    found = check_stewards(session, TODAY)

    assert (found.several, found.none, found.inactive, found.awaited, len(found.faults)) == (0, 0, 1, 1, 1)


@pytest.fixture
def left(app, cast):
    """Somebody disabled Stefan by hand while an enterprise was in his care."""
    with writing(app) as session:
        stefan = make_person(session, "stefan")
        make_enterprise(session, steward=stefan)
        stefan.state = UserState.DISABLED


def test_managers_see_how_many_somebody_left_behind(signed_in, left):
    maria = signed_in("maria")

    assert "Stefan 1 家，须转交" in maria.get("/load").text
    assert '管家已不在任 <b class="bad">1</b>' in maria.get("/overview").text


def test_an_administrator_answers_on_the_page_and_learns_no_name(app, signed_in):
    with writing(app) as session:
        stefan, lina = make_person(session, "stefan"), make_person(session, "lina")
        make_enterprise(session, "北京华瑞航空电子有限公司", steward=stefan)
        stand_in(session, stefan, lina)
        stefan_id = stefan.id
    adam = signed_in("adam")

    asked = adam.get(f"/people/{stefan_id}/disable").text
    assert "名下还有 1 家企业" in asked
    assert "交给代管人 Lina" in asked
    assert "华瑞" not in asked
    assert adam.post(f"/people/{stefan_id}/disable", {}).status_code == 422
    assert adam.post(f"/people/{stefan_id}/disable", {"to": "lina"}).status_code == 422
    assert adam.post(f"/people/{stefan_id}/disable", {"to": "stand_in"}).status_code == 302
    assert "Stefan → Lina" in signed_in("maria").get("/handovers").text
    with writing(app) as session:
        deliver(session, session.scalars(select(Notice.id)).all(), at=NOW)
    assert "已交给代管人 Lina" in signed_in("maria").get("/notices").text
