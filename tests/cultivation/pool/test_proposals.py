"""Proposals for the pool, suggestions worth admitting, terms of seeds, and a balance that adds up."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import func, select, true

from crm.audit.models import AuditEvent
from crm.cultivation.models import Leaving, PoolEntry, Tier
from crm.cultivation.pool import balance, proposals, suggestions
from crm.cultivation.pool import service as pool
from crm.cultivation.pool.models import PoolProposal, PoolTerm
from crm.cultivation.pool.proposals import Proposer
from crm.cultivation.pool.wholesale import admit_all
from crm.cultivation.titles import queries as title_queries
from crm.enterprises.facts.models import Certificate
from crm.errors import CrmError
from crm.standings import upkeep
from crm.standings.models import Standing
from crm.stewards import queries as stewards
from tests.cast import make_department, make_person
from tests.makers import TODAY, make_enterprise, make_title, writing

DAY = timedelta(days=1)
STREET = Proposer(street="八角")
NEW_YEAR = date(2025, 12, 31)


def propose(session, enterprise, proposer=STREET):
    maria = make_person(session, "maria").id
    return proposals.propose(session, enterprise, proposer, reason="街道重点跟踪", by=maria, on=TODAY)


def test_a_proposal_is_decided_and_says_who_proposed_and_why(session):
    maria = make_person(session, "maria").id
    enterprise = make_enterprise(session, in_pool=False)
    unit = make_department(session, "kw", "区科委")
    proposal = propose(session, enterprise, Proposer(department_id=unit))
    waiting = suggestions.open_proposals(session)

    entry = proposals.accept(session, proposal, until=date(2028, 12, 31), by=maria, on=TODAY)

    assert [(one.name, one.proposer, one.reason) for one in waiting] == [(enterprise.name, "区科委", "街道重点跟踪")]
    assert (entry.reason, proposal.decision, proposal.entry_id) == ("街道重点跟踪", "admitted", entry.id)
    assert suggestions.term_of(session, entry.id).until == date(2028, 12, 31)
    assert suggestions.open_proposals(session) == []


def test_who_is_admitted_directly_keeps_its_proposer_beside_the_entry(session):
    maria, unit = make_person(session, "maria").id, make_department(session, "kw", "区科委")
    inside, silent = make_enterprise(session, in_pool=False), make_enterprise(session, in_pool=False)

    by_kw = proposals.admit(session, inside, Proposer(department_id=unit), reason="科委名录", by=maria, on=TODAY)
    proposals.admit(session, silent, None, reason="主动申请", by=maria, on=TODAY)

    assert suggestions.proposers(session, inside.id) == {by_kw.id: "区科委"}
    assert suggestions.proposers(session, silent.id) == {}
    assert suggestions.open_proposals(session) == []
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.object == f"enterprise:{inside.id}")).all()
    assert "pool.proposed" not in actions


@pytest.mark.parametrize("door", ["directly", "by_import"])
def test_a_proposal_that_waits_is_accepted_by_any_door_into_the_pool(session, door):
    maria, enterprise = make_person(session, "maria").id, make_enterprise(session, in_pool=False)
    proposal = propose(session, enterprise)

    if door == "directly":
        proposals.admit(session, enterprise, None, reason="主动申请", by=maria, on=TODAY)
    else:
        admit_all(session, [enterprise.id], reason="登记册", by=maria, on=TODAY)

    assert (proposal.decision, proposal.decided_by, proposal.decided_on) == ("admitted", maria, TODAY)
    assert suggestions.open_proposals(session) == []


def test_another_proposer_cannot_stand_beside_one_that_waits(session):
    enterprise = make_enterprise(session, in_pool=False)
    propose(session, enterprise)

    with pytest.raises(CrmError, match="proposed_already"):
        proposals.admit(session, enterprise, STREET, reason="街道推荐", by=make_person(session, "maria").id, on=TODAY)


def test_what_was_declined_may_be_proposed_again_and_both_stay(session):
    maria = make_person(session, "maria").id
    enterprise = make_enterprise(session, in_pool=False)
    proposals.decline(session, propose(session, enterprise), why="规模太小", by=maria, on=TODAY)

    propose(session, enterprise)

    assert session.scalar(select(func.count()).select_from(PoolProposal)) == 2


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("in_pool", "already_in_pool"),
        ("deregistered", "deregistered_enterprise"),
        ("proposed", "proposed_already"),
        ("by_nobody", "proposal_needs_proposer"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused(session, state, refusal):
    ended = {"deregistered_on": date(2026, 3, 1)} if state == "deregistered" else {}
    enterprise = make_enterprise(session, in_pool=state == "in_pool", on=TODAY, **ended)
    if state == "proposed":
        propose(session, enterprise)

    with pytest.raises(CrmError, match=refusal):
        propose(session, enterprise, Proposer() if state == "by_nobody" else STREET)


def test_a_proposal_is_decided_once(session):
    maria = make_person(session, "maria").id
    proposal = propose(session, make_enterprise(session, in_pool=False))
    proposals.decline(session, proposal, why="规模太小", by=maria, on=TODAY)

    with pytest.raises(CrmError, match="proposal_decided"):
        proposals.accept(session, proposal, until=None, by=maria, on=TODAY)


def certificate(session, enterprise, last=date(2027, 12, 31)):
    session.add(
        Certificate(
            enterprise_id=enterprise.id,
            kind="high_tech",
            valid_from=date(2024, 12, 31),
            valid_to=last,
            grade="registry",
            recorded_on=TODAY,
        )
    )
    session.flush()


def test_suggested_is_who_is_outside_with_reasons_the_most_first(session):
    both, one, inside, ended, gone = (
        make_enterprise(session, f"北京样例{n}公司", in_pool=n == 3) for n in range(1, 6)
    )
    for enterprise in (both, one, inside):
        certificate(session, enterprise)
    make_title(session, both, Tier.INNOVATIVE)
    certificate(session, ended, TODAY - DAY)
    certificate(session, gone)
    gone.deregistered_on = TODAY

    found, total = suggestions.suggestions(session, TODAY)

    assert [(each.name, each.reasons) for each in found] == [
        ("北京样例1公司", ("certificate", "title")),
        ("北京样例2公司", ("certificate",)),
    ]
    assert total == 2


def test_whoever_is_proposed_or_admitted_is_suggested_no_more(session):
    enterprise = make_enterprise(session, in_pool=False)
    certificate(session, enterprise)

    propose(session, enterprise)

    assert suggestions.suggestions(session, TODAY) == ([], 0)


def entry_until(session, until, **details):
    enterprise = make_enterprise(session, **details)
    entry = title_queries.open_entry(session, enterprise.id)
    proposals.set_term(session, entry, until, why="培育两年", by=make_person(session, "maria").id, on=TODAY)
    return entry


def ending(session, last):
    return [row.entry_id for row in suggestions.terms_ending(session, None, last, on=TODAY)]


def test_the_last_term_counts_and_the_earlier_ones_stay(session):
    entry = entry_until(session, TODAY + 10 * DAY)
    before = ending(session, TODAY + 10 * DAY)

    proposals.set_term(
        session, entry, TODAY + 400 * DAY, why="再培育一年", by=make_person(session, "maria").id, on=TODAY
    )

    assert before == [entry.id]
    assert ending(session, TODAY + 399 * DAY) == []
    assert session.scalars(select(PoolTerm.why).order_by(PoolTerm.number)).all() == ["培育两年", "再培育一年"]


def test_a_seed_that_won_a_title_has_no_term_any_more(session):
    entry_until(session, TODAY + 10 * DAY, tier=Tier.INNOVATIVE)

    assert ending(session, TODAY + 99 * DAY) == []


def test_a_term_lies_ahead(session):
    with pytest.raises(CrmError, match="term_in_the_past"):
        entry_until(session, TODAY)


def test_whoever_leaves_as_deregistered_is_deregistered_everywhere(session):
    maria, enterprise = make_person(session, "maria").id, make_enterprise(session)
    with pytest.raises(CrmError, match="deregistration_needs_day"):
        pool.leave(session, enterprise, Leaving.DEREGISTERED, note="已注销", by=maria, on=TODAY)

    pool.leave(
        session, enterprise, Leaving.DEREGISTERED, note="已注销", by=maria, on=TODAY, deregistered_on=TODAY - DAY
    )

    assert enterprise.deregistered_on == TODAY - DAY
    with pytest.raises(CrmError, match="deregistered_enterprise"):
        pool.admit(session, enterprise, reason="再入库", by=maria, on=TODAY)


@pytest.mark.parametrize(("ended", "leaves"), [(TODAY, True), (TODAY + DAY, False)])
def test_the_night_lets_the_deregistered_go_with_their_steward(session, ended, leaves):
    enterprise = make_enterprise(session, steward="stefan")
    enterprise.deregistered_on = ended
    session.flush()

    gone = [pool.let_deregistered_go(session, by=None, on=TODAY) for _ in range(2)]

    assert gone == ([[enterprise.id], []] if leaves else [[], []])
    assert (stewards.standing(session, enterprise.id).steward is None) is leaves


def test_who_leaves_by_the_record_alone_stands_in_the_audit_trail(app, cast):
    with writing(app) as session:
        enterprise = make_enterprise(session, steward="stefan")
        enterprise.deregistered_on = TODAY
        session.flush()
        pool.let_deregistered_go(session, by=None, on=TODAY)
        wanted = f"enterprise:{enterprise.id}"

    with writing(app) as session:
        left = session.scalars(select(AuditEvent).where(AuditEvent.action == "pool.left")).one()
        assert (left.actor, left.object, left.detail) == (None, wanted, {"why": "deregistered"})


def test_rising_falling_coming_and_leaving_each_stand_in_their_column(session):
    since = date(2025, 3, 1)
    rising, fallen, gone, back = (make_enterprise(session, on=since) for _ in range(4))
    make_enterprise(session, on=date(2026, 3, 1))
    make_title(session, rising, Tier.INNOVATIVE, date(2026, 2, 1), date(2029, 1, 31))
    make_title(session, fallen, Tier.SRDI, date(2023, 6, 1), date(2026, 5, 31))
    title_queries.open_entry(session, gone.id).left_on = TODAY
    entry = title_queries.open_entry(session, back.id)
    entry.left_on = date(2026, 4, 1)
    session.add(PoolEntry(enterprise_id=back.id, admitted_on=date(2026, 5, 1), reason="再入库"))
    session.flush()

    rows = balance.balance(balance.moves(session, true(), NEW_YEAR, TODAY))

    assert [(row.tier, row.before, row.entered, row.left, row.rose_into, row.rose_out) for row in rows] == [
        ("seed", 3, 1, 1, 0, 1),
        ("innovative", 0, 0, 0, 1, 0),
        ("srdi", 1, 0, 0, 0, 0),
        ("little_giant", 0, 0, 0, 0, 0),
    ]
    assert [(row.fell_into, row.fell_out, row.now) for row in rows[:3]] == [(1, 0, 3), (0, 0, 1), (0, 1, 0)]


def test_every_column_adds_up_and_today_is_what_lists_and_tiles_count(session):
    random = Random(11)
    for _ in range(40):
        enterprise = make_enterprise(session, on=TODAY - random.randrange(700) * DAY)
        for tier in random.sample([Tier.INNOVATIVE, Tier.SRDI, Tier.LITTLE_GIANT], random.randrange(3)):
            first = TODAY - random.randrange(1500) * DAY
            make_title(session, enterprise, tier, first, first + 1094 * DAY)
        if random.random() < 0.2:
            entry = title_queries.open_entry(session, enterprise.id)
            entry.left_on = entry.admitted_on + random.randrange(700) * DAY
    session.flush()
    upkeep.refresh_touched(session, on=TODAY)

    rows = balance.balance(balance.moves(session, true(), NEW_YEAR, TODAY))

    for row in rows:
        came, went = row.entered + row.rose_into + row.fell_into, row.left + row.rose_out + row.fell_out
        assert row.before + came - went == row.now
    held = select(Standing.rank, func.count()).where(Standing.admitted_on.is_not(None)).group_by(Standing.rank)
    standing = dict(session.execute(held).tuples().all())
    assert {rank: row.now for rank, row in enumerate(rows) if row.now} == standing


def test_a_number_opens_the_enterprises_it_counts(session):
    enterprise = make_enterprise(session, on=date(2026, 3, 1))
    make_enterprise(session, on=date(2025, 3, 1))

    rows = balance.list_moved(session, true(), (NEW_YEAR, TODAY), (balance.OUTSIDE, 0))

    assert [row.id for row in rows] == [enterprise.id]
