"""Files of claims of who is no enterprise."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claim_attachments") as altered:
        altered.alter_column("enterprise_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM claim_attachments WHERE enterprise_id IS NULL")
    with op.batch_alter_table("claim_attachments") as altered:
        altered.alter_column("enterprise_id", existing_type=sa.Integer(), nullable=False)
