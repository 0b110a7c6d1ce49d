"""Lists of approved claims for the finance bureau."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

AWAITED = sa.text("outcome IS NULL")


def upgrade() -> None:
    op.create_table(
        "payment_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_payment_batches_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batches")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_batches_number")),
    )
    op.create_index("ix_payment_batches_made_by", "payment_batches", ["made_by"])
    op.create_table(
        "payment_batch_lines",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["payment_batches.id"], name=op.f("fk_payment_batch_lines_batch_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_payment_batch_lines_claim_id")),
        sa.PrimaryKeyConstraint("batch_id", "claim_id", name=op.f("pk_payment_batch_lines")),
    )
    op.create_index(
        "uq_payment_batch_lines_awaited",
        "payment_batch_lines",
        ["claim_id"],
        unique=True,
        sqlite_where=AWAITED,
        postgresql_where=AWAITED,
    )


def downgrade() -> None:
    op.drop_table("payment_batch_lines")
    op.drop_table("payment_batches")
