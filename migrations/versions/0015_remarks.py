"""What a register remarks about an enterprise."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enterprises") as batch_op:
        batch_op.add_column(sa.Column("remark", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("enterprises") as batch_op:
        batch_op.drop_column("remark")
