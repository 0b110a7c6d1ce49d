"""Signing in and out: every try is counted before the password is looked at; a session is a row."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import SignInRules
from crm.db import serialise
from crm.errors import CrmError
from crm.people import queries
from crm.people.models import LoginAttempt, SignInSession, User, UserState
from crm.people.signing import passwords

STAMP_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignInOrigin:
    """Where a try comes from; `device` is known where the account came in before, and has a count of its own."""

    address: str
    device: str | None = None


def claim_attempt(
    session: Session, staff_number: str, place: SignInOrigin, *, at: datetime, rules: SignInRules
) -> int:
    """Count a try as failed until it succeeds; raises CrmError when there were too many.

    Tries of strangers are counted by account and by address. On a device the account is known on, only that
    device's tries count, so that nobody else can keep the owner out.
    """
    account = queries.fold(staff_number)[:64]
    serialise(session, f"sign-in {account}")
    serialise(session, f"sign-in from {place.address}")
    since = at - timedelta(seconds=rules.window_seconds)
    tries = queries.failures_since(session, since, account=account, device=place.device)
    strangers = 0 if place.device else queries.failures_since(session, since, address=place.address, device=None)
    if tries >= rules.failures_per_account or strangers >= rules.failures_per_address:
        raise CrmError("too_many_attempts", seconds=rules.window_seconds)
    attempt = LoginAttempt(at=at, account=account, address=place.address, device=place.device, succeeded=False)
    session.add(attempt)
    session.flush()
    return attempt.id


def check(user: User | None, password: str, *, at: datetime) -> bool:
    """Whether this user may come in with this password; equally slow for unknown users."""
    stored = user.password_hash if user else None
    fits = passwords.matches(stored, password)
    if not fits or user is None or user.state is not UserState.ACTIVE:
        return False
    return user.password_expires_at is None or user.password_expires_at > at


def open_session(session: Session, user: User, attempt_id: int, address: str, *, at: datetime) -> str:
    """Start a session and return its random token, of which only the hash is kept.

    Refused when the account was shut or got another password since `user` was read to be checked.
    """
    checked = user.password_hash
    present = session.get(User, user.id, populate_existing=True, with_for_update=True)
    if present is None or present.password_hash != checked or present.state is not UserState.ACTIVE:
        raise CrmError("sign_in_failed")
    token = secrets.token_urlsafe(32)
    succeed(session, attempt_id)
    session.add(
        SignInSession(
            token_hash=queries.token_hash(token), user_id=user.id, started_at=at, seen_at=at, address=address
        )
    )
    audit.record(session, user.id, "signed_in", f"user:{user.id}", address=address)
    return token


def succeed(session: Session, attempt_id: int) -> None:
    """The claimed try was no failure."""
    session.execute(update(LoginAttempt).where(LoginAttempt.id == attempt_id).values(succeeded=True))


def refuse(session: Session, user: User | None, address: str) -> None:
    """Record that a try failed."""
    what = f"user:{user.id}" if user else "user:unknown"
    audit.record(session, user.id if user else None, "sign_in.refused", what, address=address)


def close_session(session: Session, session_id: int, *, by: int, at: datetime) -> None:
    """End one session; a copied cookie is worthless from here on."""
    session.execute(update(SignInSession).where(SignInSession.id == session_id).values(ended_at=at))
    audit.record(session, by, "signed_out", f"user:{by}")


def stamp(session: Session, session_id: int, *, at: datetime) -> None:
    """Note that the session is in use; a newer stamp stays."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.seen_at < at - STAMP_EVERY)
        .values(seen_at=at)
    )
