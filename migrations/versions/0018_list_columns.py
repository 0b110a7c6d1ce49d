"""Columns of list sheets under the names their facts have everywhere else."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MEANINGS = {
    "property.class": "intellectual_property.class",
    "property.title": "intellectual_property.title",
    "property.related": "intellectual_property.related_to_main_product",
    "property.benefit": "intellectual_property.economic_benefit",
    "property.own": "intellectual_property.self_developed",
    "property.high_value": "intellectual_property.high_value",
    "property.granted_on": "intellectual_property.granted_on",
    "property.transferred_on": "intellectual_property.transferred_in_on",
    "property.rank": "intellectual_property.holder_rank",
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
