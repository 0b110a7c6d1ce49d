"""The current facts in one row: whoever records a fact keeps it, and the night finds what is not as recorded."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from crm.cultivation.models import JudgingMark
from crm.cultivation.night.due import mark_touched
from crm.enterprises.facts.columns import IdSpan, fact_columns
from crm.enterprises.facts.current import COLUMNS, correct_current, derive_current
from crm.enterprises.facts.dossiers import dossiers_of
from crm.enterprises.facts.jobs import check_facts
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import CurrentFacts, EnterpriseFact
from crm.enterprises.facts.service import record_fact
from crm.enterprises.facts.values import single_facts, write_value
from crm.enterprises.facts.wholesale import Statement, record_facts
from crm.rules.columnar.tables import ENTERPRISES
from crm.work import Turn
from tests.makers import TODAY, make_enterprise

SEEN = Evidence(source="现场核验")
EVERYBODY = IdSpan(1, 10**6).of
ANSWERS = {
    "chain_role": (True, False, None),
    "market.rank": (3, 1, None),
    "market.share": ("0.125", "0.5", None),
    "niche_started_on": ("2018-06-01", None),
    "quality": (["own_brand"], [], None),
    "rd_institution": ("provincial", "none"),
}


def kept(session, enterprise):
    row = session.scalars(select(CurrentFacts).where(CurrentFacts.enterprise_id == enterprise.id)).one()
    session.refresh(row)
    return {fact: getattr(row, name) for fact, name in COLUMNS.items() if getattr(row, name) is not None}


def say(session, enterprise, fact, value, on=TODAY):
    record_fact(session, enterprise.id, fact, value, SEEN, by=None, on=on)


def turn() -> Turn:
    return Turn(TODAY, None, "1-20000")


def test_a_column_stands_for_each_fact_the_record_may_hold():
    names = {column.name for column in CurrentFacts.__table__.columns} - {"enterprise_id"}

    assert list(COLUMNS) == [field.id for field in single_facts()]
    assert set(COLUMNS.values()) == names
    assert {fact for fact in COLUMNS if fact != "quality"} <= set(ENTERPRISES)


def test_a_recorded_fact_stands_in_the_row_and_an_unknown_one_leaves_it(session):
    enterprise = make_enterprise(session)

    say(session, enterprise, "chain_role", True)
    say(session, enterprise, "market.rank", 3)
    assert kept(session, enterprise) == {"chain_role": "true", "market.rank": "3"}

    say(session, enterprise, "chain_role", None)
    assert kept(session, enterprise) == {"market.rank": "3"}


def test_a_register_keeps_the_rows_of_many(session):
    one, other = make_enterprise(session), make_enterprise(session)
    say(session, one, "market.rank", 3)

    statements = [Statement(each.id, "market.rank", text) for each, text in ((one, "5"), (other, "7"))]
    record_facts(session, [*statements, Statement(one.id, "chain_role", "null")], SEEN, by=None, on=TODAY)

    assert (kept(session, one), kept(session, other)) == ({"market.rank": "5"}, {"market.rank": "7"})
    assert correct_current(session, EVERYBODY) == []


def test_after_random_acts_every_row_is_what_the_record_says(session):
    draw = random.Random(20261126)
    enterprises = [make_enterprise(session) for _ in range(8)]

    for step in range(120):
        fact = draw.choice(list(ANSWERS))
        value, day = draw.choice(ANSWERS[fact]), TODAY - timedelta(days=120 - step)
        if step % 3:
            say(session, draw.choice(enterprises), fact, value, day)
        else:
            chosen = draw.sample(enterprises, 3)
            text = write_value(fact, value)
            record_facts(session, [Statement(each.id, fact, text) for each in chosen], SEEN, by=None, on=day)
        if step % 40 == 7:
            undone = session.begin_nested()
            say(session, enterprises[0], "market.rank", 99, day)
            undone.rollback()

    assert session.execute(derive_current(EVERYBODY)).all() != []
    assert correct_current(session, EVERYBODY) == []
    read = {line["row"]: line for line in fact_columns(session, IdSpan(1, 10**6)).singles.iter_rows(named=True)}
    for key, dossier in dossiers_of(session, [each.id for each in enterprises]).items():
        line = read[key]
        assert (line["chain_role"], line["market.rank"]) == (dossier.chain_role, dossier.market.rank)
        assert (line["niche_started_on"], line["rd_institution"]) == (
            dossier.niche_started_on,
            dossier.rd_institution,
        )


@pytest.mark.parametrize("act", ["changed", "taken away", "made up"])
def test_what_was_changed_by_hand_is_counted_put_right_and_judged_anew(session, act):
    honest, wronged = make_enterprise(session), make_enterprise(session)
    for each in (honest, wronged):
        say(session, each, "market.rank", 3)
    mine = CurrentFacts.enterprise_id == wronged.id
    acts = {
        "changed": update(CurrentFacts).where(mine).values(market_rank="1"),
        "taken away": delete(CurrentFacts).where(mine),
        "made up": update(EnterpriseFact).where(EnterpriseFact.enterprise_id == wronged.id).values(value="4"),
    }
    session.execute(acts[act])
    session.info.clear()

    first = check_facts(session, turn())
    mark_touched(session)

    assert first.counts["facts_wrong"] == 1
    assert [line.ids for line in first.lines] == [[wronged.id]]
    assert session.scalars(select(JudgingMark.enterprise_id)).all() == [wronged.id]
    assert check_facts(session, turn()).counts["facts_wrong"] == 0
    assert kept(session, wronged) == {"market.rank": "4" if act == "made up" else "3"}


def test_a_fact_has_one_current_value(session):
    enterprise = make_enterprise(session)
    for value, on in ((3, date(2026, 1, 1)), (4, date(2026, 2, 1)), (None, date(2026, 3, 1))):
        say(session, enterprise, "market.rank", value, on)

    current = select(EnterpriseFact.value).where(EnterpriseFact.replaced_on.is_(None))
    assert session.scalars(current).all() == ["null"]
