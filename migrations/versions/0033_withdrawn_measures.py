"""A measure that was entered may be withdrawn before anybody approved it."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ONE_END = "ck_measure_texts_one_end"


def upgrade() -> None:
    with op.batch_alter_table("measure_texts") as table:
        table.add_column(sa.Column("withdrawn_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f("fk_measure_texts_withdrawn_by"), "users", ["withdrawn_by"], ["id"])
        table.create_check_constraint(op.f(ONE_END), "approved_at IS NULL OR withdrawn_at IS NULL")


def downgrade() -> None:
    with op.batch_alter_table("measure_texts") as table:
        table.drop_constraint(op.f(ONE_END), type_="check")
        table.drop_constraint(op.f("fk_measure_texts_withdrawn_by"), type_="foreignkey")
        table.drop_column("withdrawn_at")
        table.drop_column("withdrawn_by")
