"""`flask grants`: what the application's own PostgreSQL user may do; it owns nothing and cannot touch audit rows."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

AUDIT = "audit_events"


@click.command("grants")
@click.argument("role")
@with_appcontext
def grants_command(role: str) -> None:
    """Give ROLE, a user of the database, the application's rights; run as the owner, after migrations."""
    url = current_app.config["SETTINGS"].migration_url
    if not url.startswith("postgresql"):
        raise click.ClickException(_("只有 PostgreSQL 需要授权。"))
    # No pool: the connection ends with the command, also with one that is refused.
    with create_engine(url, poolclass=NullPool).begin() as connection:
        if not connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}):
            raise click.ClickException(_("没有名为 %(role)s 的数据库用户。", role=role))
        for statement in statements(connection, role):
            connection.execute(text(statement))
    click.echo(_("已授权 %(role)s：可读写各表，不能改结构，不能修改、删除或清空审计记录。", role=role))


def statements(connection: Connection, role: str) -> list[str]:
    """The rights one by one; later tables of the same owner get them too."""
    quote = connection.dialect.identifier_preparer.quote
    name, database = quote(role), quote(connection.engine.url.database or "")
    rows = "SELECT, INSERT, UPDATE, DELETE"
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {AUDIT} FROM {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {name}",
    ]
