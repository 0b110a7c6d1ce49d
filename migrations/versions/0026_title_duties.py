"""What titles ask of their enterprises: annual updates, reports of major changes, reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "title_duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("opened_on", "due_on")),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("missed_on", "set_aside_on")),
        sa.Column("set_aside_by", sa.Integer(), nullable=True),
        sa.Column("set_aside_why", sa.String(length=200), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_title_duties_title_id")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_title_duties_enterprise_id")),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name=op.f("fk_title_duties_done_by")),
        sa.ForeignKeyConstraint(["set_aside_by"], ["users.id"], name=op.f("fk_title_duties_set_aside_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_duties")),
    )
    for columns, is_unique in INDEXES:
        op.create_index(op.f(f"ix_title_duties_{'_'.join(columns)}"), "title_duties", columns, unique=is_unique)


INDEXES = (
    (["title_id", "kind", "period"], True),
    (["due_on"], False),
    (["kind", "done_on"], False),
    (["enterprise_id"], False),
)


def downgrade() -> None:
    op.drop_table("title_duties")
