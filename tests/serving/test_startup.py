"""Starting where something is wrong: one clear line, and no start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask_migrate import upgrade

from crm import create_app
from crm.config.settings import SECRET_NAMES, Settings, SettingsError, ensure_secrets, read_env_file
from crm.db import db, transaction
from crm.serving.launch import GUNICORN
from crm.serving.startup import check
from tests.architecture.sources import ROOT
from tests.cast import make_person
from tests.e2e.desk import environment, free_port
from tests.makers import make_contact, make_enterprise


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A healthy desk, with somebody and something in it."""
    instance = tmp_path_factory.mktemp("healthy")
    ensure_secrets(instance)
    app = create_app(Settings.load({"CRM_INSTANCE": str(instance)}))
    with app.app_context():
        upgrade(directory=app.config["MIGRATIONS"])
        with transaction() as session:
            make_person(session, "stefan")
            make_contact(session, make_enterprise(session), key=app.config["SETTINGS"].field_key)
        db.session.remove()
        db.engine.dispose()
    return instance


@pytest.fixture
def place(healthy: Path, tmp_path: Path) -> dict[str, str]:
    """A copy of its own."""
    shutil.copytree(healthy, tmp_path, dirs_exist_ok=True)
    return {"CRM_INSTANCE": str(tmp_path)}


def started(given: dict[str, str]) -> None:
    app = create_app(Settings.load(given))
    with app.app_context():
        try:
            check(app)
        finally:
            db.session.remove()
            db.engine.dispose()


def refusal(given: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refused:
        started(given)
    assert "\n" not in refused.value.message
    return refused.value.message


def other_keys(given: dict[str, str], name: str) -> dict[str, str]:
    """The same desk with another key of that name."""
    instance = Path(given["CRM_INSTANCE"])
    fresh = ensure_secrets(instance / "elsewhere")
    keys = read_env_file(instance / "secrets.env") | {name: read_env_file(fresh)[name]}
    return {**given, **keys}


def test_a_healthy_desk_starts(place):
    assert started(place) is None


@pytest.mark.parametrize("name", ["CRM_AUDIT_KEY", "CRM_FIELD_KEY"])
def test_a_key_that_does_not_belong_to_the_data_is_named(place, name):
    assert name in refusal(other_keys(place, name))


def test_an_unreadable_policies_folder_is_named(place, tmp_path):
    assert "CRM_POLICIES" in refusal({**place, "CRM_POLICIES": str(tmp_path / "nowhere")})


@pytest.mark.parametrize("content", [b"no database at all, but long enough to look like one" * 200, b""])
def test_a_damaged_or_empty_database_is_named(place, content):
    (Path(place["CRM_INSTANCE"]) / "crm.sqlite3").write_bytes(content)

    told = refusal(place)

    assert "database" in told.lower()


def test_a_database_cut_in_half_is_named(place):
    path = Path(place["CRM_INSTANCE"]) / "crm.sqlite3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    assert "database" in refusal(place).lower()


def test_a_database_newer_than_the_code_is_named(place):
    app = create_app(Settings.load(place))
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert "newer" in refusal(place)


def test_an_older_database_is_told_to_migrate(place):
    app = create_app(Settings.load(place))
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    assert "db upgrade" in refusal(place)


def test_a_database_nobody_answers_at_is_named_without_its_password(place):
    url = "postgresql://desk:secret-word@127.0.0.1:1/desk"

    told = refusal({**place, "CRM_DATABASE_URL": url})

    assert "CRM_DATABASE_URL" in told
    assert "secret-word" not in told


def test_production_neither_starts_on_sqlite_nor_with_equal_keys(place):
    keys = read_env_file(Path(place["CRM_INSTANCE"]) / "secrets.env")
    earnest = {**place, **keys, "CRM_ENV": "production", "CRM_DATABASE_URL": "postgresql://desk@/desk"}

    with pytest.raises(SettingsError, match="CRM_DATABASE_URL"):
        Settings.load({**earnest, "CRM_DATABASE_URL": f"sqlite:///{place['CRM_INSTANCE']}/crm.sqlite3"})
    with pytest.raises(SettingsError, match="CRM_AUDIT_KEY"):
        Settings.load({**earnest, "CRM_AUDIT_KEY": keys["CRM_SECRET_KEY"]})
    assert set(keys) == set(SECRET_NAMES)


def test_the_web_server_says_it_first_and_ends(place):
    (Path(place["CRM_INSTANCE"]) / "crm.sqlite3").write_bytes(b"nothing of the kind" * 200)
    port = free_port()
    server = [*GUNICORN, f"--bind=127.0.0.1:{port}"]

    ended = subprocess.run(
        server,
        check=False,
        cwd=ROOT,
        env=environment(Path(place["CRM_INSTANCE"]), port),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode != 0
    assert ended.stderr.startswith("Error: CRM_DATABASE_URL")


def test_the_scheduler_says_it_too(place):
    (Path(place["CRM_INSTANCE"]) / "crm.sqlite3").write_bytes(b"nothing of the kind" * 200)

    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "crm", "jobs", "start"],
        check=False,
        cwd=ROOT,
        env={**os.environ, **place},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: ")
    assert len(ended.stderr.strip().splitlines()) == 1
