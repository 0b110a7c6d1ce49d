"""The steps of leave covers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leave_cover_events",
        sa.Column("cover_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_leave_cover_events_by")),
        sa.ForeignKeyConstraint(["cover_id"], ["leave_covers.id"], name=op.f("fk_leave_cover_events_cover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_cover_events")),
    )
    op.create_index(
        "ix_leave_cover_events_cover_id_number", "leave_cover_events", ["cover_id", "number"], unique=True
    )


def downgrade() -> None:
    op.drop_table("leave_cover_events")
