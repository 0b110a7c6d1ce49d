"""Proposals for the pool, and the terms of seeds."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

UNDECIDED = sa.text("decided_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "pool_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decided_why", sa.String(length=200), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(department_id IS NULL) <> (street IS NULL)", name=op.f("ck_pool_proposals_one_proposer")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_pool_proposals_{column}"))
            for column, table in REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_proposals")),
    )
    op.create_index(
        "uq_pool_proposals_open",
        "pool_proposals",
        ["enterprise_id"],
        unique=True,
        sqlite_where=UNDECIDED,
        postgresql_where=UNDECIDED,
    )
    for column in ("enterprise_id", "recorded_by", "decided_on"):
        op.create_index(op.f(f"ix_pool_proposals_{column}"), "pool_proposals", [column])
    op.create_table(
        "pool_terms",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["pool_entries.id"], name=op.f("fk_pool_terms_entry_id")),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name=op.f("fk_pool_terms_set_by")),
        sa.PrimaryKeyConstraint("entry_id", "number", name=op.f("pk_pool_terms")),
    )
    op.create_index(op.f("ix_pool_terms_until"), "pool_terms", ["until"])
    op.create_index(op.f("ix_pool_terms_set_by"), "pool_terms", ["set_by"])


REFERENCES = (
    ("enterprise_id", "enterprises"),
    ("department_id", "departments"),
    ("recorded_by", "users"),
    ("decided_by", "users"),
    ("entry_id", "pool_entries"),
)


def downgrade() -> None:
    op.drop_table("pool_terms")
    op.drop_table("pool_proposals")
