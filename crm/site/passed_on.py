"""What meets somebody at an enterprise they looked after once: who does now, in place of *not there*."""

from collections.abc import Mapping
from typing import Any

import structlog
from flask import g, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from crm import clock
from crm.cultivation.applications.models import Application
from crm.cultivation.models import Flag
from crm.db import reading
from crm.demands.models import Demand
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.interactions.models import Interaction
from crm.people.access import me
from crm.people.scopes import scope
from crm.stewards import queries as stewards

log = structlog.get_logger()
_ABOUT: Mapping[str, Any] = {
    "demand_id": Demand,
    "application_id": Application,
    "flag_id": Flag,
    "interaction_id": Interaction,
}
"""Arguments of addresses without the enterprise's own number, and whose rows they are."""


def name_successor(error: CrmError) -> CrmError:
    """The refusal that names who looks after the enterprise now; the same as before for who never did, or does so."""
    if error.code != "not_found" or not request.view_args or not current_user.is_authenticated:
        return error
    try:
        with reading() as session:
            enterprise_id = _enterprise_of(session, request.view_args)
            return _refusal(session, enterprise_id) or error if enterprise_id else error
    except SQLAlchemyError as failure:
        log.error("successor not read", request=g.get("request_number"), error=type(failure).__name__)
        return error


def _enterprise_of(session: Session, arguments: Mapping[str, Any]) -> int | None:
    if "enterprise_id" in arguments:
        return int(arguments["enterprise_id"])
    for name, model in _ABOUT.items():
        if name in arguments:
            return session.scalar(select(model.enterprise_id).where(model.id == arguments[name]))
    return None


def _refusal(session: Session, enterprise_id: int) -> CrmError | None:
    if not stewards.was_in_care_of(session, enterprise_id, me().id, clock.today()):
        return None
    if session.scalar(select(Enterprise.id).where(Enterprise.id == enterprise_id, scope())):
        return None
    care = stewards.standing(session, enterprise_id)
    if care.steward:
        return CrmError("passed_on", name=care.enterprise, day=care.since, steward=care.steward)
    code = "passed_to_the_queue" if care.queued else "passed_to_nobody"
    return CrmError(code, name=care.enterprise, day=care.since)
