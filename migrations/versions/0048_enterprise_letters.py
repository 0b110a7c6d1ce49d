"""What the contact of an enterprise is to be told, and who told it how."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

LETTERS = "enterprise_letters"
PEOPLE = ("written_by", "passed_on_by")
INDEXES = (["enterprise_id"], ["reason"], ["state", "written_at"])


def upgrade() -> None:
    op.create_table(
        LETTERS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in PEOPLE),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'passed_on') = (passed_on_at IS NOT NULL)", name=op.f(f"ck_{LETTERS}_passed_on_at_a_time")
        ),
        sa.CheckConstraint("(passed_on_at IS NULL) = (way IS NULL)", name=op.f(f"ck_{LETTERS}_passed_on_some_way")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f(f"fk_{LETTERS}_enterprise_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f(f"fk_{LETTERS}_contact_id")),
        *(sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_{LETTERS}_{name}")) for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LETTERS}")),
        sa.UniqueConstraint("dedupe_key", name=op.f(f"uq_{LETTERS}_dedupe_key")),
    )
    for columns in INDEXES:
        op.create_index(op.f(f"ix_{LETTERS}_{'_'.join(columns)}"), LETTERS, columns)


def downgrade() -> None:
    op.drop_table(LETTERS)
