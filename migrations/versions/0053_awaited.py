"""Beside the rank of a standing the title whose review awaits its result."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TABLES = ("standings", "standing_counts")
# Whoever writes first derives anew what is due: all of whom a title may be awaited, or is barred for some years.
DUE = """
UPDATE standings SET changes_on = :today WHERE enterprise_id IN (
  SELECT enterprise_id FROM titles
  WHERE removed_on IS NULL AND (expires_on BETWEEN :long_ago AND :today OR revoked_on BETWEEN :long_ago AND :today))
"""
_LONG = timedelta(days=5 * 366)


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("awaited", sa.String(length=40), nullable=True))
    op.create_index("ix_standings_awaited", "standings", ["awaited"])
    op.get_bind().execute(due_on(datetime.now(ZoneInfo("Asia/Shanghai")).date()))


def due_on(today: date) -> sa.TextClause:
    """Let those be derived anew who may be awaited on a day."""
    days = sa.bindparam("today", today, sa.Date()), sa.bindparam("long_ago", today - _LONG, sa.Date())
    return sa.text(DUE).bindparams(*days)


def downgrade() -> None:
    op.drop_index("ix_standings_awaited", "standings")
    for table in TABLES:
        with op.batch_alter_table(table) as altered:
            altered.drop_column("awaited")
