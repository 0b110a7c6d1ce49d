"""The signed-in person of a request: read from the session table in a short read of its own, and detached."""

from dataclasses import replace

from flask import Flask, current_app, request
from flask_login import LoginManager, current_user

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction, write_unless_busy
from crm.people import queries
from crm.people.access import me
from crm.people.person import Person
from crm.people.service import confirm_password
from crm.people.signing import sign_in
from crm.people.signing.passwords import Demands
from crm.people.signing.sign_in import SignInOrigin

login_manager = LoginManager()
login_manager.session_protection = None  # the server-side row decides, not a hash of address and browser


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_person(token: str) -> Person | None:
    """The person behind the cookie's token, if the session is still good."""
    with reading() as session:
        return queries.person_of(session, token, at=clock.now(), rules=service_rules().sign_in, demands=demands())


def demands() -> Demands:
    """What this installation asks of passwords; those of a demonstration, which are known, never grow old."""
    settings = current_app.config["SETTINGS"]
    chosen = Demands.of(service_rules().password, settings.password_profile)
    return replace(chosen, days=None) if settings.demonstration else chosen


def client_address() -> str:
    """The address the request came from; forwarded headers count only through a configured proxy."""
    return (request.remote_addr or "unknown")[:64]


def confirm_identity(password: str) -> None:
    """The person knows the present password; wrong tries count as at the door, or a stolen session could guess it."""
    place = SignInOrigin(client_address(), f"session:{me().session_id}")
    with transaction() as session:
        attempt = sign_in.claim_attempt(
            session, me().staff_number, place, at=clock.now(), rules=service_rules().sign_in
        )
    with transaction() as session:
        confirm_password(queries.get(session, me().id), password)
        sign_in.succeed(session, attempt)


def stamp_session() -> None:
    """Note that the session is in use: the one write on a GET, once a minute, and not when it would have to wait."""
    if request.endpoint == "static" or not current_user.is_authenticated:
        return
    at = clock.now()
    if current_user.seen_at >= at - sign_in.STAMP_EVERY:
        return
    write_unless_busy(lambda session: sign_in.stamp(session, current_user.session_id, at=at))


def init_sessions(app: Flask) -> None:
    """Cookies that browsers keep to themselves, and the loader of people."""
    https = app.config["SETTINGS"].https
    app.config.update(
        SESSION_COOKIE_NAME="__Host-desk" if https else "desk",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
    )
    login_manager.init_app(app)
