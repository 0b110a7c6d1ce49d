"""What is kept with a judgement depends on the facts alone, never on the order in which a database gives them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from crm.cultivation.night.evaluation import facts_texts
from crm.cultivation.pool.columns import read_pool
from crm.enterprises.facts.columns import IdSpan
from crm.rules.columnar.tables import LISTS
from tests.cultivation.srdi import make_candidate, own_class1
from tests.makers import make_figures

ON = date(2026, 11, 24)


def test_rows_in_any_order_are_kept_as_the_same_text(session):
    enterprise = make_candidate(session)
    own_class1(session, enterprise, 3)
    for year in (2025, 2024):
        make_figures(session, enterprise, year, rd_expense=year)
    tables = read_pool(session, IdSpan(enterprise.id, enterprise.id), ON).tables
    backwards = replace(tables, **{name: getattr(tables, name).reverse() for name in LISTS})
    assert backwards.figures["year"].to_list() != tables.figures["year"].to_list()

    kept, again = (facts_texts(each, pl.Series([0]), ON)["facts"].item() for each in (tables, backwards))

    assert kept == again
