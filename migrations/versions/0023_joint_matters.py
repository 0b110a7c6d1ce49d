"""Rechecks of demands; joint matters, meetings, their agenda and what they resolved."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STANDING = sa.text("state IN ('proposed', 'open')")


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _word(name: str, length: int = 40, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    op.create_table(
        "rechecks",
        _id("demand_id"),
        _day("month"),
        _day("drawn_on"),
        _id("checked_by", nullable=True),
        _day("checked_on", nullable=True),
        _word("verdict", nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        _check("rechecks", "verdict_of_somebody", "(checked_by IS NULL) = (verdict IS NULL)"),
        _points_to("rechecks", "demand_id", "demands"),
        _points_to("rechecks", "checked_by", "users"),
        sa.PrimaryKeyConstraint("demand_id", "month", name=op.f("pk_rechecks")),
    )
    _create_matters()
    _create_meetings()


def _create_matters() -> None:
    op.create_table(
        "joint_matters",
        _id("id"),
        _word("kind"),
        _word("subject", 64),
        _word("state"),
        _day("proposed_on"),
        _id("taken_up_by", nullable=True),
        _day("taken_up_on", nullable=True),
        _id("ended_by", nullable=True),
        _day("ended_on", nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        _check("joint_matters", "ended_with_why", "state IN ('proposed', 'open') OR why IS NOT NULL"),
        _points_to("joint_matters", "taken_up_by", "users"),
        _points_to("joint_matters", "ended_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_matters")),
    )
    op.create_index(
        "uq_joint_matters_standing",
        "joint_matters",
        ["kind", "subject"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "joint_matter_demands",
        _id("matter_id"),
        _id("demand_id"),
        _points_to("joint_matter_demands", "matter_id", "joint_matters"),
        _points_to("joint_matter_demands", "demand_id", "demands"),
        sa.PrimaryKeyConstraint("matter_id", "demand_id", name=op.f("pk_joint_matter_demands")),
    )
    op.create_index("ix_joint_matter_demands_demand_id", "joint_matter_demands", ["demand_id"])


def _create_meetings() -> None:
    op.create_table(
        "joint_meetings",
        _id("id"),
        _day("held_on"),
        _id("called_by"),
        _day("called_on"),
        _points_to("joint_meetings", "called_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_meetings")),
    )
    op.create_index("ix_joint_meetings_called_by", "joint_meetings", ["called_by"])
    op.create_table(
        "joint_agenda_items",
        _id("id"),
        _id("meeting_id"),
        _id("demand_id", nullable=True),
        _id("matter_id", nullable=True),
        _check("joint_agenda_items", "demand_or_matter", "(demand_id IS NULL) <> (matter_id IS NULL)"),
        _points_to("joint_agenda_items", "meeting_id", "joint_meetings"),
        _points_to("joint_agenda_items", "demand_id", "demands"),
        _points_to("joint_agenda_items", "matter_id", "joint_matters"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_agenda_items")),
    )
    for thing in ("demand", "matter"):
        op.create_index(f"ix_joint_agenda_items_{thing}_id", "joint_agenda_items", [f"{thing}_id"])
        unique = f"uq_joint_agenda_items_{thing}"
        op.create_index(unique, "joint_agenda_items", ["meeting_id", f"{thing}_id"], unique=True)
    op.create_table(
        "joint_resolutions",
        _id("id"),
        _id("item_id"),
        sa.Column("text", sa.Text(), nullable=False),
        _id("owner_id"),
        _day("due_on"),
        _id("resolved_by"),
        _day("done_on", nullable=True),
        sa.Column("done_note", sa.Text(), nullable=True),
        _check("joint_resolutions", "done_with_note", "(done_on IS NULL) = (done_note IS NULL)"),
        _points_to("joint_resolutions", "item_id", "joint_agenda_items"),
        _points_to("joint_resolutions", "owner_id", "users"),
        _points_to("joint_resolutions", "resolved_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_resolutions")),
    )
    op.create_index("ix_joint_resolutions_item_id", "joint_resolutions", ["item_id"])
    op.create_index("ix_joint_resolutions_owner_id", "joint_resolutions", ["owner_id"])


def downgrade() -> None:
    for table in (
        "joint_resolutions",
        "joint_agenda_items",
        "joint_meetings",
        "joint_matter_demands",
        "joint_matters",
        "rechecks",
    ):
        op.drop_table(table)
