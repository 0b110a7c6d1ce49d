"""Stewards named in a register: found, made candidates, or nobody; and whose name a recorded contact stands under."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.enterprises.models import Enterprise
from crm.imports.batches.options import Options
from crm.imports.outcome.report import of
from crm.imports.sheets.findings import FindingKind
from crm.interactions.models import ContactPurpose, Interaction
from crm.people import service as people
from crm.people.models import User, UserState
from crm.people.queries import roles_of
from crm.stewards import service as stewards
from crm.stewards.models import Assignment, QueueEntry
from tests.cast import make_person
from tests.conftest import TODAY
from tests.imports.books import CODE, ENTERPRISES, NAME, OTHER_CODE, VISITS, write

CREATE = Options(create_stewards=True)


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


@pytest.fixture
def stefan(session):
    return make_person(session, "stefan")


def roll(*names):
    """A sheet of enterprises, one for each steward named."""
    codes = (CODE, OTHER_CODE)
    rows = [[f"北京第{place}有限公司", codes[place], None, None, name] for place, name in enumerate(names)]
    return {"企业台账": [ENTERPRISES, *rows]}


def visit(steward, day="2026-08-03", **cells):
    """One recorded contact."""
    return [
        day,
        NAME,
        CODE,
        "电话",
        steward,
        cells.get("purposes", "政策"),
        cells.get("summary", "问年报"),
        cells.get("demand"),
        cells.get("department"),
    ]


def test_a_named_steward_gets_the_enterprise_and_nobody_means_the_queue(session, staged, maria, stefan):
    written = write(session, staged(roll("Stefan", None)), by=maria)

    assignment = session.scalars(select(Assignment)).one()
    assert (assignment.steward_id, assignment.from_on, assignment.assigned_by) == (stefan.id, TODAY, maria.id)
    waiting = session.execute(select(Enterprise.credit_code, QueueEntry.due_on).join(QueueEntry)).one()
    assert waiting.credit_code == OTHER_CODE
    assert waiting.due_on > TODAY
    assert (written.counts["assigned"], written.counts["queued"]) == (1, 1)


def test_an_unknown_name_becomes_a_candidate_without_sign_in_or_role(session, staged, maria):
    write(session, staged(roll("单立文")), by=maria, options=CREATE)

    candidate = session.scalars(select(User).where(User.name == "单立文")).one()
    assert (candidate.state, candidate.password_hash) == (UserState.CANDIDATE, None)
    assert roles_of(session, candidate.id) == frozenset()
    assert session.scalars(select(Assignment.steward_id)).one() == candidate.id


def test_an_unknown_name_is_nobody_unless_candidates_are_wanted(session, staged, maria):
    written = write(session, staged(roll("单立文")), by=maria)

    assert session.scalars(select(User.name).where(User.name == "单立文")).all() == []
    assert written.counts["queued"] == 1


def test_a_candidate_is_found_again_by_the_next_register(session, staged, maria):
    write(session, staged(roll("单立文")), by=maria, options=CREATE)

    write(session, staged(roll("单立文", "单立文")), by=maria, options=CREATE)

    assert len(session.scalars(select(User).where(User.name == "单立文")).all()) == 1
    assert len(session.scalars(select(Assignment)).all()) == 2


def test_a_name_two_stewards_bear_stands_for_neither(session, staged, maria, stefan):
    make_person(session, "lina").name = "Stefan"
    session.flush()

    written = write(session, staged(roll("Stefan")), by=maria, options=CREATE)

    assert (written.counts["assigned"], written.counts["queued"]) == (0, 1)


def test_somebody_who_is_no_steward_is_not_made_one_by_a_register(session, staged, maria):
    write(session, staged(roll("Maria")), by=maria)

    assert session.scalars(select(Assignment)).all() == []


def test_the_present_steward_stays_whatever_the_register_says(session, staged, maria, stefan):
    lina = make_person(session, "lina")
    write(session, staged(roll("Stefan")), by=maria)
    enterprise_id = session.scalars(select(Enterprise.id)).one()
    stewards.assign(session, enterprise_id, lina.id, why="交接", by=maria.id, on=TODAY)

    written = write(session, staged({"企业台账": [*roll("Stefan")["企业台账"], []]}), by=maria, options=CREATE)

    assert session.scalars(select(Assignment.steward_id).where(Assignment.to_on.is_(None))).one() == lina.id
    assert [finding.reason for finding in of(written.staged, FindingKind.KEPT)] == ["steward_kept"]


def test_an_enterprise_leaves_the_queue_when_a_register_names_its_steward(session, staged, maria, stefan):
    write(session, staged(roll(None)), by=maria)

    write(session, staged(roll("Stefan")), by=maria)

    assert session.scalars(select(QueueEntry.left_on)).one() == TODAY
    assert session.scalars(select(Assignment.steward_id)).one() == stefan.id


def test_a_recorded_contact_stands_under_the_steward_who_had_it(session, staged, maria, stefan):
    row = visit("Stefan", demand="人才公寓申请", department="区住房城乡建设委", summary="第一行\n第二行")

    write(session, staged({**roll("Stefan"), "走访记录": [VISITS, row]}), by=maria)

    contact = session.scalars(select(Interaction)).one()
    assert (contact.author_id, contact.purpose) == (stefan.id, ContactPurpose.POLICY)
    assert (contact.summary, contact.follow_up) == ("第一行\n第二行", "人才公寓申请（区住房城乡建设委）")


def test_equal_contacts_are_several_and_are_not_written_again(session, staged, maria, stefan):
    book = {**roll("Stefan"), "走访记录": [VISITS, visit("Stefan"), visit("Stefan")]}
    write(session, staged(book), by=maria)

    write(session, staged({**book, "走访记录": [*book["走访记录"], visit("Stefan", "2026-08-04")]}), by=maria)

    assert len(session.scalars(select(Interaction)).all()) == 3


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (visit("单立文"), "author_unknown"),
        (visit(None), "author_unknown"),
        (visit("Stefan", "2026-11-25"), "visit_ahead"),
    ],
)
def test_a_contact_of_nobody_or_of_tomorrow_is_held_back_and_told(session, staged, maria, stefan, row, reason):
    written = write(session, staged({**roll("Stefan"), "走访记录": [VISITS, row]}), by=maria)

    assert session.scalars(select(Interaction)).all() == []
    assert [finding.reason for finding in of(written.staged, FindingKind.HELD)] == [reason]
    assert written.counts["held"] == 1


def test_a_disabled_steward_is_not_given_an_enterprise(session, staged, maria, stefan):
    people.disable(session, stefan, by=maria.id, at=None)

    written = write(session, staged(roll("Stefan")), by=maria)

    assert written.counts["assigned"] == 0
