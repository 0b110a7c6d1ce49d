"""Sheets of handing over, with their items."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _day(name: str, *, nullable: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "handovers",
        *(_id(name) for name in ("id", "from_id", "to_id", "made_by")),
        _day("made_on"),
        sa.Column("why", sa.String(length=200), nullable=False),
        _day("first_contact_by"),
        _day("accepted_on", nullable=True),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_handovers_to_somebody_else")),
        *(_points_to("handovers", name, "users") for name in ("from_id", "to_id", "made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    op.create_index("ix_handovers_from_id", "handovers", ["from_id"])
    op.create_index("ix_handovers_to_id_accepted_on", "handovers", ["to_id", "accepted_on"])
    op.create_index("ix_handovers_made_on", "handovers", ["made_on"])
    op.create_table(
        "handover_items",
        _id("handover_id"),
        _id("enterprise_id"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        _id("ref"),
        _day("accepted_on", nullable=True),
        _day("objected_on", nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        _points_to("handover_items", "handover_id", "handovers"),
        _points_to("handover_items", "enterprise_id", "enterprises"),
        sa.PrimaryKeyConstraint("handover_id", "enterprise_id", "kind", "ref", name=op.f("pk_handover_items")),
    )
    op.create_index("ix_handover_items_enterprise_id", "handover_items", ["enterprise_id"])


def downgrade() -> None:
    op.drop_table("handover_items")
    op.drop_table("handovers")
