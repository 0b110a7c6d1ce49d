"""The texts of measures, by digest."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure_texts",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("entered_by <> approved_by", name=op.f("ck_measure_texts_two_persons")),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_measure_texts_entered_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name=op.f("fk_measure_texts_approved_by")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_measure_texts")),
    )


def downgrade() -> None:
    op.drop_table("measure_texts")
