"""Who stands beside the steward, and the yearly plan of what an enterprise is promised."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

OPEN_LEADER = sa.text("to_on IS NULL AND part = 'leader'")
OPEN_MEMBER = sa.text("to_on IS NULL AND part = 'department'")


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _line(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _only_where(name: str, columns: list[str], condition: sa.TextClause) -> None:
    where = {"sqlite_where": condition, "postgresql_where": condition}
    op.create_index(name, "service_team_members", columns, unique=True, **where)


def upgrade() -> None:
    _create_members()
    _create_plans()
    _create_items()


def _create_members() -> None:
    table = "service_team_members"
    op.create_table(
        table,
        _id("id"),
        _id("enterprise_id"),
        _line("part", 40),
        _id("department_id", nullable=True),
        _line("name", 200),
        _line("position", 200, nullable=True),
        _line("telephone", 64, nullable=True),
        _day("from_on"),
        _id("named_by"),
        _day("to_on", nullable=True),
        _id("ended_by", nullable=True),
        sa.CheckConstraint(
            "part <> 'department' OR department_id IS NOT NULL", name=op.f(f"ck_{table}_contact_of_a_department")
        ),
        _points_to(table, "enterprise_id", "enterprises"),
        _points_to(table, "department_id", "departments"),
        _points_to(table, "named_by", "users"),
        _points_to(table, "ended_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_enterprise_id", table, ["enterprise_id"])
    op.create_index(f"ix_{table}_named_by", table, ["named_by"])
    _only_where(f"uq_{table}_leader", ["enterprise_id"], OPEN_LEADER)
    _only_where(f"uq_{table}_department", ["enterprise_id", "department_id"], OPEN_MEMBER)


def _create_plans() -> None:
    table = "service_plans"
    op.create_table(
        table,
        *(_id(name) for name in ("id", "enterprise_id", "year", "made_by")),
        _day("made_on"),
        _points_to(table, "enterprise_id", "enterprises"),
        _points_to(table, "made_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_made_by", table, ["made_by"])
    op.create_index(f"uq_{table}_year", table, ["enterprise_id", "year"], unique=True)


def _create_items() -> None:
    table, events = "service_plan_items", "service_plan_item_events"
    op.create_table(
        table,
        _id("id"),
        _id("plan_id"),
        _line("aspect", 40),
        sa.Column("text", sa.Text(), nullable=False),
        _id("department_id", nullable=True),
        _day("due_on"),
        _line("state", 40),
        _id("interaction_id", nullable=True),
        _id("made_by"),
        _day("made_on"),
        sa.CheckConstraint(
            "interaction_id IS NULL OR state = 'fulfilled'", name=op.f(f"ck_{table}_service_of_fulfilled")
        ),
        _points_to(table, "plan_id", "service_plans"),
        _points_to(table, "department_id", "departments"),
        _points_to(table, "interaction_id", "interactions"),
        _points_to(table, "made_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_plan_id_state", table, ["plan_id", "state"])
    op.create_index(f"ix_{table}_state_due_on", table, ["state", "due_on"])
    op.create_index(f"ix_{table}_department_id_state", table, ["department_id", "state"])
    op.create_index(f"ix_{table}_made_by", table, ["made_by"])
    op.create_table(
        events,
        _id("item_id"),
        *(_id(name) for name in ("id", "number")),
        *(_line(name, 64) for name in ("act", "before", "after")),
        _id("by", nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        _points_to(events, "item_id", table),
        _points_to(events, "by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{events}")),
    )
    op.create_index(f"ix_{events}_item_id_number", events, ["item_id", "number"], unique=True)


def downgrade() -> None:
    for table in ("service_plan_item_events", "service_plan_items", "service_plans", "service_team_members"):
        op.drop_table(table)
