"""The sizing table as the engine reads it and as the reference does, on and beside every bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from crm.rules import Sight, dossier_from
from crm.rules.exact.conditions import sizes_of
from tests.rules.border import AS_OF_DATES
from tests.rules.border.codes import credit_code
from tests.rules.border.figures import FEN, money
from tests.rules.border.limits import SIZES
from tests.rules.engine import library
from tests.rules.reference.facts import Facts
from tests.rules.reference.sizing import industry_of, known_classes

AS_OF = AS_OF_DATES[0]


def figures_on_the_bounds(staff: tuple[int, ...], revenue: tuple[int, ...], assets: tuple[int, ...]) -> Iterator[Any]:
    for beside in (-1, 0, 1):
        yield from ({"employees": bound + beside} for bound in staff)
        yield from ({"revenue": money(bound * FEN + beside)} for bound in revenue)
        yield from ({"total_assets": money(bound * FEN + beside)} for bound in assets)


@pytest.mark.parametrize(("industry", "staff", "revenue", "assets"), SIZES, ids=[str(row[0]) for row in SIZES])
def test_both_see_the_same_size_on_and_beside_every_bound(industry, staff, revenue, assets):
    for figure in figures_on_the_bounds(staff, revenue, assets):
        row = {
            "uscc": credit_code("91", 1),
            "name": "边界企业",
            "industry": industry,
            "figures": [{"year": AS_OF.year - 1, **figure}],
        }
        listed = industry_of(industry)

        seen = sizes_of(Sight(dossier_from(row), AS_OF, library().sizing))

        assert Counter(seen) == Counter([] if listed is None else known_classes(Facts(row, AS_OF), listed))
