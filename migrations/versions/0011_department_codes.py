"""Departments get a code and an end."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("departments") as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
    # A code of its own for each, until `flask people departments` gives it the one that configuration names.
    op.execute("UPDATE departments SET code = 'd' || id")
    with op.batch_alter_table("departments") as batch_op:
        batch_op.alter_column("code", existing_type=sa.String(length=64), nullable=False)
        batch_op.create_unique_constraint("uq_departments_code", ["code"])


def downgrade() -> None:
    with op.batch_alter_table("departments") as batch_op:
        batch_op.drop_constraint("uq_departments_code", type_="unique")
        batch_op.drop_column("ended_on")
        batch_op.drop_column("code")
