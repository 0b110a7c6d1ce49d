"""What must be right before anything is served or scheduled: one clear line otherwise, and no start."""

import sys
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from cryptography.exceptions import InvalidTag
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.audit.models import AuditEvent
from crm.config.policies import library_at
from crm.config.settings import Settings, SettingsError
from crm.db import reading
from crm.enterprises.contacts.service import MOBILE_PLACE
from crm.enterprises.models import Contact
from crm.rules.law.problems import RulebookError
from crm.sealing import unseal
from crm.serving.bodies import ReadableBodies
from crm.serving.garbage import collect_seldom
from crm.site.configuration import check_departments, check_files

# gunicorn ends all workers when one leaves with this code, instead of starting it again and again.
APP_LOAD_ERROR = 4


def checked_app() -> Flask:
    """The application for a web server; leaves the process with one line when it may not start."""
    from crm import create_app

    try:
        app = create_app()
        with app.app_context():
            check(app)
    except SettingsError as error:
        click.echo(f"Error: {error.message}", err=True)
        sys.exit(APP_LOAD_ERROR)
    app.wsgi_app = ReadableBodies(app.wsgi_app)  # type: ignore[method-assign,assignment]
    collect_seldom()
    return app


def check(app: Flask) -> None:
    """Look at policies, database and keys; raises SettingsError with the first thing that is wrong."""
    settings: Settings = app.config["SETTINGS"]
    try:
        library_at(settings.policies)
        check_files(settings)
    except (RulebookError, OSError) as error:
        raise SettingsError(f"CRM_POLICIES cannot be read: {_one_line(error)}") from error
    try:
        with reading() as session:
            refuse_other_version(session, Path(app.config["MIGRATIONS"]))
            check_departments(session)
            _refuse_damage(session)
            _refuse_other_keys(session, settings)
            _refuse_too_many_rights(session, settings)
    except (SQLAlchemyError, UnicodeDecodeError) as error:
        where = "CRM_DATABASE_URL: the database does not answer or is damaged"
        raise SettingsError(f"{where} ({type(getattr(error, 'orig', error)).__name__})") from error


def refuse_other_version(session: Session, migrations: Path) -> None:
    """The database must be at the newest migration this code knows."""
    if not inspect(session.connection()).has_table("alembic_version"):
        raise SettingsError("The database is empty: run `flask --app crm db upgrade` first.")
    present = session.scalar(text("SELECT version_num FROM alembic_version"))
    scripts = ScriptDirectory(str(migrations))
    known = {script.revision for script in scripts.walk_revisions()}
    if present not in known:
        raise SettingsError(f"The database is newer than this program (version {present}): update the program.")
    if present != scripts.get_current_head():
        raise SettingsError("The database is older than this program: run `flask --app crm db upgrade` first.")


def _refuse_damage(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return
    found = session.scalar(text("PRAGMA quick_check(1)"))
    if found != "ok":
        raise SettingsError(f"CRM_DATABASE_URL: the database is damaged ({_one_line(found)})")


def _refuse_other_keys(session: Session, settings: Settings) -> None:
    """Keys that do not belong to the data would break the chain and make numbers unreadable, unnoticed for long."""
    newest = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).first()
    if newest is not None and audit.seal(newest, settings.audit_key) != newest.mac:
        raise SettingsError("CRM_AUDIT_KEY is not the key the audit trail was written with.")
    sealed = session.scalar(select(Contact.mobile_sealed).where(Contact.mobile_sealed.is_not(None)).limit(1))
    try:
        if sealed is not None:
            unseal(sealed, key=settings.field_key, place=MOBILE_PLACE)
    except InvalidTag as error:
        raise SettingsError("CRM_FIELD_KEY is not the key the mobile numbers were sealed with.") from error


def _refuse_too_many_rights(session: Session, settings: Settings) -> None:
    """In production the user of PostgreSQL must not be able to empty the audit trail."""
    if not settings.production or session.get_bind().dialect.name != "postgresql":
        return
    if session.scalar(text("SELECT has_table_privilege('audit_events', 'TRUNCATE')")):
        raise SettingsError("CRM_DATABASE_URL names a user who may truncate the audit trail: see `flask grants`.")


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:300]
