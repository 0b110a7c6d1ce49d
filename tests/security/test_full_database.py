"""A database without room left: what is there can be read, nothing is half written, and everybody is told in words."""

from __future__ import annotations

from contextlib import closing, contextmanager

import psycopg
import pysqlite3.dbapi2
import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from crm.audit import service as audit
from crm.db import db
from crm.enterprises.models import Contact
from tests.makers import make_enterprise, writing

NO_ROOM = "服务器的存储空间已满"
LONG = "电话总机转分机 " * 20


@contextmanager
def no_room(app):
    """The file of the database grows no further."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL's own word for it is tested below")
        engine = db.engine
        engine.dispose()
    with closing(pysqlite3.dbapi2.connect(engine.url.database, isolation_level=None)) as connection:
        connection.execute("VACUUM")

    def stay(connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the present size for it

    event.listen(engine, "begin", stay)
    try:
        yield
    finally:
        event.remove(engine, "begin", stay)
        with app.app_context():
            engine.dispose()


def write_until_it_is_full(client, address: str) -> tuple[int, str]:
    """How many contacts were taken, and the answer to the one that was not."""
    for number in range(400):
        form = {"name": f"联系人{number}", "duty": LONG[:60], "telephone": "010-68870000"}
        answer = client.raw.post(address, data={"csrf_token": client.token(), **form})
        if answer.status_code != 302:
            return number, f"{answer.status_code} {answer.text}"
    raise AssertionError("there was room")


def test_a_full_database_is_said_in_words_and_goes_on_being_read(app, signed_in, cast):
    maria, stefan = signed_in("maria"), signed_in("stefan")
    with writing(app) as session:
        enterprise = make_enterprise(session, steward=cast.person("stefan")).id
    page = f"/enterprises/{enterprise}/contacts"

    with no_room(app):
        taken, refused = write_until_it_is_full(maria, f"{page}/new")
        reading = [stefan.get(address).status_code for address in ("/today", page, f"/enterprises/{enterprise}")]
        refusals = [stefan.get("/queue").status_code, stefan.get("/enterprises/999").status_code]
    after = maria.raw.post(f"{page}/new", data={"csrf_token": maria.token(), "name": "后来", "telephone": "1"})

    assert refused.startswith("503")
    assert NO_ROOM in refused
    assert reading == [200, 200, 200]
    assert refusals == [403, 404]
    assert after.status_code == 302
    with cast.reading() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == taken + 1
        assert audit.verify(session, key=app.config["SETTINGS"].audit_key)[2] is None


def test_postgresqls_word_for_it_is_understood_too(app, signed_in, monkeypatch):
    maria = signed_in("maria")

    def fail(*_args, **_options):
        raise OperationalError("INSERT", {}, psycopg.errors.DiskFull("could not extend file"))

    monkeypatch.setattr("crm.people.queries.person_of", fail)

    answer = maria.raw.get("/overview")

    assert answer.status_code == 503
    assert NO_ROOM in answer.text
