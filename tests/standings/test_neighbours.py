"""Standings come out alike however they are derived: a few, neighbours as a span, those far apart as one array."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from crm.standings import queries, upkeep
from crm.standings.models import Standing
from tests.makers import TODAY, make_enterprise


@pytest.mark.parametrize("few", [0, 50])
@pytest.mark.parametrize("places", [(0,), (3, 4), (0, 8), (1, 3, 8)])
def test_a_few_neighbours_and_those_far_apart_are_derived_alike(session, monkeypatch, places, few):
    monkeypatch.setattr(upkeep, "_FEW", few)
    made = [make_enterprise(session, steward="stefan").id for _ in range(9)]
    upkeep.refresh(session, made, on=TODAY)
    chosen = [made[place] for place in places]
    session.execute(update(Standing).where(Standing.enterprise_id.in_(chosen)).values(rank=3))

    assert upkeep.refresh(session, chosen, on=TODAY) == len(chosen)
    assert upkeep.refresh(session, chosen, on=TODAY) == 0
    assert queries.differing(session, on=TODAY) == []
