"""The parts of a standing: each is worked out once for all that are derived together."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite

from crm.standings.derivation import derive_standings, everybody
from tests.conftest import TODAY

PARTS = ("held", "awaited", "ends", "pool", "flagged", "promotion", "changes")


def test_postgresql_works_each_part_out_once_however_few_rows_it_expects(context):
    """Right after a register is written it expects one row, and would go through all titles for each enterprise."""
    statement = derive_standings(everybody, TODAY)

    on_postgresql = str(statement.compile(dialect=postgresql.dialect()))

    assert [part for part in PARTS if f"{part} AS MATERIALIZED" not in on_postgresql] == []
    assert "MATERIALIZED" not in str(statement.compile(dialect=sqlite.dialect()))
