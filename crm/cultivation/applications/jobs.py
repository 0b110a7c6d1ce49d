"""What the night does about applications: windows that closed without them, and papers whose day is there."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.applications.acts import ApplicationSaying
from crm.cultivation.applications.life import ApplicationAct
from crm.cultivation.applications.materials.checklist import MaterialState, checklists_of, is_open_material
from crm.cultivation.applications.materials.models import ApplicationMaterial
from crm.cultivation.applications.models import Application, ApplicationState
from crm.cultivation.applications.notices import MATERIAL, tell_of_material
from crm.cultivation.applications.service import is_still_prepared, take_step
from crm.notifications.service import withdraw_but
from crm.rules.reading.ladder import Ladder, Window
from crm.work import Report, Turn

_PREPARED = Application.state == ApplicationState.PREPARED


def keep_applications(session: Session, turn: Turn, ladder: Ladder) -> Report:
    """Take down which missed their window, and tell of papers that are due, once each."""
    report = Report()
    windows = {window.id: window for window in ladder.windows}
    prepared = session.scalars(select(Application).where(_PREPARED).order_by(Application.id)).all()
    for application in prepared:
        if _has_missed(application, windows, turn) and is_still_prepared(session, application.id):
            act, nothing = ApplicationAct.MISS, ApplicationSaying()
            take_step(session, application.id, act, nothing, ladder=ladder, by=None, on=turn.today, at=turn.at)
            report.tell("application_missed", application.enterprise_id)
    report.count("materials_due", _tell_of_papers(session, turn, windows))
    return report


def _has_missed(application: Application, windows: Mapping[str, Window], turn: Turn) -> bool:
    """Never submitted, though it was begun before its window closed; one sent back was in time."""
    window = windows.get(application.window_id or "")
    if window is None or application.submitted_on is not None:
        return False
    return application.opened_on <= window.until < turn.today


def _tell_of_papers(session: Session, turn: Turn, windows: Mapping[str, Window]) -> int:
    asked = select(ApplicationMaterial.application_id).where(
        is_open_material(), ApplicationMaterial.asked_of.is_not(None)
    )
    applications = session.scalars(
        select(Application).where(_PREPARED, Application.id.in_(asked)).order_by(Application.id)
    ).all()
    lists = checklists_of(session, applications, windows)
    waiting = [(one, line) for one in applications for line in lists[one.id] if line.state is MaterialState.ASKED]
    withdraw_but(session, MATERIAL, {f"material:{line.material.id}" for _application, line in waiting}, at=turn.at)
    count = 0
    for application, line in waiting:
        paper = line.material
        if paper.asked_of is not None and paper.due_on is not None and paper.due_on <= turn.today:
            count += tell_of_material(
                session,
                application,
                paper.id,
                paper.asked_of,
                text=line.text,
                due_on=paper.due_on,
                step="due",
                at=turn.at,
            )
    return count
