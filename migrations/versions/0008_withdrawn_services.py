"""A record of a service can be withdrawn and corrected; the earlier one stays."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("interactions") as table:
        table.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("withdrawn_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("withdrawn_why", sa.String(200), nullable=True))
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_interactions_withdrawn_by", "users", ["withdrawn_by"], ["id"])
        table.create_foreign_key("fk_interactions_replaces_id", "interactions", ["replaces_id"], ["id"])
        table.create_unique_constraint("uq_interactions_replaces_id", ["replaces_id"])


def downgrade() -> None:
    with op.batch_alter_table("interactions") as table:
        table.drop_constraint("uq_interactions_replaces_id", type_="unique")
        table.drop_constraint("fk_interactions_replaces_id", type_="foreignkey")
        table.drop_constraint("fk_interactions_withdrawn_by", type_="foreignkey")
        for column in ("replaces_id", "withdrawn_why", "withdrawn_by", "withdrawn_on"):
            table.drop_column(column)
