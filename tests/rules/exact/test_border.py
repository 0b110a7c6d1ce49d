"""The border generator: what it must reach for a comparison on its rows to mean anything."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice

import pytest
from stdnum.cn import uscc

from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.reference import Outcome, judge

EVERY_RULEBOOK = pytest.mark.parametrize("rulebook", BORDERS)
ROWS = 1500


def outcomes(rulebook: str) -> list[Outcome]:
    as_of = AS_OF_DATES[0]
    return [judge(rulebook, row, as_of) for row in border_dossiers(rulebook, as_of, ROWS, seed=3)]


@EVERY_RULEBOOK
def test_every_verdict_and_every_flag_comes_up(rulebook):
    drawn = outcomes(rulebook)

    assert {one.verdict for one in drawn} == {"eligible", "near", "far", "incomplete"}
    assert {one.flag for one in drawn} == {"eligible", "near", "ask", None}


@EVERY_RULEBOOK
def test_every_criterion_and_branch_comes_up_met_unmet_and_unknown(rulebook):
    seen = defaultdict(set)
    for one in outcomes(rulebook):
        for key, status in {**one.criteria, **one.branches}.items():
            seen[key].add(status)

    # A credit code is always there, so what it says is never unknown.
    assert seen.pop("gate.legal_person") == {"met", "unmet"}
    assert {key: statuses for key, statuses in seen.items() if len(statuses) < 3} == {}


def test_the_same_seed_draws_the_same_dossiers():
    first, second = (list(border_dossiers("srdi-2022", AS_OF_DATES[2], 50, seed=9)) for _ in range(2))

    assert first == second


def test_credit_codes_are_valid_and_each_is_used_once():
    codes = [row["uscc"] for row in islice(border_dossiers("srdi-2026", AS_OF_DATES[0], 3000, seed=1), 3000)]

    assert all(uscc.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)
