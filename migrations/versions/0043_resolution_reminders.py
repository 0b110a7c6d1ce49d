"""That owners of resolutions were reminded, before the day and after it."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resolution_reminders",
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["joint_resolutions.id"], name=op.f("fk_resolution_reminders_resolution_id")
        ),
        sa.PrimaryKeyConstraint("resolution_id", "step", name=op.f("pk_resolution_reminders")),
    )


def downgrade() -> None:
    op.drop_table("resolution_reminders")
