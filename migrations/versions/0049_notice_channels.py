"""Channels outside the desk, and what became of each notice in each of them."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

CHANNELS, DELIVERIES = "notice_channels", "deliveries"
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        CHANNELS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("pace", sa.String(length=40), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("shown", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{CHANNELS}_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CHANNELS}")),
    )
    op.create_index(op.f(f"ix_{CHANNELS}_user_id"), CHANNELS, ["user_id"])
    op.create_index(
        f"uq_{CHANNELS}_open", CHANNELS, ["user_id", "kind"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        DELIVERIES,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("notice_id", "channel_id")),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f(f"ck_{DELIVERIES}_sent_at_a_time")),
        sa.ForeignKeyConstraint(["notice_id"], ["outbox.id"], name=op.f(f"fk_{DELIVERIES}_notice_id")),
        sa.ForeignKeyConstraint(["channel_id"], [f"{CHANNELS}.id"], name=op.f(f"fk_{DELIVERIES}_channel_id")),
        sa.PrimaryKeyConstraint("notice_id", "channel_id", name=op.f(f"pk_{DELIVERIES}")),
    )
    op.create_index(op.f(f"ix_{DELIVERIES}_state_due_at"), DELIVERIES, ["state", "due_at"])
    op.create_index(op.f(f"ix_{DELIVERIES}_channel_id"), DELIVERIES, ["channel_id"])


def downgrade() -> None:
    op.drop_table(DELIVERIES)
    op.drop_table(CHANNELS)
