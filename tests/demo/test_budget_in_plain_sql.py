"""The budget of the demonstration, reckoned again in SQL that shares nothing with what the pages read."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text

from crm.awards.budget.budget_page import clause_money
from crm.awards.budget.expected import expect
from crm.awards.budget.queries import account_faults, money_of_year, titles_held
from crm.awards.ledger.checks import ledger_faults
from crm.awards.ledger.ledger_page import clause_ledger
from crm.awards.ledger.queries import read_ledger
from crm.config.service_rules import service_rules
from crm.db import reading
from tests.conftest import TODAY
from tests.makers_of_awards import MEASURES

YEAR = TODAY.year
# 第一条: 3, 20 and 80 万元 in fen, for titles recognised from 11 July 2023 to the end of 2025.
FIRST_TITLES = """
    WITH ranked AS (
        SELECT enterprise_id, tier, granted_on, revoked_on,
               row_number() OVER (PARTITION BY enterprise_id, tier ORDER BY granted_on, id) AS place
          FROM titles WHERE removed_on IS NULL AND granted_on <= :today
    ), worth AS (
        SELECT ranked.enterprise_id AS enterprise_id,
               max(CASE tier WHEN 'innovative' THEN 3000000 WHEN 'srdi' THEN 20000000 WHEN 'little_giant' THEN 80000000
                   ELSE 0 END) AS fen
          FROM ranked JOIN enterprises ON enterprises.id = ranked.enterprise_id
         WHERE place = 1 AND granted_on >= :since AND granted_on <= :until AND enterprises.deregistered_on IS NULL
           AND (revoked_on IS NULL OR revoked_on > :today)
         GROUP BY ranked.enterprise_id
    ), paid AS (
        SELECT beneficiaries.enterprise_id AS enterprise_id, sum(amount) AS fen
          FROM payments JOIN beneficiaries ON beneficiaries.id = payments.beneficiary_id
         WHERE removed_on IS NULL GROUP BY beneficiaries.enterprise_id
    ), process AS (
        SELECT beneficiaries.enterprise_id AS enterprise_id, sum(coalesce(approved, asked)) AS fen
          FROM claims JOIN beneficiaries ON beneficiaries.id = claims.beneficiary_id
         WHERE state IN ('submitted', 'accepted', 'first_reviewed', 'second_reviewed', 'publicity', 'approved')
         GROUP BY beneficiaries.enterprise_id
    ), refused AS (
        SELECT beneficiaries.enterprise_id AS enterprise_id, sum(asked) AS fen
          FROM claims JOIN beneficiaries ON beneficiaries.id = claims.beneficiary_id
         WHERE state IN ('rejected', 'withdrawn', 'recovered') AND filed_on IS NOT NULL
         GROUP BY beneficiaries.enterprise_id
    )
