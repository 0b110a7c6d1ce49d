"""A handover sheet has one line for the unread notices about an enterprise, which says how many there were."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

ALIKE = """
    FROM handover_items AS one
    WHERE one.handover_id = handover_items.handover_id AND one.enterprise_id = handover_items.enterprise_id
      AND one.kind = 'notice' AND one.objected_on IS NULL
      AND (one.accepted_on IS NULL) = (handover_items.accepted_on IS NULL)
"""


def upgrade() -> None:
    op.add_column("handover_items", sa.Column("notices", sa.Integer(), nullable=True))
    op.execute("UPDATE handover_items SET notices = 1 WHERE kind = 'notice'")
    unquestioned = "kind = 'notice' AND objected_on IS NULL"
    op.execute(f"UPDATE handover_items SET notices = (SELECT count(*) {ALIKE}) WHERE {unquestioned}")
    op.execute(
        f"DELETE FROM handover_items WHERE {unquestioned} AND EXISTS (SELECT 1 {ALIKE} AND one.ref > handover_items.ref)"
    )


def downgrade() -> None:
    with op.batch_alter_table("handover_items") as altered:
        altered.drop_column("notices")
