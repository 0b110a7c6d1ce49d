"""Contacts are planned, moved, joined and dropped; records keep plans, and taking a record back undoes it."""

from datetime import date, timedelta

from sqlalchemy import select

from crm.config.service_rules import service_rules
from crm.interactions import service as services
from crm.interactions.models import Channel, Interaction, PlanState
from crm.interactions.plans import queries, service
from crm.interactions.service import Encounter
from crm.interactions.wholesale import RecordedEncounter, log_all
from crm.notifications.models import Notice
from crm.stewards import leave
from crm.stewards import service as stewards
from tests.cast import make_person
from tests.conftest import NOW, TODAY
from tests.interactions.acts import TOMORROW, log, plan, refused
from tests.makers import make_enterprise

NEXT_WEEK = TODAY + timedelta(days=7)
CEILING = service_rules().contacts.ceiling_per_month


def ahead(session, enterprise):
    return [(each.user_id, each.planned_on) for each in queries.open_plans(session, enterprise.id)]


def test_planning_again_moves_the_one_plan_a_person_has(session, enterprise, stefan):
    first = plan(session, enterprise, stefan)
    second = plan(session, enterprise, stefan, NEXT_WEEK)

    assert first.id == second.id
    assert ahead(session, enterprise) == [(stefan.id, NEXT_WEEK)]


def test_the_day_itself_may_be_planned_and_the_day_before_may_not(session, enterprise, stefan):
    assert plan(session, enterprise, stefan, TODAY).planned_on == TODAY
    yesterday = TODAY - timedelta(days=1)
    assert refused(lambda: plan(session, enterprise, stefan, yesterday)) == "next_contact_in_the_past"


def test_an_enterprise_that_is_gone_by_then_is_not_visited(session, enterprise, stefan):
    enterprise.deregistered_on = NEXT_WEEK

    assert refused(lambda: plan(session, enterprise, stefan, NEXT_WEEK)) == "plan_for_gone_enterprise"
    assert plan(session, enterprise, stefan, NEXT_WEEK - timedelta(days=1))


def test_departments_plan_too_and_the_steward_sees_who_else_goes(session, enterprise, stefan, hana):
    plan(session, enterprise, hana)

    [other] = queries.plans_of_others(session, [enterprise.id], but={stefan.id}, since=TODAY, until=NEXT_WEEK)

    assert (other.author, other.planned_on) == ("Hana", TOMORROW)


def test_joining_goes_on_the_colleagues_day_is_told_and_counts_once(session, enterprise, stefan, hana):
    lead = plan(session, enterprise, hana, NEXT_WEEK)
    for _ in range(CEILING - 1):
        log(session, enterprise, stefan)

    joined = plan(session, enterprise, stefan, TOMORROW, with_id=lead.id)

    assert (joined.planned_on, joined.with_id) == (NEXT_WEEK, lead.id)
    [notice] = session.scalars(select(Notice))
    assert (notice.user_id, notice.values["what"]) == (hana.id, "joined")


def test_who_moves_takes_the_companions_along_and_who_drops_leaves_them_alone(session, enterprise, stefan, hana):
    lead = plan(session, enterprise, hana)
    joined = plan(session, enterprise, stefan, with_id=lead.id)

    plan(session, enterprise, hana, NEXT_WEEK)
    assert joined.planned_on == NEXT_WEEK
    service.drop_plan(session, enterprise.id, lead.id, why="出差", by=hana.id, on=TODAY, at=NOW)

    assert (joined.state, joined.with_id, lead.state) == (PlanState.PLANNED, None, PlanState.DROPPED)
    assert [notice.values["what"] for notice in session.scalars(select(Notice).order_by(Notice.id))] == [
        "joined",
        "moved",
        "left",
    ]


