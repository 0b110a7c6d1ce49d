"""The papers of an application: given to somebody, taken down, waived, their files."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from crm import clock
from crm.attachments.page import FileOwner, FilesOf
from crm.attachments.queries import Owner
from crm.cultivation.applications import queries
from crm.cultivation.applications.materials import service
from crm.cultivation.applications.materials.checklist import MaterialLine, checklist_of
from crm.cultivation.applications.materials.forms import AskForm, TakeDownForm, WaiveForm
from crm.cultivation.applications.materials.models import MaterialAttachment
from crm.cultivation.applications.models import Application
from crm.cultivation.windows.conditions import window_of
from crm.db import reading, transaction
from crm.desk.applications.standards import announced_ladder
from crm.enterprises import queries as enterprises
from crm.errors import CrmError
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.fields import DeskForm
from crm.web.pages import form_page


@requires(Role.STEWARD, Role.MANAGER)
def ask_material(application_id: int, material_id: int) -> ResponseReturnValue:
    """Give a missing paper to somebody, by a day counted back from the end of the window."""
    on = clock.today()
    with reading() as session:
        shown, line = _line(session, application_id, material_id)
        ids = service.askable(session, shown.enterprise_id, on=on)
        names = people.names(session, set(ids))
    form = AskForm(data={"due_on": max(line.due_on, on) if line.due_on else None})
    form.asked_of.choices = [(one, names[one]) for one in ids]

    def act(session: Session, application: Application) -> None:
        asked_of, due_on = form.asked_of.data, form.due_on.data
        service.ask_for_material(
            session, application, material_id, asked_of, due_on, text=line.text, by=me().id, on=on, at=clock.now()
        )

    return _step("desk/applications/ask_material.html", form, shown, line, act)


@requires(Role.STEWARD, Role.MANAGER)
def take_down_material(application_id: int, material_id: int) -> ResponseReturnValue:
    """The paper is there, though not as a file."""
    form, on = TakeDownForm(), clock.today()
    with reading() as session:
        shown, line = _line(session, application_id, material_id)

    def act(session: Session, application: Application) -> None:
        note = str(form.note.data)
        service.take_down_material(session, application, material_id, note=note, by=me().id, on=on)

    return _step("desk/applications/take_down_material.html", form, shown, line, act)


@requires(Role.STEWARD, Role.MANAGER)
def waive_material(application_id: int, material_id: int) -> ResponseReturnValue:
    """The paper is not needed here."""
    form, on = WaiveForm(), clock.today()
    with reading() as session:
        shown, line = _line(session, application_id, material_id)

    def act(session: Session, application: Application) -> None:
        service.waive_material(session, application, material_id, why=str(form.why.data), by=me().id, on=on)

    return _step("desk/applications/waive_material.html", form, shown, line, act)


@requires(Role.STEWARD, Role.MANAGER)
def reopen_material(application_id: int, material_id: int) -> ResponseReturnValue:
    """The paper is needed after all."""
    with transaction() as session:
        application = queries.get_application(session, application_id, scope())
        service.reopen_material(session, application, material_id, by=me().id)
    flash(_("这份材料重新列为需要。"), "saved")
    return redirect(_back(application_id))


def _step(
    template: str, form: DeskForm, shown: Application, line: MaterialLine, act: Callable[[Session, Application], None]
) -> ResponseReturnValue:
    with reading() as session:
        enterprise = enterprises.get(session, shown.enterprise_id, scope())
    page = form_page(template, form, enterprise=enterprise, line=line, back=_back(shown.id))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        act(session, queries.get_application(session, shown.id, scope()))
    flash(_("“%(text)s”已保存。", text=line.text), "saved")
    return redirect(_back(shown.id))


def _line(session: Session, application_id: int, material_id: int) -> tuple[Application, MaterialLine]:
    application = queries.get_application(session, application_id, scope())
    window = window_of(announced_ladder(session), application.window_id)
    for line in checklist_of(session, application, window):
        if line.material.id == material_id:
            return application, line
    raise CrmError("not_found")


def _back(application_id: int) -> str:
    return url_for("desk.application", application_id=application_id)


def _find_files(session: Session, application_id: int, material_id: int) -> FileOwner:
    application, line = _line(session, application_id, material_id)
    if request.method == "POST":
        service.hold_prepared(session, application)
    enterprise = enterprises.get(session, application.enterprise_id, scope())
    owner = Owner(MaterialAttachment, "material_id", material_id, enterprise.id)
    return FileOwner(owner, f"{application.number} {line.text}", enterprise.name, _back(application_id))


MATERIAL_FILES = FilesOf("material", _l("申报材料"), _find_files)
