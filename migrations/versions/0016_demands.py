"""Demands with their departments, steps, files and the reminders of their clocks."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OPEN_LEAD = sa.text("part = 'lead' AND to_at IS NULL")
NUMBERED = sa.text("source_number IS NOT NULL")
MOMENT = sa.DateTime(timezone=True)


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _day(name: str, *, nullable: bool = True) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _word(name: str, length: int = 40, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def upgrade() -> None:
    _create_demands()
    _create_events()
    _create_departments()
    op.create_table(
        "demand_reminders",
        _id("demand_id"),
        _id("round"),
        _word("step", 64),
        _day("told_on", nullable=False),
        _points_to("demand_reminders", "demand_id", "demands"),
        sa.PrimaryKeyConstraint("demand_id", "round", "step", name=op.f("pk_demand_reminders")),
    )
    _create_files()


def _create_demands() -> None:
    op.create_table(
        "demands",
        _id("id"),
        _word("number", 20),
        _id("enterprise_id"),
        _word("category", 64),
        _word("level", 64),
        _word("source"),
        _word("source_number", 64, nullable=True),
        _id("contact_id", nullable=True),
        _word("title", 200),
        sa.Column("text", sa.Text(), nullable=False),
        _id("raised_by"),
        _day("raised_on", nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        _word("state"),
        _id("round"),
        _id("handler_id", nullable=True),
        _day("answer_by", nullable=False),
        _day("finish_by", nullable=False),
        *(_day(name) for name in ("accepted_on", "answered_on", "closed_on", "paused_on")),
        sa.Column("was_returned", sa.Boolean(), nullable=False),
        _word("extension", nullable=True),
        _day("extension_to"),
        _word("outcome", nullable=True),
        _day("promised_on"),
        _day("struck_off_on"),
        sa.Column("reached", sa.Boolean(), nullable=True),
        _id("call_tries"),
        _id("satisfaction", nullable=True),
        _id("merged_into", nullable=True),
        _word("client_key", 64, nullable=True),
        sa.CheckConstraint("state <> 'closed' OR outcome IS NOT NULL", name=op.f("ck_demands_closed_with_outcome")),
        sa.CheckConstraint(
            "satisfaction IS NULL OR satisfaction BETWEEN 1 AND 5", name=op.f("ck_demands_satisfaction")
        ),
        sa.CheckConstraint(
            "outcome <> 'planned' OR promised_on IS NOT NULL", name=op.f("ck_demands_planned_with_day")
        ),
        _points_to("demands", "enterprise_id", "enterprises"),
        _points_to("demands", "contact_id", "contacts"),
        _points_to("demands", "raised_by", "users"),
        _points_to("demands", "handler_id", "users"),
        _points_to("demands", "merged_into", "demands"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demands")),
        sa.UniqueConstraint("number", name=op.f("uq_demands_number")),
        sa.UniqueConstraint("client_key", name=op.f("uq_demands_client_key")),
    )
    op.create_index(
        "uq_demands_source",
        "demands",
        ["source", "source_number"],
        unique=True,
        sqlite_where=NUMBERED,
        postgresql_where=NUMBERED,
    )
    op.create_index("ix_demands_enterprise_id_state", "demands", ["enterprise_id", "state"])
    op.create_index("ix_demands_state_finish_by", "demands", ["state", "finish_by"])
    op.create_index("ix_demands_raised_by", "demands", ["raised_by"])


def _create_events() -> None:
    op.create_table(
        "demand_events",
        _id("id"),
        _id("demand_id"),
        _id("number"),
        _word("act", 64),
        _word("before", 64),
        _word("after", 64),
        _id("by", nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        _points_to("demand_events", "demand_id", "demands"),
        _points_to("demand_events", "by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_events")),
    )
    op.create_index("ix_demand_events_demand_id_number", "demand_events", ["demand_id", "number"], unique=True)


def _create_departments() -> None:
    op.create_table(
        "demand_departments",
        _id("id"),
        _id("demand_id"),
        _id("department_id"),
        _word("part"),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("to_at", MOMENT, nullable=True),
        _points_to("demand_departments", "demand_id", "demands"),
        _points_to("demand_departments", "department_id", "departments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_departments")),
    )
    op.create_index(
        "uq_demand_departments_lead",
        "demand_departments",
        ["demand_id"],
        unique=True,
        sqlite_where=OPEN_LEAD,
        postgresql_where=OPEN_LEAD,
    )
    op.create_index("ix_demand_departments_department_id_to_at", "demand_departments", ["department_id", "to_at"])
    op.create_index("ix_demand_departments_demand_id", "demand_departments", ["demand_id"])


def _create_files() -> None:
    op.create_table(
        "demand_attachments",
        _id("demand_id"),
        _id("attachment_id"),
        _id("enterprise_id"),
        _word("shown_name", 200),
        _id("added_by", nullable=True),
        _day("added_on", nullable=False),
        _id("removed_by", nullable=True),
        _day("removed_on"),
        _points_to("demand_attachments", "demand_id", "demands"),
        _points_to("demand_attachments", "attachment_id", "attachments"),
        _points_to("demand_attachments", "enterprise_id", "enterprises"),
        _points_to("demand_attachments", "added_by", "users"),
        _points_to("demand_attachments", "removed_by", "users"),
        sa.PrimaryKeyConstraint("demand_id", "attachment_id", name=op.f("pk_demand_attachments")),
    )
    op.create_index("ix_demand_attachments_attachment_id", "demand_attachments", ["attachment_id"])
    op.create_index("ix_demand_attachments_enterprise_id", "demand_attachments", ["enterprise_id"])


def downgrade() -> None:
    for table in ("demand_attachments", "demand_reminders", "demand_departments", "demand_events", "demands"):
        op.drop_table(table)
