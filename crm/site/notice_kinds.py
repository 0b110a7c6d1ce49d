"""The notices of all features: their kinds with their words, and who may still see what they are about."""

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crm.awards.beneficiaries import whose
from crm.awards.claims.course.notices_page import KINDS as CLAIMS
from crm.awards.claims.models import Claim
from crm.awards.claims.scopes import CLAIMS as CLAIM_SCOPE
from crm.awards.models import Beneficiary
from crm.cultivation.applications.models import Application
from crm.cultivation.applications.notices_page import KINDS as APPLICATIONS
from crm.cultivation.notices_page import KINDS as CULTIVATION
from crm.demands.models import Demand
from crm.demands.reminders.notices_page import KINDS as DEMANDS
from crm.demands.scopes import DEMANDS as DEMAND_SCOPE
from crm.desk.handover.notices_page import KINDS as HANDOVERS
from crm.desk.reminders.notices_page import KINDS as REMINDERS
from crm.enterprises.models import Enterprise
from crm.interactions.plans.notices_page import KINDS as PLANS
from crm.notifications.page import Sight, register_about, register_kind
from crm.people.scopes import ENTERPRISES, IDENTITIES


def init_notices(app: Flask) -> None:
    """Register them; the order is that of the page."""
    for kind in (*CULTIVATION, *REMINDERS, *APPLICATIONS, *DEMANDS, *CLAIMS, *PLANS, *HANDOVERS):
        register_kind(app, kind)
    register_about(app, "enterprise", _enterprise_names)
    register_about(app, "identity", _identity_names)
    register_about(app, "demand", _demand_names)
    register_about(app, "application", _application_names)
    register_about(app, "claim", _claim_names)


def _enterprise_names(session: Session, enterprise_ids: set[int], sight: Sight) -> Mapping[int, str]:
    return _names(session, enterprise_ids, sight(ENTERPRISES))


def _identity_names(session: Session, enterprise_ids: set[int], sight: Sight) -> Mapping[int, str]:
    """Of what is known by name alone: a handler is told who comes along, and nothing else."""
    return _names(session, enterprise_ids, sight(IDENTITIES))


def _names(session: Session, enterprise_ids: set[int], within: ColumnElement[bool]) -> Mapping[int, str]:
    seen = select(Enterprise.id, Enterprise.name).where(Enterprise.id.in_(enterprise_ids), within)
    return {row.id: row.name for row in session.execute(seen)}


def _demand_names(session: Session, demand_ids: set[int], sight: Sight) -> Mapping[int, str]:
    """The demand by its enterprise and title, for those who see the demand."""
    seen = (
        select(Demand.id, Enterprise.name, Demand.title)
        .join(Enterprise, Enterprise.id == Demand.enterprise_id)
        .where(Demand.id.in_(demand_ids), sight(DEMAND_SCOPE))
    )
    return {row.id: f"{row.name}“{row.title}”" for row in session.execute(seen)}


def _application_names(session: Session, application_ids: set[int], sight: Sight) -> Mapping[int, str]:
    """The application by its enterprise and number, for those who see the enterprise."""
    seen = (
        select(Application.id, Application.number, Enterprise.name)
        .join(Enterprise, Enterprise.id == Application.enterprise_id)
        .where(Application.id.in_(application_ids), sight(ENTERPRISES))
    )
    return {row.id: f"{row.name}（{row.number}）" for row in session.execute(seen)}


def _claim_names(session: Session, claim_ids: set[int], sight: Sight) -> Mapping[int, str]:
    """The claim by who is paid and its number, for those who see the claim."""
    seen = (
        select(Claim.id, whose.NAME.label("name"), Claim.number)
        .join(Beneficiary, Beneficiary.id == Claim.beneficiary_id)
        .outerjoin(Enterprise, Enterprise.id == Beneficiary.enterprise_id)
        .where(Claim.id.in_(claim_ids), sight(CLAIM_SCOPE))
    )
    return {row.id: f"{row.name} {row.number}" for row in session.execute(seen)}