def test_nobody_joins_what_is_gone_nor_goes_away_from_those_who_joined(session, enterprise, stefan, hana):
    lead = plan(session, enterprise, hana)
    other = make_enterprise(session, steward=stefan)
    assert refused(lambda: plan(session, other, stefan, with_id=lead.id)) == "plan_to_join_gone"

    mine = plan(session, enterprise, stefan, with_id=lead.id)
    maria = make_person(session, "maria")
    marias = plan(session, enterprise, maria, NEXT_WEEK, ceiling_why="上市辅导")
    assert refused(lambda: plan(session, enterprise, hana, with_id=marias.id)) == "plan_is_joined"
    service.drop_plan(session, enterprise.id, lead.id, why="出差", by=hana.id, on=TODAY, at=NOW)
    assert refused(lambda: plan(session, enterprise, stefan, with_id=lead.id)) == "plan_to_join_gone"
    assert mine.with_id is None


def test_joining_who_has_joined_is_joining_the_one_they_go_with(session, enterprise, stefan, hana):
    lead = plan(session, enterprise, hana)
    joined = plan(session, enterprise, stefan, with_id=lead.id)

    third = plan(session, enterprise, make_person(session, "maria"), with_id=joined.id)

    assert third.with_id == lead.id


def test_above_the_ceiling_of_all_departments_a_plan_says_why(session, enterprise, stefan, hana):
    for _ in range(CEILING - 1):
        log(session, enterprise, hana)
    plan(session, enterprise, hana)

    assert refused(lambda: plan(session, enterprise, stefan)) == "plan_above_ceiling"
    assert plan(session, enterprise, stefan, asked_for=True)
    assert plan(session, enterprise, stefan, ceiling_why="上市辅导期").ceiling_why == "上市辅导期"
    assert plan(session, enterprise, stefan, date(2026, 12, 1))


def test_above_the_ceiling_a_record_says_why_unless_the_enterprise_asked(session, enterprise, stefan, hana):
    for _ in range(CEILING):
        log(session, enterprise, hana)

    assert refused(lambda: log(session, enterprise, stefan)) == "contact_above_ceiling"
    assert log(session, enterprise, stefan, asked_for=True)
    assert log(session, enterprise, stefan, ceiling_why="安全事故走访").ceiling_why == "安全事故走访"
    assert log(session, enterprise, stefan, held_on=date(2026, 10, 31))


def test_a_next_contact_above_the_ceiling_says_why_too(session, enterprise, stefan):
    for _ in range(CEILING - 1):
        log(session, enterprise, stefan)

    assert refused(lambda: log(session, enterprise, stefan, next_contact_on=TOMORROW)) == "plan_above_ceiling"


def test_a_record_keeps_the_plan_it_was_had_by(session, enterprise, stefan):
    planned = plan(session, enterprise, stefan)

    record = log(session, enterprise, stefan)

    assert (planned.state, planned.interaction_id) == (PlanState.KEPT, record.id)
    assert ahead(session, enterprise) == []


def test_a_plan_that_the_record_names_again_stands(session, enterprise, stefan):
    planned = plan(session, enterprise, stefan, NEXT_WEEK)

    log(session, enterprise, stefan, next_contact_on=NEXT_WEEK)

    assert (planned.state, planned.planned_on) == (PlanState.PLANNED, NEXT_WEEK)


def test_one_visit_keeps_the_plans_of_all_who_were_there(session, enterprise, stefan, hana):
    lead = plan(session, enterprise, hana)
    joined = plan(session, enterprise, stefan, with_id=lead.id)

    record = log(session, enterprise, stefan, participants=frozenset({hana.id}))

    assert (lead.state, lead.interaction_id) == (PlanState.KEPT, record.id)
    assert (joined.state, joined.interaction_id) == (PlanState.KEPT, None)


def test_who_was_not_there_still_means_to_go(session, enterprise, stefan, hana):
    lead = plan(session, enterprise, stefan)
    joined = plan(session, enterprise, hana, with_id=lead.id)

    log(session, enterprise, stefan)

    assert (lead.state, joined.state, joined.with_id) == (PlanState.KEPT, PlanState.PLANNED, None)


def test_a_colleagues_record_keeps_nothing_of_the_stewards(session, enterprise, stefan, hana):
    planned = plan(session, enterprise, stefan)

    log(session, enterprise, hana)

    assert planned.state is PlanState.PLANNED


