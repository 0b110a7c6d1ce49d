"""Exactly one steward: assigned, replaced, released, without a gap and never twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.errors import CrmError
from crm.people import service as people
from crm.people.models import UserState
from crm.stewards import queries, service
from crm.stewards.models import Assignment, QueueEntry
from crm.stewards.standing import NOBODY
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.makers import make_enterprise, writing


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def assignments(session, enterprise):
    rows = select(Assignment).where(Assignment.enterprise_id == enterprise.id).order_by(Assignment.id)
    return session.scalars(rows).all()


def refusal(act) -> CrmError:
    with pytest.raises(CrmError) as raised:
        act()
    return raised.value


def test_an_enterprise_in_the_queue_gets_a_steward_and_leaves_the_queue(session, maria):
    enterprise = make_enterprise(session)
    stefan = make_person(session, "stefan")

    service.assign(session, enterprise.id, stefan.id, why="片区", by=maria.id, on=TODAY, expected=NOBODY)

    standing = queries.standing(session, enterprise.id)
    assert (standing.steward, standing.since, standing.by, standing.why) == ("Stefan", TODAY, "Maria", "片区")
    assert session.scalars(select(QueueEntry.left_on)).all() == [TODAY]


def test_replacing_a_steward_leaves_no_day_without_one(session, maria):
    enterprise = make_enterprise(session, steward="stefan")
    lina = make_person(session, "lina")

    service.assign(session, enterprise.id, lina.id, why="离岗", by=maria.id, on=TODAY)

    before, after = assignments(session, enterprise)
    assert before.to_on == after.from_on == TODAY
    assert (before.ended_by, before.end_why, after.to_on) == (maria.id, "离岗", None)


def test_whoever_decides_on_what_is_no_longer_so_reads_who_was_faster(session, maria):
    enterprise = make_enterprise(session, steward="stefan")
    seen = queries.standing(session, enterprise.id).assignment_id
    lina = make_person(session, "lina")
    service.assign(session, enterprise.id, lina.id, why="片区调整", by=maria.id, on=TODAY, expected=seen)

    error = refusal(lambda: service.release(session, enterprise.id, why="x", by=maria.id, on=TODAY, expected=seen))

    assert error.code == "assigned_meanwhile"
    assert (error.values["steward"], error.values["by"], error.values["why"]) == ("Lina", "Maria", "片区调整")
    assert error.values["day"] == TODAY


def test_whoever_assigns_what_was_released_meanwhile_reads_so(session, maria):
    enterprise = make_enterprise(session, steward="stefan")
    seen = queries.standing(session, enterprise.id).assignment_id
    service.release(session, enterprise.id, why="停工", by=maria.id, on=TODAY, expected=seen)
    lina = make_person(session, "lina")

    error = refusal(
        lambda: service.assign(session, enterprise.id, lina.id, why="x", by=maria.id, on=TODAY, expected=seen)
    )

    assert (error.code, error.values["why"]) == ("released_meanwhile", "停工")


def test_a_released_enterprise_waits_in_the_queue_with_a_clock(session, maria):
    enterprise = make_enterprise(session, steward="stefan")

    entry = service.release(session, enterprise.id, why="管家离岗", by=maria.id, on=TODAY)

    assert queries.standing(session, enterprise.id).queued
    assert (entry.since, entry.due_on) == (TODAY, date(2026, 12, 1))


def test_an_enterprise_without_steward_cannot_be_released(session, maria):
    enterprise = make_enterprise(session)

    error = refusal(lambda: service.release(session, enterprise.id, why="x", by=maria.id, on=TODAY))

    assert error.code == "no_steward_to_release"


def test_an_enterprise_waits_only_once(session, maria):
    enterprise = make_enterprise(session)

    error = refusal(lambda: service.enqueue(session, enterprise.id, why="x", by=maria.id, on=TODAY))

    assert error.code == "already_cared_for"


def test_the_present_steward_is_not_assigned_again(session, maria):
    enterprise = make_enterprise(session, steward="stefan")
    stefan = make_person(session, "stefan")

    error = refusal(lambda: service.assign(session, enterprise.id, stefan.id, why="x", by=maria.id, on=TODAY))

    assert error.code == "already_the_steward"
    assert len(assignments(session, enterprise)) == 1


@pytest.mark.parametrize("name", ["hana", "maria", "otto", "nobody"])
def test_only_a_steward_receives_enterprises(session, maria, name):
    enterprise = make_enterprise(session)
    person = make_person(session, name)

    error = refusal(lambda: service.assign(session, enterprise.id, person.id, why="x", by=maria.id, on=TODAY))

    assert error.code == "not_a_steward"


@pytest.mark.parametrize("state", [UserState.DISABLED, UserState.CANDIDATE])
def test_nobody_whose_account_is_shut_receives_enterprises(session, maria, state):
    enterprise = make_enterprise(session)
    stefan = make_person(session, "stefan")
    stefan.state = state

    error = refusal(lambda: service.assign(session, enterprise.id, stefan.id, why="x", by=maria.id, on=TODAY))

    assert error.code == "steward_inactive"


def test_the_enterprises_of_a_disabled_steward_stay_with_them_until_handed_over(session, maria):
    enterprise = make_enterprise(session, steward="stefan")

    people.disable(session, make_person(session, "stefan"), by=maria.id, at=NOW)

    assert queries.standing(session, enterprise.id).steward == "Stefan"


def test_several_enterprises_go_to_one_steward_in_one_recorded_act(session, maria):
    enterprises = [make_enterprise(session), make_enterprise(session, steward="stefan"), make_enterprise(session)]
    seen = {one.id: queries.standing(session, one.id).assignment_id or NOBODY for one in enterprises}
    lina = make_person(session, "lina")

    service.assign_many(session, seen, lina.id, why="片区", by=maria.id, on=TODAY)

    assert {queries.standing(session, one.id).steward for one in enterprises} == {"Lina"}
    assert [act.action for act in session.info["audit.pending"] if act.action.startswith("steward")] == [
        "steward.assigned"
    ]


def test_when_one_of_several_was_taken_meanwhile_the_whole_act_is_refused(maria, session):
    first, second = make_enterprise(session), make_enterprise(session, steward="stefan")
    lina = make_person(session, "lina")

    error = refusal(
        lambda: service.assign_many(
            session, {first.id: NOBODY, second.id: NOBODY}, lina.id, why="x", by=maria.id, on=TODAY
        )
    )

    assert error.code == "assigned_meanwhile"
    assert error.values["name"] == second.name


def test_nothing_chosen_is_said_so(session, maria):
    lina = make_person(session, "lina")

    assert (
        refusal(lambda: service.assign_many(session, {}, lina.id, why="x", by=maria.id, on=TODAY)).code
        == "nothing_chosen"
    )


def test_nobody_takes_over_before_the_present_steward_began(session, maria):
    enterprise = make_enterprise(session, steward="stefan", on=date(2026, 6, 1))
    lina = make_person(session, "lina")

    error = refusal(
        lambda: service.assign(session, enterprise.id, lina.id, why="x", by=maria.id, on=date(2026, 5, 31))
    )

    assert error.code == "before_the_present_steward"


def test_the_care_for_an_enterprise_that_is_gone_ends_without_a_successor(session, maria):
    enterprise = make_enterprise(session, steward="stefan")

    service.end_care(session, enterprise.id, why="注销", by=maria.id, on=TODAY)

    standing = queries.standing(session, enterprise.id)
    assert (standing.assignment_id, standing.queued) == (None, False)


def test_an_enterprise_that_is_not_there_is_not_found(session, maria):
    stefan = make_person(session, "stefan")

    assert (
        refusal(lambda: service.assign(session, 990_001, stefan.id, why="x", by=maria.id, on=TODAY)).code
        == "not_found"
    )


def test_the_history_names_everybody_and_every_wait_the_newest_first(session, maria):
    enterprise = make_enterprise(session, steward="stefan", on=TODAY - timedelta(days=30))
    service.release(session, enterprise.id, why="请假", by=maria.id, on=TODAY - timedelta(days=2))
    lina = make_person(session, "lina")
    service.assign(session, enterprise.id, lina.id, why="接手", by=maria.id, on=TODAY)

    history = queries.history(session, enterprise.id)

    assert [(one.steward, one.to_on) for one in history] == [
        ("Lina", None),
        (None, TODAY),
        ("Stefan", TODAY - timedelta(days=2)),
    ]
    assert history[-1].end_why == "请假"
    assert history[-1].ended_by == "Maria"


def test_every_assignment_stands_in_the_audit_trail(app, cast):
    maria, stefan = cast.person("maria"), cast.person("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session)
        service.assign(session, enterprise.id, stefan.id, why="x", by=maria.id, on=TODAY)
        wanted = f"enterprise:{enterprise.id}"

    with writing(app) as session:
        event = session.scalar(select(AuditEvent).where(AuditEvent.action == "steward.assigned"))
        assert (event.actor, event.object, event.detail["steward"]) == (maria.id, wanted, stefan.id)


def test_the_clock_of_the_queue_stands_still_on_holidays(session, maria):
    enterprise = make_enterprise(session, steward="stefan")

    entry = service.release(session, enterprise.id, why="管家离岗", by=maria.id, on=date(2026, 9, 30))

    assert entry.due_on == date(2026, 10, 13)  # the national holiday is over on the 7th, and the 10th is worked
