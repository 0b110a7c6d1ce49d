"""What a batch wrote about each enterprise, and who took it back."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch_writes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f("fk_batch_writes_batch_id")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_batch_writes_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_writes")),
    )
    op.create_index("ix_batch_writes_enterprise_id", "batch_writes", ["enterprise_id"])
    op.create_index(
        "ix_batch_writes_batch_id_enterprise_id", "batch_writes", ["batch_id", "enterprise_id"], unique=True
    )
    with op.batch_alter_table("import_batches") as batch:
        batch.add_column(sa.Column("undone_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_import_batches_undone_by"), "users", ["undone_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("import_batches") as batch:
        batch.drop_constraint(op.f("fk_import_batches_undone_by"), type_="foreignkey")
        batch.drop_column("undone_at")
        batch.drop_column("undone_by")
    op.drop_table("batch_writes")