"""
DAYS = {"today": TODAY, "since": "2023-07-11", "until": "2025-12-31"}


@pytest.fixture(scope="module")
def session(populated):
    with reading() as session:
        yield session


def scalar(session, sql, **values):
    return int(session.scalar(text(sql), values) or 0)


def test_each_figure_of_the_year_is_that_of_plain_sql(session):
    lines = clause_money(MEASURES, money_of_year(session, YEAR))
    states = {
        "review": ("submitted", "accepted", "first_reviewed", "second_reviewed"),
        "publicity": ("publicity",),
        "approved": ("approved",),
    }

    for line in lines:
        for name, among in states.items():
            listed = ", ".join(repr(state) for state in among)
            sql = f"SELECT sum(coalesce(approved, asked)) FROM claims WHERE clause = :clause AND state IN ({listed})"
            assert getattr(line, name) == scalar(session, sql, clause=line.clause)
        benefits = {"first_award": "title_award"}.get(line.clause, line.clause)
        sql = (
            "SELECT sum(amount) FROM payments WHERE benefit = :benefit AND removed_on IS NULL"
            " AND paid_on >= :first AND paid_on <= :last"
        )
        assert line.paid == scalar(session, sql, benefit=benefits, first=f"{YEAR}-01-01", last=f"{YEAR}-12-31")
    assert all(sum(getattr(line, name) for line in lines) for name in (*states, "paid"))


def test_each_part_of_the_ledger_is_that_of_plain_sql(session):
    ledger = read_ledger(session, MEASURES, on=TODAY)
    assert {row.benefit for row in ledger} == {"title_award"}
    sums = clause_ledger(MEASURES, ledger)[0].sums

    for part in ("paid", "process", "refused"):
        name = {"process": "in_process"}.get(part, part)
        assert sums[name] == scalar(session, f"{FIRST_TITLES} SELECT sum(fen) FROM {part}", **DAYS) > 0
    entitled = scalar(
        session,
        f"""{FIRST_TITLES}
        SELECT sum(CASE WHEN worth.fen > coalesce(paid.fen, 0) THEN worth.fen ELSE paid.fen END)
          FROM worth LEFT JOIN paid ON paid.enterprise_id = worth.enterprise_id""",
        **DAYS,
    )
    beside = scalar(
        session,
        f"{FIRST_TITLES} SELECT sum(fen) FROM paid WHERE enterprise_id NOT IN (SELECT enterprise_id FROM worth)",
        **DAYS,
    )
    assert sums["entitlement"] == entitled + beside
    assert sums["open"] == sums["entitlement"] - sums["paid"] - sums["in_process"] - sums["refused"] > 0


def test_the_titles_held_are_counted_alike(session):
    for tier, count in titles_held(session, service_rules().targets).items():
        sql = (
            "SELECT count(DISTINCT titles.enterprise_id) FROM titles"
            " JOIN enterprises ON enterprises.id = titles.enterprise_id"
            " WHERE tier = :tier AND removed_on IS NULL AND revoked_on IS NULL AND granted_on <= :today"
            " AND expires_on >= :today AND enterprises.deregistered_on IS NULL"
        )
        assert count == scalar(session, sql, tier=tier, today=TODAY) > 0


def test_what_flags_may_bring_is_reckoned_alike(session):
    rules, amounts = service_rules().budget, {"innovative": 3000000, "srdi": 20000000, "little_giant": 80000000}
    term = timedelta(days=rules.won_within_days)
    waiting = "SELECT flag_id FROM flag_events WHERE until > :today"
    flags = session.execute(
        text(
            f"""SELECT target, kind, enterprise_id FROM flags
            WHERE purpose = 'new' AND closed_on IS NULL AND kind IN ('eligible', 'near') AND id NOT IN ({waiting})"""
        ),
        {"today": TODAY},
    ).all()
    paid = session.execute(
        text(
            "SELECT enterprise_id, sum(amount) FROM payments JOIN beneficiaries ON beneficiaries.id = beneficiary_id"
            " WHERE removed_on IS NULL GROUP BY enterprise_id"
        )
    ).all()
    before = {row[0]: int(row[1]) for row in paid}
    counted = Counter((row.target, row.kind) for row in flags)
    full = Counter()
    for row in flags:
        full[row.target, row.kind] += max(0, amounts.get(row.target, 0) - before.get(row.enterprise_id, 0))

    found = {(each.target, each.kind): each for each in expect(session, MEASURES, rules, on=TODAY)}

    assert found.keys() == {key for key in counted if full[key]}
    for (target, kind), each in found.items():
        tried, won = past(session, target, kind, term)
        assert (each.flags, each.full, each.tried, each.won) == (
            counted[target, kind],
            full[target, kind],
            tried,
            won,
        )
        expected = full[target, kind] * won // tried if tried >= rules.fewest_tried else None
        assert each.amount == expected


def past(session, target, kind, term):
    """How many were flagged so in the term before the last, and how many of them had the title within one."""
    rows = session.execute(
        text(
            "SELECT enterprise_id, min(opened_on) AS opened_on FROM flags WHERE purpose = 'new' AND target = :target"
            " AND kind = :kind AND opened_on >= :first AND opened_on <= :last GROUP BY enterprise_id"
        ),
        {"target": target, "kind": kind, "first": TODAY - 2 * term, "last": TODAY - term},
    ).all()
    titles = session.execute(
        text("SELECT enterprise_id, granted_on FROM titles WHERE tier = :tier AND removed_on IS NULL"),
        {"tier": target},
    ).all()
    won = sum(
        any(key == flagged and str(opened) <= str(granted) <= str(day(opened) + term) for key, granted in titles)
        for flagged, opened in rows
    )
    return len(rows), won


def day(value):
    """SQLite answers plain SQL in words."""
    return type(TODAY).fromisoformat(str(value))


def test_nothing_of_the_demonstration_differs(session):
    assert account_faults(session) == 0
    assert ledger_faults(session, MEASURES, on=TODAY) == 0
