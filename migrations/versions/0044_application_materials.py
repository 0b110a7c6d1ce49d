"""The papers of applications, and their files."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

PAPERS, FILES = "application_materials", "material_attachments"
PEOPLE = ("asked_of", "done_by", "waived_by")


def upgrade() -> None:
    op.create_table(
        PAPERS,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "application_id")),
        sa.Column("material", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in PEOPLE),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("due_on", "done_on", "waived_on")),
        *(sa.Column(name, sa.String(length=200), nullable=True) for name in ("done_note", "waived_why")),
        sa.CheckConstraint(
            "(waived_on IS NULL) = (waived_why IS NULL)", name=op.f(f"ck_{PAPERS}_waived_with_reason")
        ),
        sa.CheckConstraint("(done_on IS NULL) = (done_note IS NULL)", name=op.f(f"ck_{PAPERS}_done_with_note")),
        _points_to(PAPERS, "application_id", "applications"),
        *(_points_to(PAPERS, name, "users") for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PAPERS}")),
    )
    op.create_index(op.f(f"ix_{PAPERS}_application_id_material"), PAPERS, ["application_id", "material"], unique=True)
    op.create_index(op.f(f"ix_{PAPERS}_asked_of_due_on"), PAPERS, ["asked_of", "due_on"])
    op.create_table(
        FILES,
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("material_id", "attachment_id", "enterprise_id")
        ),
        sa.Column("shown_name", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _points_to(FILES, "material_id", PAPERS),
        _points_to(FILES, "attachment_id", "attachments"),
        _points_to(FILES, "enterprise_id", "enterprises"),
        *(_points_to(FILES, name, "users") for name in ("added_by", "removed_by")),
        sa.PrimaryKeyConstraint("material_id", "attachment_id", name=op.f(f"pk_{FILES}")),
    )
    for column in ("attachment_id", "enterprise_id"):
        op.create_index(op.f(f"ix_{FILES}_{column}"), FILES, [column])


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    op.drop_table(FILES)
    op.drop_table(PAPERS)
