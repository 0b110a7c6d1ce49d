"""How many enterprises stand alike, kept for boards; indexes by steward."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ALIKE = (
    "steward_id, rank, holds_tech_sme, holds_innovative, holds_srdi, holds_little_giant, promotion, promotion_target"
)
FLAGS = "admitted_on IS NOT NULL, waiting_since IS NOT NULL"
DAYS = {
    "last_contact": "last_contact_on",
    "title_ends": "title_ends_on",
    "unready_ends": "unready_ends_on",
    "admitted": "admitted_on",
}
INDEXES = (
    ("standings", ["steward_id", "last_contact_on", "name"]),
    ("standings", ["steward_id", "next_contact_on"]),
    ("titles", ["granted_on"]),
)
FILL = (
    (
        f"INSERT INTO standing_counts ({ALIKE}, is_in_pool, is_waiting, number)"
        f" SELECT {ALIKE}, {FLAGS}, count(*) FROM standings GROUP BY {ALIKE}, {FLAGS}"
    ),
    *(
        "INSERT INTO standing_days (what, day, rank, is_in_pool, number)"
        f" SELECT '{what}', {day}, rank, admitted_on IS NOT NULL, count(*) FROM standings"
        f" WHERE {day} IS NOT NULL GROUP BY {day}, rank, admitted_on IS NOT NULL"
        for what, day in DAYS.items()
    ),
)


def upgrade() -> None:
    op.create_table(
        "standing_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("steward_id", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        *(
            sa.Column(f"holds_{tier}", sa.Boolean(), nullable=False)
            for tier in ("tech_sme", "innovative", "srdi", "little_giant")
        ),
        sa.Column("promotion", sa.String(length=64), nullable=True),
        sa.Column("promotion_target", sa.String(length=40), nullable=True),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("is_in_pool", "is_waiting")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["steward_id"], ["users.id"], name=op.f("fk_standing_counts_steward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_counts")),
    )
    op.create_index(op.f("ix_standing_counts_steward_id"), "standing_counts", ["steward_id"])
    op.create_table(
        "standing_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("is_in_pool", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_days")),
    )
    op.create_index(op.f("ix_standing_days_what_day"), "standing_days", ["what", "day"])
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    for statement in FILL:
        op.execute(statement)


def downgrade() -> None:
    for table, columns in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
    op.drop_table("standing_days")
    op.drop_table("standing_counts")
