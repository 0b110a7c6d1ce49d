"""Declarations that a list is complete are dated rows: a new one ends the one before, and both stay."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_on IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("fact_lists") as batch_op:
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_fact_lists_ended_by"), "users", ["ended_by"], ["id"])
        batch_op.drop_index("ix_fact_lists_enterprise_id_kind")
        batch_op.create_index("ix_fact_lists_enterprise_id_kind", ["enterprise_id", "kind"])
        batch_op.create_index(
            "uq_fact_lists_open", ["enterprise_id", "kind"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        )


def downgrade() -> None:
    op.execute("DELETE FROM fact_lists WHERE ended_on IS NOT NULL")
    with op.batch_alter_table("fact_lists") as batch_op:
        batch_op.drop_index("uq_fact_lists_open")
        batch_op.drop_index("ix_fact_lists_enterprise_id_kind")
        batch_op.create_index("ix_fact_lists_enterprise_id_kind", ["enterprise_id", "kind"], unique=True)
        batch_op.drop_constraint(op.f("fk_fact_lists_ended_by"), type_="foreignkey")
        batch_op.drop_column("ended_by")
        batch_op.drop_column("ended_on")
