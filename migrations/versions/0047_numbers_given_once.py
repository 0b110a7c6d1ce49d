"""The number of an enterprise is given once; SQLite would give that of one that is gone to the next."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rebuild(numbers_are_given_once=True)


def downgrade() -> None:
    _rebuild(numbers_are_given_once=False)


def _rebuild(*, numbers_are_given_once: bool) -> None:
    """PostgreSQL counts on from a sequence anyway."""
    if op.get_bind().dialect.name == "sqlite":
        options = {"sqlite_autoincrement": numbers_are_given_once}
        with op.batch_alter_table("enterprises", recreate="always", table_kwargs=options):
            pass
