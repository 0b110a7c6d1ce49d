"""Windows that managers entered, and the lists made when windows open."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

PEOPLE = ("entered_by", "approved_by", "withdrawn_by")


def upgrade() -> None:
    op.create_table(
        "window_texts",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("window_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in PEOPLE[1:]),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("approved_at", "withdrawn_at")),
        sa.CheckConstraint("entered_by <> approved_by", name=op.f("ck_window_texts_two_persons")),
        sa.CheckConstraint("approved_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_window_texts_one_end")),
        *(sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_window_texts_{name}")) for name in PEOPLE),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_window_texts")),
    )
    op.create_table(
        "window_openings",
        sa.Column("window_id", sa.String(length=64), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("window_id", name=op.f("pk_window_openings")),
    )
    op.create_table(
        "window_candidates",
        sa.Column("window_id", sa.String(length=64), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_window_candidates_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("window_id", "enterprise_id", name=op.f("pk_window_candidates")),
    )
    op.create_index(op.f("ix_window_candidates_enterprise_id"), "window_candidates", ["enterprise_id"])


def downgrade() -> None:
    for table in ("window_candidates", "window_openings", "window_texts"):
        op.drop_table(table)
