"""Whom one met and which department the author was of; records by their day."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("interactions") as batch_op:
        batch_op.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("department_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_interactions_contact_id"), "contacts", ["contact_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_interactions_department_id"), "departments", ["department_id"], ["id"])
        batch_op.create_index("ix_interactions_held_on_id", ["held_on", "id"])


def downgrade() -> None:
    with op.batch_alter_table("interactions") as batch_op:
        batch_op.drop_index("ix_interactions_held_on_id")
        batch_op.drop_constraint(op.f("fk_interactions_department_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_interactions_contact_id"), type_="foreignkey")
        batch_op.drop_column("department_id")
        batch_op.drop_column("contact_id")
