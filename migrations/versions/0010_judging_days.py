"""What the night judges: marks of what was written, days on which the calendar changes something, nights that judged."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evaluations", sa.Column("changes_on", sa.Date(), nullable=True))
    op.create_table(
        "judging_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_judging_marks_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judging_marks")),
    )
    op.create_index(op.f("ix_judging_marks_enterprise_id"), "judging_marks", ["enterprise_id"])
    op.create_table(
        "judging_days",
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_judging_days_enterprise_id")),
        sa.PrimaryKeyConstraint("enterprise_id", name=op.f("pk_judging_days")),
    )
    op.create_index(op.f("ix_judging_days_due_on"), "judging_days", ["due_on"])
    op.create_table(
        "judged_nights",
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=64), nullable=True),
        sa.Column("rules", sa.String(length=64), nullable=False),
        sa.Column("evaluated", sa.Integer(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("judged_on", name=op.f("pk_judged_nights")),
    )


def downgrade() -> None:
    op.drop_table("judged_nights")
    op.drop_table("judging_days")
    op.drop_table("judging_marks")
    with op.batch_alter_table("evaluations") as table:
        table.drop_column("changes_on")
