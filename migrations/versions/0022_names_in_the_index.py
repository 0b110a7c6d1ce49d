"""Names stand in the index of search terms alone."""

import unicodedata
from collections import defaultdict

import sqlalchemy as sa
from alembic import op
from pypinyin import Style, pinyin

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

AT_ONCE = 1000


def upgrade() -> None:
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.drop_column("search_key")
        batch_op.drop_column("initials")


def downgrade() -> None:
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        for name in ("search_key", "initials"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    _fill()
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        for name in ("search_key", "initials"):
            batch_op.alter_column(name, server_default=None, existing_type=sa.Text(), existing_nullable=False)


def _fill() -> None:
    """All names folded, and the usual initials of each; other readings come with the next change of the name."""
    connection = op.get_bind()
    names: dict[int, list[str]] = defaultdict(list)
    for key, name in connection.execute(sa.text("SELECT id, name FROM enterprises")):
        names[key].append(name)
    for key, name in connection.execute(sa.text("SELECT enterprise_id, name FROM former_names ORDER BY id")):
        names[key].append(name)
    rows = [
        {"key": key, "folded": "\n".join(map(_fold, own)), "first": "\n".join(map(_initials, own))}
        for key, own in names.items()
    ]
    update = sa.text("UPDATE enterprises SET search_key = :folded, initials = :first WHERE id = :key")
    for begin in range(0, len(rows), AT_ONCE):
        connection.execute(update, rows[begin : begin + AT_ONCE])


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _initials(name: str) -> str:
    marks = "".join(mark for mark in _fold(name) if mark.isalnum())
    return "".join(one[0][:1].lower() for one in pinyin(marks, style=Style.NORMAL, errors=list))
