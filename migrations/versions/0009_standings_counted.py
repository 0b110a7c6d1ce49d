"""Indexes for what boards count of standings."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = (["rank", "last_contact_on", "admitted_on"], ["admitted_on"], ["title_ends_on"], ["unready_ends_on"])


def upgrade() -> None:
    for columns in COLUMNS:
        op.create_index(op.f(f"ix_standings_{'_'.join(columns)}"), "standings", columns)


def downgrade() -> None:
    for columns in COLUMNS:
        op.drop_index(op.f(f"ix_standings_{'_'.join(columns)}"), table_name="standings")
