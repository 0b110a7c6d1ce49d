"""Applications beside their enterprises and stewards."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from crm.cultivation.applications.models import Application, ApplicationJudgement, ApplicationState
from crm.cultivation.applications.queries import is_open
from crm.enterprises.models import Enterprise
from crm.people.models import User
from crm.sql.bundles import columns_of
from crm.standings.models import Standing

OPEN, EVERY = "open", "every"
_RECOMMENDED = (ApplicationState.RECOMMENDED, ApplicationState.PUBLICITY, ApplicationState.GRANTED)
STATES = (OPEN, *(state.value for state in ApplicationState), EVERY)


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """The filters of the list; empty means every."""

    state: str = OPEN
    target: str = ""
    purpose: str = ""
    window: str = ""
    street: str = ""
    steward_id: int = 0
    text: str = ""


def list_applications(
    session: Session, within: ColumnElement[bool], wanted: ApplicationFilter, *, offset: int = 0, limit: int = 50
) -> list[Any]:
    """Applications in the scope, the newest first."""
    rows = _applications(within, wanted).order_by(Application.id.desc())
    return list(session.execute(rows.offset(offset).limit(limit)))


def count_applications(session: Session, within: ColumnElement[bool], wanted: ApplicationFilter) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(_applications(within, wanted).subquery())) or 0


def recommended_in(session: Session, within: ColumnElement[bool], window_id: str) -> list[Any]:
    """Applications of a window that the district recommended, with what was judged at their last submission."""
    last = (
        select(func.max(ApplicationJudgement.number))
        .where(ApplicationJudgement.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery()
    )
    names = ("as_of", "verdict", "facts")
    rows = (
        select(
            Enterprise.name,
            Enterprise.credit_code,
            Enterprise.street,
            Enterprise.industry,
            Enterprise.main_product,
            Application.letter,
            Application.recommended_on,
            *(getattr(ApplicationJudgement, name) for name in names),
        )
        .join(Enterprise, Enterprise.id == Application.enterprise_id)
        .join(ApplicationJudgement, ApplicationJudgement.application_id == Application.id)
        .where(within, Application.window_id == window_id, Application.letter.is_not(None))
        .where(ApplicationJudgement.number == last, Application.state.in_(_RECOMMENDED))
    )
    return list(session.execute(rows.order_by(Application.recommended_on, Application.id)))


def _applications(within: ColumnElement[bool], wanted: ApplicationFilter) -> Select[Any]:
    rows = (
        select(
            *columns_of(Application),
            Standing.name,
            Enterprise.credit_code,
            Standing.street,
            User.name.label("steward"),
        )
        .join(Enterprise, Enterprise.id == Application.enterprise_id)
        .join(Standing, Standing.enterprise_id == Application.enterprise_id)
        .outerjoin(User, User.id == Standing.steward_id)
        .where(within, _in_state(wanted.state))
    )
    conditions = {
        Application.target == wanted.target: wanted.target,
        Application.purpose == wanted.purpose: wanted.purpose,
        Application.window_id == wanted.window: wanted.window,
        Standing.street == wanted.street: wanted.street,
        Standing.steward_id == wanted.steward_id: wanted.steward_id,
        Standing.name.contains(wanted.text, autoescape=True)
        | Application.number.contains(wanted.text, autoescape=True): wanted.text,
    }
    return rows.where(*(condition for condition, asked in conditions.items() if asked))


def _in_state(state: str) -> ColumnElement[bool]:
    if state == OPEN:
        return is_open()
    return true() if state == EVERY else Application.state == state
