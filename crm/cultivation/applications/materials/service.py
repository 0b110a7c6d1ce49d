"""Making the checklist of an application, and what people do about each paper of it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.materials import materials_for
from crm.cultivation.applications.materials.models import ApplicationMaterial
from crm.cultivation.applications.models import Application, ApplicationState
from crm.cultivation.applications.notices import managers, tell_of_material
from crm.db import add_rows, serialise
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.models import Role, User, UserState
from crm.stewards.carers import carers_of


def make_checklist(session: Session, application: Application) -> None:
    """Write down which papers the application needs."""
    rules = materials_for(application.target.value, application.purpose.value)
    add_rows(
        session, ApplicationMaterial, [{"application_id": application.id, "material": rule.id} for rule in rules]
    )


def ask_for_material(
    session: Session,
    application: Application,
    material_id: int,
    asked_of: int,
    due_on: date,
    *,
    text: str,
    by: int,
    on: date,
    at: datetime,
) -> None:
    """Give a missing paper to somebody, by a day; the person is told."""
    paper = _claim(session, application, material_id)
    if due_on < on:
        raise CrmError("material_due_past", day=due_on)
    if asked_of not in askable(session, application.enterprise_id, on=on):
        raise _refuse_asking(session, asked_of)
    paper.asked_of, paper.due_on = asked_of, due_on
    session.flush()
    tell_of_material(session, application, paper.id, asked_of, text=text, due_on=due_on, step="asked", at=at)
    _note(session, application, paper, "asked", by)


def take_down_material(
    session: Session, application: Application, material_id: int, *, note: str, by: int, on: date
) -> None:
    """The paper is there without a file, such as an original that was handed in."""
    paper = _claim_open(session, application, material_id)
    paper.done_on, paper.done_by, paper.done_note = on, by, note
    session.flush()
    _note(session, application, paper, "done", by)


def waive_material(
    session: Session, application: Application, material_id: int, *, why: str, by: int, on: date
) -> None:
    """The paper is not needed here; the reason stays."""
    paper = _claim_open(session, application, material_id)
    paper.waived_on, paper.waived_by, paper.waived_why = on, by, why
    session.flush()
    _note(session, application, paper, "waived", by)


def reopen_material(session: Session, application: Application, material_id: int, *, by: int) -> None:
    """The paper is needed after all, or is not there."""
    paper = _claim(session, application, material_id)
    paper.waived_on = paper.waived_by = paper.waived_why = None
    paper.done_on = paper.done_by = paper.done_note = None
    session.flush()
    _note(session, application, paper, "reopened", by)


def material_of(session: Session, application: Application, material_id: int) -> ApplicationMaterial:
    """One paper of the application; CrmError not_found for any other's."""
    paper = session.get(ApplicationMaterial, material_id)
    if paper is None or paper.application_id != application.id:
        raise CrmError("not_found")
    return paper


def refuse_submitted(application: Application) -> None:
    """The papers of what was submitted stay as they were: CrmError material_of_submitted."""
    if application.state is not ApplicationState.PREPARED:
        raise CrmError("material_of_submitted", number=application.number)


def askable(session: Session, enterprise_id: int, *, on: date) -> list[int]:
    """Who may be asked for a paper: who looks after the enterprise and has an active account, and the managers."""
    active = {user.id for user in people.active_with(session, Role.STEWARD)}
    carers = [carer.user_id for carer in carers_of(session, enterprise_id, on) if carer.user_id in active]
    return list(dict.fromkeys([*carers, *managers(session)]))


def hold_prepared(session: Session, application: Application) -> None:
    """Let nobody submit the application until this is written; CrmError material_of_submitted if somebody did."""
    serialise(session, f"application {application.id}")
    session.refresh(application)
    refuse_submitted(application)


def _refuse_asking(session: Session, user_id: int) -> CrmError:
    """Whoever was chosen lost the account meanwhile, by name; or never looked after the enterprise."""
    user = session.get(User, user_id)
    if user is not None and user.state is not UserState.ACTIVE:
        return CrmError("material_asked_of_inactive", name=user.name)
    return CrmError("material_asked_of_stranger")


def _claim(session: Session, application: Application, material_id: int) -> ApplicationMaterial:
    """The paper, while the application is prepared still: what was submitted stays as it was."""
    hold_prepared(session, application)
    paper = material_of(session, application, material_id)
    session.refresh(paper)
    return paper


def _claim_open(session: Session, application: Application, material_id: int) -> ApplicationMaterial:
    """The same while nobody said anything of it: one reason never takes the place of another."""
    paper = _claim(session, application, material_id)
    if paper.done_on is not None or paper.waived_on is not None:
        raise CrmError("material_settled")
    return paper


def _note(session: Session, application: Application, paper: ApplicationMaterial, act: str, by: int) -> None:
    audit.record(session, by, f"material.{act}", f"application:{application.id}", material=paper.material)
