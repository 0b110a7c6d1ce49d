"""The migrations: one head, equal to the models, every step with a way back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from crm import create_app
from crm.config.settings import Settings, ensure_secrets
from crm.db import Base, db, transaction
from crm.enterprises.models import FormerName
from crm.imports.batches.life import receive
from crm.imports.columns.models import ColumnMap
from tests.architecture.sources import ROOT
from tests.cast import make_person
from tests.conftest import NOW
from tests.makers import make_enterprise

VERSIONS = ROOT / "migrations" / "versions"
ENTERPRISE_AND_TITLE = (
    (
        "INSERT INTO enterprises (id, credit_code, name, search_key, initials, created_on, version)"
        " VALUES (1, '91110107MADEM7001Q', 'A', 'a', 'a', '2026-01-05', 1)"
    ),
    (
        "INSERT INTO titles (id, enterprise_id, tier, granted_on, expires_on, recorded_on)"
        " VALUES (1, 1, 'srdi', '2023-03-15', '2029-03-14', '2026-01-05')"
    ),
)
REVIEW = (
    "INSERT INTO title_events (id, title_id, kind, happened_on, detail)"
    " VALUES (1, 1, 'review_passed', '2026-02-01', :detail)"
)

FLAG_PUT_OFF = (
    (
        "INSERT INTO evaluations (id, enterprise_id, target, purpose, rulebook, rulebook_digest, as_of, verdict,"
        " unmet, unknown, facts, reasons) VALUES (1, 1, 'srdi', 'new', 'srdi-2026', '0', '2026-05-30', 'near',"
        " '[]', '[]', '{}', '{}')"
    ),
    (
        "INSERT INTO flags (id, enterprise_id, target, purpose, kind, episode_key, opened_on, evaluation_id,"
        " unmet_count, unknown_count, seen_on, snoozed_until, snooze_reason)"
        " VALUES (1, 1, 'srdi', 'new', 'near', '1', '2026-05-30', 1, 0, 0, '2026-06-01', '2026-12-01', '年后再谈')"
    ),
    (
        "INSERT INTO users (id, staff_number, staff_key, name, state, must_change_password, created_on)"
        " VALUES (7, 's', 's', 'S', 'active', false, '2026-01-05')"
    ),
    (
        "INSERT INTO audit_events (id, at, actor, action, object, detail, previous, mac)"
        " VALUES (1, '2026-06-01', 7, 'flag.snoozed', 'enterprise:1', '{\"flag\": 1}', '', '')"
    ),
)
FLAG_EVENTS = 'SELECT number, act, "by", happened_on, until, why FROM flag_events ORDER BY number'
ENTERPRISE = (
    "INSERT INTO enterprises (id, credit_code, name, created_on, version)"
    " VALUES (1, '91110107MADEM7001Q', 'A', '2026-01-05', 1)"
)
PERSON = (
    "INSERT INTO users (id, staff_number, staff_key, name, state, created_on, must_change_password)"
    " VALUES (:id, :number, :number, :number, 'active', '2026-01-05', 0)"
)
RECORD = (
    "INSERT INTO interactions (id, enterprise_id, channel, held_on, summary, next_contact_on, asked_for, author_id,"
    " recorded_at) VALUES (:id, 1, 'visit', :held, '走访', :next, 0, :by, '2026-11-10 00:00:00')"
)


@pytest.fixture
def own_app(tmp_path: Path) -> Flask:
    """An application on an SQLite file that no other test uses, still without tables."""
    ensure_secrets(tmp_path)
    return create_app(Settings.load({"CRM_INSTANCE": str(tmp_path)}))


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_there_is_one_head():
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_the_models_are_what_the_migrations_make(app: Flask):
    with app.app_context():
        assert differences() == []


def test_numbers_that_are_given_once_are_so_in_the_database(app: Flask):
    """A comparison does not see it, and a table that is rebuilt loses it."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL counts on from a sequence anyway")
        with db.engine.connect() as connection:
            made = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
            given_once = set(connection.scalars(sa.text(made)))

    tables = Base.metadata.sorted_tables
    assert given_once == {table.name for table in tables if table.dialect_options["sqlite"]["autoincrement"]} != set()


def test_the_comparison_bites(app: Flask):
    table = sa.Table("never_made", Base.metadata, sa.Column("id", sa.Integer, primary_key=True))

    try:
        with app.app_context():
            assert differences() != []
    finally:
        Base.metadata.remove(table)


def test_every_step_goes_down_and_up_again(own_app: Flask):
    folder = str(ROOT / "migrations")
    with own_app.app_context():
        upgrade(directory=folder)
        downgrade(directory=folder, revision="base")
        emptied = sa.inspect(db.engine).get_table_names()
        upgrade(directory=folder)
        made = set(sa.inspect(db.engine).get_table_names())
        db.engine.dispose()

    assert emptied == ["alembic_version"]
    assert set(Base.metadata.tables) <= made


def step_before(name: str) -> str:
    """The number of the step that comes before the one with this name."""
    return f"{int(next(VERSIONS.glob(f'*_{name}.py')).name[:4]) - 1:04d}"


