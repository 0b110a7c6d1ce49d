"""What people do about flags are rows that stay; the columns that were written over are carried into them."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

COLUMNS = (
    ("seen_on", sa.Date()),
    ("snoozed_until", sa.Date()),
    ("snooze_reason", sa.String(length=200)),
    ("acted_on", sa.Date()),
)
FLAGS = sa.table(
    "flags",
    *(sa.column(name) for name in ("id", "enterprise_id", "opened_on")),
    *(sa.column(name, kind) for name, kind in COLUMNS),
)
EVENTS = sa.table(
    "flag_events",
    *(sa.column(name) for name in ("enterprise_id", "flag_id", "number", "act", "by", "why")),
    sa.column("as_carer", sa.Boolean()),
    *(sa.column(name, sa.Date()) for name in ("happened_on", "until")),
)
AUDIT = sa.table("audit_events", *(sa.column(name) for name in ("id", "actor", "action", "detail")))


def upgrade() -> None:
    op.create_table(
        "flag_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("as_carer", sa.Boolean(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("cause", sa.String(length=64), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_flag_events_enterprise_id")),
        sa.ForeignKeyConstraint(["flag_id"], ["flags.id"], name=op.f("fk_flag_events_flag_id")),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_flag_events_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_events")),
    )
    op.create_index(op.f("ix_flag_events_enterprise_id"), "flag_events", ["enterprise_id"])
    op.create_index(op.f("ix_flag_events_flag_id_number"), "flag_events", ["flag_id", "number"], unique=True)
    op.create_index(op.f("ix_flag_events_until"), "flag_events", ["until"])
    carry_over(op.get_bind())
    with op.batch_alter_table("flags") as table:
        for name, _ in COLUMNS:
            table.drop_column(name)


def downgrade() -> None:
    with op.batch_alter_table("flags") as table:
        for name, kind in COLUMNS:
            table.add_column(sa.Column(name, kind, nullable=True))
    bind = op.get_bind()
    for event in bind.execute(sa.select(EVENTS).order_by(EVENTS.c.flag_id, EVENTS.c.number)).all():
        bind.execute(sa.update(FLAGS).where(FLAGS.c.id == event.flag_id).values(columns_from(event)))
    op.drop_table("flag_events")


def columns_from(event: sa.Row) -> dict[str, object]:
    """What the event amounts to in the columns of before; a later one writes over an earlier one."""
    seen = {"seen_on": sa.func.coalesce(FLAGS.c.seen_on, event.happened_on)}
    if event.act == "snoozed":
        return {**seen, "snoozed_until": event.until, "snooze_reason": event.why}
    if event.act == "acted":
        return {**seen, "acted_on": event.happened_on, "snoozed_until": None}
    return seen


def carry_over(bind: sa.Connection) -> None:
    """Each filled column becomes an event; the audit trail still knows who, where it names the flag."""
    writers = writers_in_trail(bind)
    filled = sa.or_(*(FLAGS.c[name].is_not(None) for name in ("seen_on", "snoozed_until", "acted_on")))
    for flag in bind.execute(sa.select(FLAGS).where(filled).order_by(FLAGS.c.id)).all():
        for number, event in enumerate(events_of(flag), start=1):
            who = writers.get((flag.id, event["act"]))
            row = {"enterprise_id": flag.enterprise_id, "flag_id": flag.id, "number": number, "by": who}
            bind.execute(sa.insert(EVENTS).values(**row, as_carer=True, **event))


def events_of(flag: sa.Row) -> list[dict[str, object]]:
    """In the order in which they can have happened; putting a flag off has marked it as seen on the same day."""
    day = flag.seen_on or flag.opened_on
    events: list[dict[str, object]] = []
    if flag.seen_on is not None:
        events.append({"act": "seen", "happened_on": day})
    if flag.acted_on is not None:
        events.append({"act": "acted", "happened_on": flag.acted_on})
    if flag.snoozed_until is not None:
        put_off = {"until": flag.snoozed_until, "why": flag.snooze_reason}
        events.append({"act": "snoozed", "happened_on": day, **put_off})
    return events


def writers_in_trail(bind: sa.Connection) -> dict[tuple[int, str], int | None]:
    """Who did what last, by flag and act."""
    acts = {"flag.seen": "seen", "flag.snoozed": "snoozed"}
    trail = sa.select(AUDIT.c.actor, AUDIT.c.action, AUDIT.c.detail).where(AUDIT.c.action.in_(acts))
    writers: dict[tuple[int, str], int | None] = {}
    for row in bind.execute(trail.order_by(AUDIT.c.id)).all():
        detail = json.loads(row.detail) if isinstance(row.detail, str) else row.detail
        if "flag" in detail:
            writers[int(detail["flag"]), acts[row.action]] = row.actor
    return writers
