"""Planned contacts as rows; the plans that the newest records carried become such rows.

Of each enterprise the newest record's plan is the steward's. A colleague's own newest word stays a plan of theirs
unless it lies before the newest record, which has overtaken it. Briefings are no contacts any more: where one was
the newest record, the standing is due to be derived anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OF_STEWARD = sa.text("state = 'planned' AND is_stewards")
OF_ONE = sa.text("state = 'planned' AND NOT is_stewards")
CARRY = """
INSERT INTO planned_contacts
    (enterprise_id, user_id, is_stewards, planned_on, asked_for, made_on, origin_id, state, version)
SELECT mine.enterprise_id, mine.author_id, mine.place = 1, mine.next_contact_on, {false}, mine.held_on, mine.id,
       'planned', 1
FROM (
    SELECT id, enterprise_id, author_id, held_on, next_contact_on,
           ROW_NUMBER() OVER (PARTITION BY enterprise_id ORDER BY held_on DESC, id DESC) AS place,
           ROW_NUMBER() OVER (PARTITION BY enterprise_id, author_id ORDER BY held_on DESC, id DESC) AS own_place,
           MAX(held_on) OVER (PARTITION BY enterprise_id) AS newest_on
    FROM interactions
    WHERE withdrawn_on IS NULL
) AS mine
WHERE mine.next_contact_on IS NOT NULL
  AND (mine.place = 1 OR (mine.own_place = 1 AND mine.next_contact_on >= mine.newest_on))
ORDER BY mine.id
"""

DERIVE_ANEW = """
UPDATE standings SET changes_on = last_contact_on
WHERE last_interaction_id IN (SELECT id FROM interactions WHERE channel = 'briefing')
"""


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    with op.batch_alter_table("interactions") as batch_op:
        batch_op.add_column(sa.Column("ceiling_why", sa.String(length=200), nullable=True))
    _create_plans()
    _create_events()
    op.execute(CARRY.format(false="false" if op.get_bind().dialect.name == "postgresql" else "0"))
    op.execute(DERIVE_ANEW)


def _create_plans() -> None:
    op.create_table(
        "planned_contacts",
        _id("id"),
        _id("enterprise_id"),
        _id("user_id"),
        sa.Column("is_stewards", sa.Boolean(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("asked_for", sa.Boolean(), nullable=False),
        _id("with_id", nullable=True),
        sa.Column("ceiling_why", sa.String(length=200), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        _id("origin_id", nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        _id("interaction_id", nullable=True),
        _id("version"),
        sa.CheckConstraint(
            "state <> 'kept' OR interaction_id IS NOT NULL OR with_id IS NOT NULL",
            name=op.f("ck_planned_contacts_kept_by_a_contact"),
        ),
        _points_to("planned_contacts", "enterprise_id", "enterprises"),
        _points_to("planned_contacts", "user_id", "users"),
        _points_to("planned_contacts", "with_id", "planned_contacts"),
        _points_to("planned_contacts", "origin_id", "interactions"),
        _points_to("planned_contacts", "interaction_id", "interactions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_contacts")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_planned_contacts_interaction_id")),
    )
    _index("uq_planned_contacts_steward", ["enterprise_id"], OF_STEWARD)
    _index("uq_planned_contacts_own", ["enterprise_id", "user_id"], OF_ONE)
    for columns in (["enterprise_id"], ["user_id"], ["state", "planned_on"], ["with_id"], ["origin_id"]):
        op.create_index(f"ix_planned_contacts_{'_'.join(columns)}", "planned_contacts", columns)


def _index(name: str, columns: list[str], only: sa.TextClause) -> None:
    op.create_index(name, "planned_contacts", columns, unique=True, sqlite_where=only, postgresql_where=only)


def _create_events() -> None:
    op.create_table(
        "planned_contact_events",
        _id("plan_id"),
        _id("id"),
        _id("number"),
        *(sa.Column(name, sa.String(length=64), nullable=False) for name in ("act", "before", "after")),
        _id("by", nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        _points_to("planned_contact_events", "plan_id", "planned_contacts"),
        _points_to("planned_contact_events", "by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_contact_events")),
    )
    op.create_index(
        "ix_planned_contact_events_plan_id_number", "planned_contact_events", ["plan_id", "number"], unique=True
    )


def downgrade() -> None:
    op.drop_table("planned_contact_events")
    op.drop_table("planned_contacts")
    with op.batch_alter_table("interactions") as batch_op:
        batch_op.drop_column("ceiling_why")
