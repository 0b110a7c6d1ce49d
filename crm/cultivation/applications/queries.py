"""Reads about applications: one with its steps and judgements, those of an enterprise, and who acts as what."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crm.cultivation.applications.life import OPEN_STATES, ApplicationActor
from crm.cultivation.applications.models import Application, ApplicationJudgement
from crm.cultivation.models import Tier
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.models import Role
from crm.rules import Purpose
from crm.stewards.carers import carers_of


def get_application(session: Session, application_id: int, within: ColumnElement[bool]) -> Application:
    """The application of an enterprise in the scope; CrmError not_found for any other."""
    wanted = select(Application).join(Enterprise, Enterprise.id == Application.enterprise_id)
    application = session.scalar(wanted.where(Application.id == application_id, within))
    if application is None:
        raise CrmError("not_found")
    return application


def open_application_of(session: Session, enterprise_id: int, target: Tier, purpose: Purpose) -> Application | None:
    """The one that is open for this title and purpose."""
    mine = Application.enterprise_id == enterprise_id, Application.target == target, Application.purpose == purpose
    return session.scalar(select(Application).where(*mine, is_open()))


def applications_of(session: Session, enterprise_id: int) -> Sequence[Application]:
    """All applications of an enterprise, open ones first, then the newest."""
    mine = select(Application).where(Application.enterprise_id == enterprise_id)
    return session.scalars(mine.order_by(Application.closed_on.is_not(None), Application.id.desc())).all()


def judgements_of(session: Session, application_id: int) -> Sequence[ApplicationJudgement]:
    """What was judged at each submission, the newest first."""
    mine = select(ApplicationJudgement).where(ApplicationJudgement.application_id == application_id)
    return session.scalars(mine.order_by(ApplicationJudgement.number.desc())).all()


def judgement_of(session: Session, application_id: int, number: int) -> ApplicationJudgement:
    """One of them; CrmError not_found."""
    kept = session.get(ApplicationJudgement, (application_id, number))
    if kept is None:
        raise CrmError("not_found")
    return kept


def actors_of(session: Session, application: Application, user_id: int, *, on: date) -> frozenset[str]:
    """As what the user may act on this application on a day."""
    roles = people.roles_of(session, user_id)
    actors: set[str] = {ApplicationActor.MANAGER} if Role.MANAGER in roles else set()
    if Role.STEWARD in roles and user_id in {
        one.user_id for one in carers_of(session, application.enterprise_id, on)
    }:
        actors.add(ApplicationActor.CARER)
    return frozenset(actors)


def is_open() -> ColumnElement[bool]:
    """The condition on `Application` for having no end yet."""
    return Application.state.in_(OPEN_STATES)
