"""Columns of facts of the sheet of enterprises under the names these have everywhere else."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MEANINGS = {
    "enterprises.niche_since": "enterprises.niche_started_on",
    "enterprises.strategic": "enterprises.strategic_emerging",
}
MAPS = sa.table("column_maps", sa.column("id", sa.Integer), sa.column("columns", sa.JSON))


def upgrade() -> None:
    _rename(MEANINGS)


def downgrade() -> None:
    _rename({new: old for old, new in MEANINGS.items()})


def _rename(meanings: dict[str, str]) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(MAPS.c.id, MAPS.c["columns"])).all():
        renamed = [[index, meanings.get(meaning, meaning), *rest] for index, meaning, *rest in row[1]]
        if renamed != row[1]:
            connection.execute(MAPS.update().where(MAPS.c.id == row[0]).values({"columns": renamed}))
