"""Departments: the administrator's list with everybody in it, and the first page of a handler."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.people.access import me, requires
from crm.people.departments import queries, service
from crm.people.departments.forms import DepartmentForm
from crm.people.models import Role
from crm.people.scopes import DEPARTMENTS, scope
from crm.web.pages import form_page


@requires(Role.SYSTEM_ADMIN)
def departments() -> ResponseReturnValue:
    """The responsible units with their people, and a form for a new one."""
    with reading() as session:
        found = queries.list_staffed(session, scope(DEPARTMENTS))
    page = form_page("people/departments.html", DepartmentForm(), departments=found)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        service.add_department(session, page.form.code.data, page.form.name.data, by=me().id)
    flash(_("已登记 %(name)s。", name=page.form.name.data), "saved")
    return redirect(url_for("people.departments"))


@requires(Role.SYSTEM_ADMIN)
def end_department(department_id: int) -> ResponseReturnValue:
    """Nothing goes to the department any more."""
    with transaction() as session:
        department = service.end_department(
            session, department_id, named=service_rules().departments, by=me().id, on=clock.today()
        )
    flash(_("%(name)s 已停用，以后不再出现在可选单位中。", name=department.name), "saved")
    return redirect(url_for("people.departments"))


@requires(Role.SYSTEM_ADMIN)
def reopen_department(department_id: int) -> ResponseReturnValue:
    """Take the end of a department back."""
    with transaction() as session:
        department = service.reopen_department(session, department_id, by=me().id)
    flash(_("%(name)s 已恢复启用。", name=department.name), "saved")
    return redirect(url_for("people.departments"))


@requires(Role.HANDLER, Role.SYSTEM_ADMIN)
def department(department_id: int) -> ResponseReturnValue:
    """One department: what comes to it, and who works there."""
    with reading() as session:
        found = queries.staffed_one(session, department_id, scope(DEPARTMENTS))
    return render_template("people/department.html", department=found)


@requires(Role.HANDLER)
def own_department() -> ResponseReturnValue:
    """The department of the handler who asks."""
    with reading() as session:
        found = queries.staffed_one(session, me().department_id or 0, scope(DEPARTMENTS))
    return render_template("people/department.html", department=found)
