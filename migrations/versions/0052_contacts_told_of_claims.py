"""Whether the contact of an enterprise is told of each step of its claim."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    told = sa.Column("tells_contact", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("claims", told)
    with op.batch_alter_table("claims") as altered:
        altered.alter_column("tells_contact", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("claims") as altered:
        altered.drop_column("tells_contact")
