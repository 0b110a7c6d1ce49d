"""Who goes along with a colleague: what happens to them when the colleague does not go."""

from sqlalchemy import select

from crm.interactions import service as services
from crm.interactions.models import Channel, PlanState
from crm.interactions.plans import queries
from crm.interactions.service import Encounter
from crm.interactions.wholesale import RecordedEncounter, log_all
from crm.notifications.models import Notice
from crm.stewards import service as stewards
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.interactions.acts import TOMORROW, log, plan


def test_nobody_stays_joined_to_a_contact_that_is_not_ahead_any_more(session, enterprise, stefan, hana):
    maria = make_person(session, "maria")
    entry = RecordedEncounter(
        enterprise.id, stefan.id, Encounter(Channel.VISIT, None, TOMORROW, "走访"), "register-1"
    )
    record = log(session, enterprise, stefan, next_contact_on=TOMORROW)

    def end_by_withdrawing(_lead):
        services.withdraw(session, enterprise.id, record.id, why="记到了别家", by=stefan.id, on=TODAY, at=NOW)

    def end_by_a_register(_lead):
        log_all(session, [entry], on=TOMORROW, at=NOW, batch_id=None)

    def end_by_the_managers_record(_lead):
        log(session, enterprise, maria, asked_for=True)

    def end_by_going_with_another(lead):
        plan(session, enterprise, maria, with_id=lead.id, asked_for=True)
        log(session, enterprise, maria, asked_for=True, participants=frozenset({stefan.id}))

    for end in (end_by_withdrawing, end_by_a_register, end_by_the_managers_record, end_by_going_with_another):
        lead = plan(session, enterprise, stefan, asked_for=True)
        joined = plan(session, enterprise, hana, with_id=lead.id, asked_for=True)
        end(lead)
        assert lead.state is not PlanState.PLANNED, end.__name__
        assert (joined.state, joined.with_id) == (PlanState.PLANNED, None), end.__name__


def test_who_loses_the_colleague_by_a_withdrawn_record_is_told(session, enterprise, stefan, hana):
    record = log(session, enterprise, stefan, next_contact_on=TOMORROW)
    [promised] = queries.open_plans(session, enterprise.id)
    plan(session, enterprise, hana, with_id=promised.id)

    services.withdraw(session, enterprise.id, record.id, why="记到了别家", by=stefan.id, on=TODAY, at=NOW)

    told = select(Notice).where(Notice.user_id == hana.id)
    assert [notice.values["what"] for notice in session.scalars(told)] == ["left"]


def test_the_stewards_plan_is_that_of_the_steward_of_the_day(session, enterprise, stefan, hana):
    lead = plan(session, enterprise, stefan)
    lina, maria = make_person(session, "lina"), make_person(session, "maria")
    stewards.assign(session, enterprise.id, lina.id, why="片区调整", by=maria.id, on=TODAY)

    joined = plan(session, enterprise, hana, with_id=lead.id)
    [notice] = session.scalars(select(Notice).where(Notice.kind == "plan"))
    assert (notice.user_id, notice.values["what"]) == (lina.id, "joined")

    log(session, enterprise, hana, participants=frozenset({lina.id}))
    assert (lead.state, joined.state) == (PlanState.KEPT, PlanState.KEPT)
