"""Refused attempts in the audit chain: in a transaction of their own, which never stands in the way of the answer."""

from datetime import timedelta
from typing import Any

import structlog
from flask import g, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from crm import clock
from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.db import Session, transaction
from crm.people.signing.sessions import client_address

log = structlog.get_logger()
_AUDITED = {403, 404, 409, 429}
# Refusals that say more than their status does; strangers' are kept as well.
ACTIONS = {
    "too_many_attempts": "sign_in.throttled",
    "password_wrong": "password.wrong",
    "token_forged": "token.forged",
}
_LONGEST_VALUE = 40
_PATIENCE_MS = 500


def record_refusal(code: str, status: int) -> None:
    """Keep a refused attempt; when the database does not take it, the log does, and the refusal stays a refusal."""
    is_known = bool(current_user and current_user.is_authenticated)
    if code not in ACTIONS and not (is_known and status in _AUDITED):
        return
    try:
        with transaction(patience_ms=_PATIENCE_MS) as session:
            _record(session, code, current_user.id if is_known else None)
    except (SQLAlchemyError, OSError) as error:
        log.error("refusal not recorded", request=g.get("request_number"), code=code, error=type(error).__name__)


def _record(session: Session, code: str, person_id: int | None) -> None:
    """A stranger's refusals of one kind from one address are one row for as long as failures are counted."""
    action = ACTIONS.get(code, "refused")
    what = f"route:{(request.endpoint or 'none')[:50]}" if person_id else f"address:{client_address()}"[:64]
    since = clock.now() - timedelta(seconds=service_rules().sign_in.window_seconds)
    if person_id is None and audit.was_recorded(session, action, what, since=since):
        return
    audit.record(session, person_id, action, what, code=code, method=request.method, **_values())


def _values() -> dict[str, Any]:
    return {name: str(value)[:_LONGEST_VALUE] for name, value in (request.view_args or {}).items()}
