"""On PostgreSQL the application's own user owns nothing and cannot touch the audit trail."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from crm.audit.models import AuditEvent
from crm.db import db
from tests.conftest import NOW

pytestmark = pytest.mark.pg


@pytest.fixture
def as_the_application(app, cast):
    """A connection of the user that `flask grants` has given its rights; a server has one of a name."""
    url = make_url(app.config["SETTINGS"].database_url)
    if "postgresql" not in url.drivername:
        pytest.skip("only PostgreSQL has users")
    role = f"user_of_{url.database}"
    with app.app_context():
        with db.engine.begin() as owner:
            owner.execute(text(f"DROP ROLE IF EXISTS {role}"))
            owner.execute(text(f"CREATE ROLE {role} LOGIN"))
        cast.hire("stefan")
        done = app.test_cli_runner().invoke(args=["grants", role])
        assert done.exit_code == 0, done.output
        engine = create_engine(url.set(username=role))
        yield engine
        engine.dispose()
        db.session.remove()
        with db.engine.begin() as owner:
            owner.execute(text(f"DROP OWNED BY {role}"))
            owner.execute(text(f"DROP ROLE {role}"))


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE audit_events",
        "DELETE FROM audit_events",
        "UPDATE audit_events SET action = 'x'",
        "DROP TABLE audit_events",
        "ALTER TABLE audit_events DISABLE TRIGGER audit_events_stay",
        "CREATE TABLE mine (id int)",
        "TRUNCATE users",
        "UPDATE alembic_version SET version_num = 'x'",
    ],
)
def test_what_the_application_may_not_do(as_the_application, statement):
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        as_the_application.begin() as them,
    ):
        them.execute(text(statement))


def test_what_it_may_do(as_the_application):
    with as_the_application.begin() as them:
        assert them.scalar(text("SELECT count(*) FROM audit_events")) > 0
        them.execute(text("UPDATE users SET name = 'Stefan S.' WHERE staff_key = 'stefan'"))
        row = {"id": 10_000, "at": NOW, "action": "x", "object": "x", "detail": {}, "previous": "", "mac": ""}
        them.execute(AuditEvent.__table__.insert(), row)


def test_a_user_nobody_made_is_named(app, cast):
    if "postgresql" not in app.config["SETTINGS"].database_url:
        pytest.skip("only PostgreSQL has users")

    done = app.test_cli_runner().invoke(args=["grants", "nobody_at_all"])

    assert done.exit_code == 1
    assert "nobody_at_all" in done.output
    assert not isinstance(done.exception, DBAPIError)
