"""Every table that speaks of an enterprise says what becomes of its rows when two records are merged."""

from __future__ import annotations

from crm.db import Base
from crm.enterprises.merging import MERGE_RULES


def of_an_enterprise() -> set[str]:
    return {table.name for table in Base.metadata.sorted_tables if "enterprise_id" in table.c}


def test_every_table_with_an_enterprise_has_its_rule_of_merging():
    assert of_an_enterprise() - set(MERGE_RULES) == set()


def test_no_rule_is_of_a_table_that_is_gone():
    assert set(MERGE_RULES) - of_an_enterprise() == set()
