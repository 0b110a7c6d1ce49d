"""guards: nobody on both sides, former passwords, resets by two, devices, audit rows that no replacing reaches."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ADMINISTRATORS = "role IN ('system_admin', 'security_admin', 'auditor')"
SIDE = f"CASE WHEN ended_on IS NOT NULL THEN NULL WHEN {ADMINISTRATORS} THEN 'administration' ELSE 'business' END"
OPEN = sa.text("ended_on IS NULL")
OPEN_ADMINISTRATION = sa.text(f"ended_on IS NULL AND {ADMINISTRATORS}")


def upgrade() -> None:
    op.add_column("login_attempts", sa.Column("device", sa.String(length=64), nullable=True))
    op.create_table(
        "former_passwords",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_former_passwords_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_passwords")),
    )
    op.create_index(op.f("ix_former_passwords_user_id"), "former_passwords", ["user_id"])
    _create_resets()
    _part_the_sides()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events "
            "WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'audit rows stay as they are'); END"
        )


def _create_resets() -> None:
    op.create_table(
        "password_resets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agreed_by"], ["users.id"], name=op.f("fk_password_resets_agreed_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_password_resets_asked_by")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_password_resets_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
    )
    op.create_index(op.f("ix_password_resets_user_id"), "password_resets", ["user_id"])
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_password_resets_open",
        "password_resets",
        ["user_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _part_the_sides() -> None:
    """Whoever administers keeps that; business roles held beside it end on the day of the migration."""
    administrators = f"SELECT user_id FROM roles WHERE ended_on IS NULL AND {ADMINISTRATORS}"
    op.execute(
        "UPDATE roles SET ended_on = CURRENT_DATE "
        f"WHERE ended_on IS NULL AND NOT ({ADMINISTRATORS}) AND user_id IN ({administrators})"
    )
    op.add_column("users", sa.Column("side", sa.String(length=20), nullable=True))
    holders = "SELECT user_id FROM roles WHERE ended_on IS NULL"
    op.execute(f"UPDATE users SET side = 'business' WHERE id IN ({holders})")
    op.execute(f"UPDATE users SET side = 'administration' WHERE id IN ({administrators})")
    op.create_index("uq_users_id_side", "users", ["id", "side"], unique=True)
    _drop_partial_indexes()
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("side", sa.String(length=20), sa.Computed(SIDE, persisted=True), nullable=True))
        batch_op.create_foreign_key("fk_roles_user_id_side", "users", ["user_id", "side"], ["id", "side"])
    _create_partial_indexes()


def _drop_partial_indexes() -> None:
    op.drop_index("uq_roles_one_administrator", table_name="roles")
    op.drop_index("uq_roles_open", table_name="roles")


def _create_partial_indexes() -> None:
    for name, columns, condition in (
        ("uq_roles_one_administrator", ["user_id"], OPEN_ADMINISTRATION),
        ("uq_roles_open", ["user_id", "role"], OPEN),
    ):
        op.create_index(name, "roles", columns, unique=True, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_events_no_replace")
    _drop_partial_indexes()
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.drop_constraint("fk_roles_user_id_side", type_="foreignkey")
        batch_op.drop_column("side")
    _create_partial_indexes()
    op.drop_index("uq_users_id_side", table_name="users")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("side")
    op.drop_table("password_resets")
    op.drop_table("former_passwords")
    with op.batch_alter_table("login_attempts", schema=None) as batch_op:
        batch_op.drop_column("device")
