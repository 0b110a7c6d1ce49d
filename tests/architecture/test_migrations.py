"""The migrations: one head, equal to the models, every step with a way back."""

from __future__ import annotations

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
from crm.db import Base, db
from crm.settings import Settings, ensure_secrets
from tests.architecture.sources import ROOT

VERSIONS = ROOT / "migrations" / "versions"


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
