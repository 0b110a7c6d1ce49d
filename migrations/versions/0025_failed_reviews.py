"""A failed review keeps the last day that it did not move, so that one knows which term it was about."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE title_events SET expires_before = (SELECT expires_on FROM titles WHERE titles.id = title_id)"
        " WHERE kind = 'review_failed' AND expires_before IS NULL"
    )


def downgrade() -> None:
    op.execute("UPDATE title_events SET expires_before = NULL WHERE kind = 'review_failed'")
    op.execute("DELETE FROM title_events WHERE kind = 'review_awaited'")
