"""Every node of the law has its place in every table of every interpreter; a new one is missed here first."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from crm.rules.columnar import changing as columnar_changing
from crm.rules.columnar import conditions as columns
from crm.rules.columnar import readings, scoring
from crm.rules.exact import changing as exact_changing
from crm.rules.exact import conditions, facts_used, findings, sight, wording
from crm.rules.exact import scoring as exact_scoring
from crm.rules.files import pool_lines
from crm.rules.law import widening
from crm.rules.law.days import calendar
from crm.rules.law.metrics import Metric
from crm.rules.law.nodes import AllOf, AnyOf, AssumedMet, Brackets, Criterion, Leaf, Node, Points, Score
from crm.rules.ways import wording as ways_wording
from crm.rules.ways.changes import Change

LEAVES = {*get_args(Leaf), Score}
JOINTS = {AllOf, AnyOf, Brackets}
NODES = set(get_args(Node))
POINTS = set(get_args(Points))
METRICS = set(get_args(Metric))
# Only widened trees hold what is assumed, and nobody is told of those; a criterion is told of by what it says.
TOLD = NODES - {AssumedMet, Criterion}

TABLES: dict[str, tuple[dict[type[Any], Any], set[type[Any]]]] = {
    "exact: the truth of leaves": (conditions.LEAVES, LEAVES),
    "exact: words for what is required": (wording.REQUIRED, TOLD),
    "exact: words for what was found": (wording.FOUND, TOLD),
    "exact: facts that are used": (facts_used.LISTINGS, (LEAVES - {AssumedMet}) | {Brackets} | POINTS),
    "exact: readings": (sight.READERS, METRICS),
    "exact: points": (exact_scoring.GIVERS, POINTS),
    "columns: truth": (columns.JUDGES, NODES),
    "columns: readings": (readings.READERS, METRICS),
    "columns: points": (scoring.GIVERS, POINTS),
    "calendar": (calendar.DEPENDS, NODES | POINTS),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_every_node_it_must_know_and_no_other(name):
    table, wanted = TABLES[name]

    assert {one.__name__ for one in wanted - set(table)} == set()
    assert {one.__name__ for one in set(table) - wanted} == set()


def test_both_interpreters_know_what_the_calendar_changes_and_every_change_has_its_words():
    dependences = set(get_args(calendar.Dependence))

    assert set(exact_changing.HAPPENS) == dependences
    assert set(columnar_changing.HAPPENS) == dependences
    assert set(ways_wording.SAID) == set(get_args(Change))
    assert set(pool_lines.SINGLE_ANSWER) <= LEAVES
    assert set(findings.MET_ON) <= NODES


def test_nodes_are_leaves_joints_and_criteria():
    assert LEAVES | JOINTS | {Criterion} == NODES


def test_what_is_widened_or_lacking_is_a_node():
    assert set(widening.WIDENED) <= NODES
    assert set(wording.LACKING) <= TOLD
