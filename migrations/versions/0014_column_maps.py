"""What people take the columns of imported files for, and whom each file came from."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_batches") as batch_op:
        batch_op.add_column(sa.Column("source", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("import_batches") as batch_op:
        batch_op.alter_column("source", server_default=None)
    op.create_table(
        "column_maps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f("fk_column_maps_batch_id")),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name=op.f("fk_column_maps_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_maps")),
    )
    op.create_index("ix_column_maps_source_fingerprint", "column_maps", ["source", "fingerprint"])
    op.create_index("ix_column_maps_batch_id", "column_maps", ["batch_id"])
    op.create_index("ix_column_maps_set_by", "column_maps", ["set_by"])


def downgrade() -> None:
    op.drop_table("column_maps")
    with op.batch_alter_table("import_batches") as batch_op:
        batch_op.drop_column("source")