def test_the_ends_that_reviews_replaced_move_into_columns_and_back(own_app: Flask):
    folder, ends = str(ROOT / "migrations"), {"expired_on": "2026-03-14", "expires_on": "2029-03-14"}
    with own_app.app_context():
        upgrade(directory=folder, revision=step_before("titles_alone"))
        with db.engine.begin() as connection:
            connection.execute(sa.text(ENTERPRISE_AND_TITLE[0]))
            connection.execute(sa.text(ENTERPRISE_AND_TITLE[1]))
            connection.execute(sa.text(REVIEW), {"detail": json.dumps({"why": "复核公告", **ends})})
        upgrade(directory=folder)
        with db.engine.connect() as connection:
            moved = connection.execute(
                sa.text("SELECT expires_before, expires_after, detail FROM title_events")
            ).one()
        downgrade(directory=folder, revision=step_before("titles_alone"))
        with db.engine.connect() as connection:
            back = connection.execute(sa.text("SELECT detail FROM title_events")).scalar_one()
        db.engine.dispose()

    assert (*moved[:2], json.loads(moved[2])) == ("2026-03-14", "2029-03-14", {"why": "复核公告"})
    assert json.loads(back) == {"why": "复核公告", **ends}


def test_what_people_took_columns_for_keeps_its_meaning_under_the_name_of_the_fact(own_app: Flask):
    folder, read = str(ROOT / "migrations"), sa.text("SELECT columns FROM column_maps")
    with own_app.app_context():
        upgrade(directory=folder)
        with transaction() as session:
            maria = make_person(session, "maria")
            batch = receive(session, "a.xlsx", "0" * 64, 1, by=maria.id, at=NOW)
            meanings = ("uscc", "intellectual_property.holder_rank", "enterprises.niche_started_on")
            columns = [[place, meaning, None, None] for place, meaning in enumerate(meanings)]
            answer = {"source": "", "fingerprint": "0" * 64, "columns": columns, "set_at": NOW}
            session.add(ColumnMap(**answer, batch_id=batch.id, set_by=maria.id))
        downgrade(directory=folder, revision=step_before("list_columns"))
        with db.engine.connect() as connection:
            before = json.loads(connection.execute(read).scalar_one())
        upgrade(directory=folder)
        with db.engine.connect() as connection:
            after = json.loads(connection.execute(read).scalar_one())
        db.engine.dispose()

    assert [meaning for _, meaning, *_ in before] == ["uscc", "property.rank", "enterprises.niche_since"]
    assert after == columns


def test_what_was_done_about_a_flag_becomes_rows_and_columns_again(own_app: Flask):
    folder, columns = str(ROOT / "migrations"), "seen_on, snoozed_until, snooze_reason, acted_on"
    before = ("2026-06-01", "2026-12-01", "年后再谈", None)
    with own_app.app_context():
        upgrade(directory=folder, revision=step_before("flag_events"))
        with db.engine.begin() as connection:
            connection.execute(sa.text(ENTERPRISE_AND_TITLE[0]))
            for statement in FLAG_PUT_OFF:
                connection.execute(sa.text(statement))
        upgrade(directory=folder)
        with db.engine.connect() as connection:
            rows = connection.execute(sa.text(FLAG_EVENTS)).all()
        downgrade(directory=folder, revision=step_before("flag_events"))
        with db.engine.connect() as connection:
            back = connection.execute(sa.text(f"SELECT {columns} FROM flags")).one()
        db.engine.dispose()

    assert [tuple(row) for row in rows] == [
        (1, "seen", None, "2026-06-01", None, None),
        (2, "snoozed", 7, "2026-06-01", "2026-12-01", "年后再谈"),
    ]
    assert tuple(back) == before


def test_names_move_into_the_index_and_back(own_app: Flask):
    folder, read = str(ROOT / "migrations"), sa.text("SELECT search_key, initials FROM enterprises")
    with own_app.app_context():
        upgrade(directory=folder)
        with transaction() as session:
            enterprise = make_enterprise(session, "北京（甲）A公司", in_pool=False)
            session.add(FormerName(enterprise_id=enterprise.id, name="旧名", until=enterprise.created_on))
        downgrade(directory=folder, revision=step_before("names_in_the_index"))
        with db.engine.connect() as connection:
            back = connection.execute(read).one()
        upgrade(directory=folder)
        db.engine.dispose()

    assert tuple(back) == ("北京(甲)a公司\n旧名", "bjjags\njm")


def test_the_plans_that_the_newest_records_carried_become_rows(own_app: Flask):
    """The newest record's plan is the steward's; a colleague's own newest word stays unless it was overtaken."""
    folder = str(ROOT / "migrations")
    records = [
        (1, 1, "2026-11-02", "2026-11-20"),  # overtaken by the same person's next record
        (2, 2, "2026-11-03", "2026-11-05"),  # a colleague's, for a day before the newest record
        (3, 3, "2026-11-04", "2026-11-10"),  # a colleague's, for the very day of the newest record
        (4, 1, "2026-11-10", "2026-12-01"),
    ]
    with own_app.app_context():
        upgrade(directory=folder, revision=step_before("planned_contacts"))
        with db.engine.begin() as connection:
            connection.execute(sa.text(ENTERPRISE))
            for user in (1, 2, 3):
                connection.execute(sa.text(PERSON), {"id": user, "number": f"p{user}"})
            for key, by, held, following in records:
                values = {"id": key, "by": by, "held": held, "next": following}
                connection.execute(sa.text(RECORD), values)
        upgrade(directory=folder)
        with db.engine.connect() as connection:
            plans = connection.execute(
                sa.text("SELECT user_id, is_stewards, planned_on FROM planned_contacts ORDER BY user_id")
            ).all()
        db.engine.dispose()

    assert [tuple(plan) for plan in plans] == [(1, 1, "2026-12-01"), (3, 0, "2026-11-10")]


def test_the_steps_are_numbered_without_gap():
    numbers = sorted(int(re.match(r"(\d+)_", path.name).group(1)) for path in VERSIONS.glob("*.py"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_constraint_and_index_has_a_name():
    nameless = [
        f"{table.name}: {type(constraint).__name__}"
        for table in Base.metadata.sorted_tables
        for constraint in (*table.constraints, *table.indexes)
        if constraint.name is None
    ]

    assert nameless == []
