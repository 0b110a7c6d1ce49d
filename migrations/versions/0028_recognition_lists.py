"""Published lists of recognised enterprises and their lines."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recognition_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        *(sa.Column(name, sa.String(length=40), nullable=False) for name in ("purpose", "tier")),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("applied_by", sa.Integer(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["received_by"], ["users.id"], name=op.f("fk_recognition_lists_received_by")),
        sa.ForeignKeyConstraint(["applied_by"], ["users.id"], name=op.f("fk_recognition_lists_applied_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_lists")),
        sa.UniqueConstraint("digest", name=op.f("uq_recognition_lists_digest")),
    )
    op.create_index(op.f("ix_recognition_lists_received_by"), "recognition_lists", ["received_by"])
    op.create_table(
        "recognition_lines",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("printed_name", sa.String(length=200), nullable=False),
        sa.Column("printed_code", sa.String(length=64), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(length=40), nullable=True) for name in ("matched_by", "decision")),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("title_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "decision <> 'taken' OR enterprise_id IS NOT NULL", name=op.f("ck_recognition_lines_taken_for_somebody")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_recognition_lines_{column}"))
            for column, table in REFERENCES
        ),
        sa.PrimaryKeyConstraint("list_id", "number", name=op.f("pk_recognition_lines")),
    )
    op.create_index(op.f("ix_recognition_lines_list_id_decision"), "recognition_lines", ["list_id", "decision"])
    op.create_index(op.f("ix_recognition_lines_enterprise_id"), "recognition_lines", ["enterprise_id"])


REFERENCES = (
    ("list_id", "recognition_lists"),
    ("enterprise_id", "enterprises"),
    ("decided_by", "users"),
    ("title_id", "titles"),
)


def downgrade() -> None:
    op.drop_table("recognition_lines")
    op.drop_table("recognition_lists")
