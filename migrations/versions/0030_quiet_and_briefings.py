"""Quiet periods of enterprises, briefings for many, and until when a standing is quiet."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_on IS NULL")


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _words(name: str, length: int = 200, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    with op.batch_alter_table("standings") as batch_op:
        batch_op.add_column(_day("quiet_until", nullable=True))
    _create_quiet_periods()
    _create_briefings()


def _create_quiet_periods() -> None:
    op.create_table(
        "quiet_periods",
        _id("id"),
        _id("enterprise_id"),
        _day("from_on"),
        _day("until"),
        _words("why"),
        _id("set_by"),
        _day("ended_on", nullable=True),
        _id("ended_by", nullable=True),
        sa.CheckConstraint("until >= from_on", name=op.f("ck_quiet_periods_quiet_until_later")),
        _points_to("quiet_periods", "enterprise_id", "enterprises"),
        _points_to("quiet_periods", "set_by", "users"),
        _points_to("quiet_periods", "ended_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_periods")),
    )
    op.create_index(
        "uq_quiet_periods_open",
        "quiet_periods",
        ["enterprise_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_quiet_periods_enterprise_id", "quiet_periods", ["enterprise_id"])
    op.create_index("ix_quiet_periods_set_by", "quiet_periods", ["set_by"])


def _create_briefings() -> None:
    op.create_table(
        "briefings",
        _id("id"),
        _day("held_on"),
        _words("title"),
        _words("place", nullable=True),
        _words("purpose", 40),
        sa.Column("text", sa.Text(), nullable=True),
        _id("held_by"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _words("client_key", 64, nullable=True),
        _points_to("briefings", "held_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefings")),
        sa.UniqueConstraint("client_key", name=op.f("uq_briefings_client_key")),
    )
    op.create_index("ix_briefings_held_on", "briefings", ["held_on"])
    op.create_index("ix_briefings_held_by", "briefings", ["held_by"])
    op.create_table(
        "briefing_enterprises",
        _id("briefing_id"),
        _id("enterprise_id"),
        _points_to("briefing_enterprises", "briefing_id", "briefings"),
        _points_to("briefing_enterprises", "enterprise_id", "enterprises"),
        sa.PrimaryKeyConstraint("briefing_id", "enterprise_id", name=op.f("pk_briefing_enterprises")),
    )
    op.create_index("ix_briefing_enterprises_enterprise_id", "briefing_enterprises", ["enterprise_id"])


def downgrade() -> None:
    for table in ("briefing_enterprises", "briefings", "quiet_periods"):
        op.drop_table(table)
    with op.batch_alter_table("standings") as batch_op:
        batch_op.drop_column("quiet_until")
