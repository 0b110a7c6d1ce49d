"""What a year may spend on each clause."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budgets",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clause", sa.String(length=64), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_budgets_amount")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_budgets_department_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_budgets_recorded_by")),
        sa.PrimaryKeyConstraint("year", "clause", "department_id", name=op.f("pk_budgets")),
    )
    op.create_index("ix_budgets_recorded_by", "budgets", ["recorded_by"])


def downgrade() -> None:
    op.drop_table("budgets")
