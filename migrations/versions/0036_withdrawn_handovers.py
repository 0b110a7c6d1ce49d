"""Sheets of handing over that were taken back, and the steps of their lives."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("handovers") as table:
        table.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
        table.create_check_constraint(
            op.f("ck_handovers_accepted_or_withdrawn"), "accepted_on IS NULL OR withdrawn_on IS NULL"
        )
    op.create_table(
        "handover_events",
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(length=64), nullable=False) for name in ("act", "before", "after")),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_handover_events_by")),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_events_handover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_events")),
    )
    op.create_index(
        "ix_handover_events_handover_id_number", "handover_events", ["handover_id", "number"], unique=True
    )


def downgrade() -> None:
    op.drop_table("handover_events")
    with op.batch_alter_table("handovers") as table:
        table.drop_constraint(op.f("ck_handovers_accepted_or_withdrawn"), type_="check")
        table.drop_column("withdrawn_on")
