"""The columnar interpreter as its callers use it; that it judges rightly is shown by the agreement tests."""

from __future__ import annotations

from itertools import product

import pytest

from crm.rules import dossier_from
from crm.rules.columnar.judging import judge_pool, judge_pool_seen
from crm.rules.columnar.sight import PoolSight
from crm.rules.columnar.tables import LARGEST, fits, tables_of
from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.border.codes import credit_code
from tests.rules.border.figures import money
from tests.rules.engine import library
from tests.rules.strategies import PURPOSES

AS_OF = AS_OF_DATES[0]


@pytest.mark.parametrize("rulebook", BORDERS)
def test_a_pool_without_enterprises_gives_no_lines(rulebook):
    said = judge_pool(library().rulebooks[rulebook], tables_of([]), as_of=AS_OF, sizing=library().sizing)

    assert said.frame.height == 0


def test_rulebooks_and_purposes_that_share_a_sight_do_not_disturb_each_other():
    pool = [dossier_from(row) for book in BORDERS for row in border_dossiers(book, AS_OF, 20, seed=4)]
    tables = tables_of([one for one in pool if fits(one)])
    shared = PoolSight(tables, AS_OF, library().sizing)

    for (book, purpose), _ in product(product(library().rulebooks.values(), PURPOSES), range(2)):
        alone = judge_pool(book, tables, as_of=AS_OF, purpose=purpose, sizing=library().sizing)
        assert judge_pool_seen(book, shared, purpose).frame.equals(alone.frame)


@pytest.mark.parametrize(("amount", "expected"), [(LARGEST, True), (LARGEST + 1, False)])
def test_only_amounts_that_cannot_overflow_go_into_columns(amount, expected):
    figures = [{"year": AS_OF.year - 1, "revenue": money(amount)}]
    dossier = dossier_from({"uscc": credit_code("91", 1), "name": "巨石集团", "figures": figures})

    assert fits(dossier) is expected
