"""Applications with their steps, and what was judged at each submission."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_on IS NULL")
PEOPLE = ("opened_by", "submitted_by")
DAYS = ("submitted_on", "site_checked_on", "recommended_on", "publicity_from", "publicity_to", "closed_on")


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(length=40), nullable=False) for name in ("target", "purpose", "state")),
        sa.Column("window_id", sa.String(length=64), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("flag_id", "title_id", *PEOPLE)),
        sa.Column("opened_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in DAYS),
        sa.Column("letter", sa.String(length=200), nullable=True),
        sa.Column("objections", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'granted') = (title_id IS NOT NULL)", name=op.f("ck_applications_granted_with_title")
        ),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (state IN ('prepared', 'submitted', 'recommended', 'publicity'))",
            name=op.f("ck_applications_closed_with_its_end"),
        ),
        sa.CheckConstraint("publicity_to >= publicity_from", name=op.f("ck_applications_publicity_ends_later")),
        sa.CheckConstraint("objections >= 0", name=op.f("ck_applications_objections_counted")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_applications_{column}"))
            for column, table in (
                ("enterprise_id", "enterprises"),
                ("flag_id", "flags"),
                ("title_id", "titles"),
                *((name, "users") for name in PEOPLE),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("number", name=op.f("uq_applications_number")),
    )
    for columns in (["enterprise_id"], ["state", "target"], ["window_id"], ["title_id"]):
        op.create_index(op.f(f"ix_applications_{'_'.join(columns)}"), "applications", columns)
    op.create_index(
        "uq_applications_open",
        "applications",
        ["enterprise_id", "target", "purpose"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    _create_events()
    _create_judgements()


def _create_events() -> None:
    op.create_table(
        "application_events",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "application_id", "number")),
        *(sa.Column(name, sa.String(length=64), nullable=False) for name in ("act", "before", "after")),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_events_application_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_application_events_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_events")),
    )
    op.create_index(
        op.f("ix_application_events_application_id_number"),
        "application_events",
        ["application_id", "number"],
        unique=True,
    )


def _create_judgements() -> None:
    op.create_table(
        "application_judgements",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("application_id", "number")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("submitted_on", "as_of")),
        sa.Column("rulebook", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.String(length=64), nullable=False) for name in ("rulebook_digest", "digest")),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, sa.JSON(), nullable=False)
            for name in ("unmet", "unknown", "facts", "conditions", "named")
        ),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("below_why", "outside_why")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_judgements_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", "number", name=op.f("pk_application_judgements")),
    )


def downgrade() -> None:
    op.drop_table("application_judgements")
    op.drop_table("application_events")
    op.drop_table("applications")
