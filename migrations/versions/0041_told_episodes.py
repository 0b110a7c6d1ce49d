"""Which episodes people were told of; what the night has told so far, and the flags that are open, count as told."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KINDS = ("flag_opened", "flag_unseen", "update_due", "duty", "seed_term")


def upgrade() -> None:
    op.create_table(
        "told_episodes",
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("reason", name=op.f("pk_told_episodes")),
    )
    op.create_index("ix_told_episodes_kind_told_on", "told_episodes", ["kind", "told_on"])
    told = ", ".join(f"'{kind}'" for kind in KINDS)
    op.execute(
        "INSERT INTO told_episodes (reason, kind, told_on) "
        "SELECT 'flag:' || id, 'flag_opened', opened_on FROM flags WHERE closed_on IS NULL"
    )
    op.execute(
        "INSERT INTO told_episodes (reason, kind, told_on) "
        "SELECT reason, max(kind), date(max(created_at)) FROM outbox "
        f"WHERE kind IN ({told}) AND reason IS NOT NULL AND reason NOT IN (SELECT reason FROM told_episodes) "
        "GROUP BY reason"
    )


def downgrade() -> None:
    op.drop_table("told_episodes")
