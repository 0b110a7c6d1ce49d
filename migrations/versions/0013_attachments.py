"""Attachments, and the tables that link them to titles, facts and services."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LINKS = {
    "title_attachments": ("title_id", "titles"),
    "fact_attachments": ("fact_id", "enterprise_facts"),
    "interaction_photos": ("interaction_id", "interactions"),
}


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("scan", sa.String(length=40), nullable=False),
        sa.Column("stored_by", sa.Integer(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("damaged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["stored_by"], ["users.id"], name=op.f("fk_attachments_stored_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("digest", name=op.f("uq_attachments_digest")),
    )
    for table, (column, owner) in LINKS.items():
        _create_links(table, column, owner)


def _create_links(table: str, column: str, owner: str) -> None:
    op.create_table(
        table,
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("shown_name", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachments.id"], name=op.f(f"fk_{table}_attachment_id")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f(f"fk_{table}_enterprise_id")),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name=op.f(f"fk_{table}_added_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f(f"fk_{table}_removed_by")),
        sa.PrimaryKeyConstraint(column, "attachment_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_attachment_id", table, ["attachment_id"])
    op.create_index(f"ix_{table}_enterprise_id", table, ["enterprise_id"])


def downgrade() -> None:
    for table in LINKS:
        op.drop_table(table)
    op.drop_table("attachments")
