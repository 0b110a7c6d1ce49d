"""The numbers of certificates that come when a known list is sent again, until somebody decides on them."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recognition_lines", sa.Column("offered_certificate", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("recognition_lines") as altered:
        altered.drop_column("offered_certificate")