def test_a_managers_record_keeps_the_stewards_plan_and_the_managers_own(session, enterprise, stefan):
    maria = make_person(session, "maria")
    planned, own = plan(session, enterprise, stefan), plan(session, enterprise, maria, NEXT_WEEK)

    record = log(session, enterprise, maria)

    assert (planned.state, planned.interaction_id) == (PlanState.KEPT, record.id)
    assert (own.state, own.with_id) == (PlanState.KEPT, planned.id)
    services.withdraw(session, enterprise.id, record.id, why="记到了别家", by=maria.id, on=TODAY, at=NOW)
    assert ahead(session, enterprise) == [(stefan.id, TOMORROW), (maria.id, NEXT_WEEK)]
    assert own.with_id is None


def test_a_record_taken_back_puts_its_plans_back(session, enterprise, stefan):
    planned = plan(session, enterprise, stefan)
    record = log(session, enterprise, stefan, next_contact_on=date(2026, 12, 8))
    assert ahead(session, enterprise) == [(stefan.id, date(2026, 12, 8))]

    services.withdraw(session, enterprise.id, record.id, why="记到了别家", by=stefan.id, on=TODAY, at=NOW)
    assert ahead(session, enterprise) == [(stefan.id, TOMORROW)]
    assert planned.interaction_id is None

    services.restore(session, enterprise.id, record.id, by=stefan.id, on=TODAY, at=NOW)
    assert ahead(session, enterprise) == [(stefan.id, date(2026, 12, 8))]


def test_the_stewards_plan_goes_with_the_enterprise(session, enterprise, stefan):
    plan(session, enterprise, stefan)
    lina = make_person(session, "lina")

    stewards.assign(session, enterprise.id, lina.id, why="片区调整", by=make_person(session, "maria").id, on=TODAY)

    [known] = [queries.AnnouncedContact(*row) for row in session.execute(queries.select_announced())]
    assert (known.user_id, known.author) == (lina.id, "Lina")
    assert plan(session, enterprise, lina, NEXT_WEEK).planned_on == NEXT_WEEK
    assert len(ahead(session, enterprise)) == 1


def test_a_stand_in_moves_the_stewards_plan(session, enterprise, stefan):
    lina, maria = make_person(session, "lina"), make_person(session, "maria")
    planned = plan(session, enterprise, stefan)
    leave.arrange(session, stefan.id, lina.id, from_on=TODAY, to_on=NEXT_WEEK, why="休假", by=maria.id, on=TODAY)

    assert plan(session, enterprise, lina, NEXT_WEEK).id == planned.id


def test_only_whose_plan_it_is_or_a_manager_calls_it_off(session, enterprise, stefan, hana):
    planned = plan(session, enterprise, stefan)

    def drop(by, why="出差"):
        service.drop_plan(session, enterprise.id, planned.id, why=why, by=by.id, on=TODAY, at=NOW)

    assert refused(lambda: drop(hana)) == "plan_of_somebody_else"
    assert refused(lambda: drop(stefan, " ")) == "plan_dropped_without_reason"
    drop(make_person(session, "maria"))
    assert refused(lambda: drop(stefan)) == "plan_not_ahead"


def test_a_register_keeps_the_plans_whose_day_it_reaches(session, enterprise, stefan):
    reached, later = plan(session, enterprise, stefan, TODAY), make_enterprise(session, steward=stefan)
    ahead_of_it = plan(session, later, stefan, TOMORROW)
    contact = Encounter(Channel.VISIT, None, TODAY, "走访")
    entries = [RecordedEncounter(each.id, stefan.id, contact, f"register-{each.id}") for each in (enterprise, later)]

    log_all(session, entries, on=TODAY, at=NOW, batch_id=None)

    assert reached.interaction_id == session.scalar(
        select(Interaction.id).where(Interaction.enterprise_id == enterprise.id)
    )
    assert ahead_of_it.state is PlanState.PLANNED
