"""Notices that are read, withdrawn and chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_outbox_kind_withdrawn_at", ["kind", "withdrawn_at"])
        batch_op.create_index("ix_outbox_created_at", ["created_at"])
    op.create_table(
        "notice_choices",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notice_choices_user_id")),
        sa.PrimaryKeyConstraint("user_id", "kind", "channel", name=op.f("pk_notice_choices")),
    )


def downgrade() -> None:
    op.drop_table("notice_choices")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index("ix_outbox_created_at")
        batch_op.drop_index("ix_outbox_kind_withdrawn_at")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("reason")
        batch_op.drop_column("about")
