"""The administrators' pages: accounts (system administrator) and role grants (security administrator)."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.people import queries, service
from crm.people.access import me, requires
from crm.people.accounts.forms import NO_DEPARTMENT, DetailsForm, GrantForm, PersonForm
from crm.people.departments.queries import open_departments
from crm.people.models import Role, UserState
from crm.people.scopes import in_care
from crm.people.signing import resets
from crm.web.pages import form_page
from crm.web.paging import asked_choice, asked_page, asked_text
from crm.web.words import ROLES, USER_STATES

_LOOKED_BACK = timedelta(hours=24)


@requires(Role.SYSTEM_ADMIN)
def index() -> ResponseReturnValue:
    """All accounts; candidates from imports wait here for activation."""
    return _people_page("people/index.html")


@requires(Role.SECURITY_ADMIN)
def rights() -> ResponseReturnValue:
    """Who holds which role."""
    return _people_page("people/rights.html")


@requires(Role.SYSTEM_ADMIN)
def add() -> ResponseReturnValue:
    """Open an account; its one-time password is shown once."""
    with reading() as session:
        page = form_page("people/add.html", PersonForm().offer(open_departments(session)))
    if not page.is_submitted():
        return page.show()
    form = page.form
    with transaction() as session:
        user = service.add_user(
            session,
            form.staff_number.data,
            form.name.data,
            by=me().id,
            on=clock.today(),
            department_id=form.department.data or None,
        )
        password = _one_time_password(session, user.id)
    return render_template("people/password.html", name=user.name, staff_number=user.staff_number, password=password)


@requires(Role.SYSTEM_ADMIN)
def edit(user_id: int) -> ResponseReturnValue:
    """One account: name, department, state, sessions."""
    with reading() as session:
        user = queries.get(session, user_id)
        form = DetailsForm(obj=None, name=user.name, department=user.department_id or NO_DEPARTMENT)
        form.offer(open_departments(session, but_also=user.department_id))
        sessions = queries.open_sessions(session, user_id)
        cared_for, two = in_care(session, user_id), resets.needs_two(session, user)
        reset = resets.open_reset(session, user_id, at=clock.now())
    page = form_page(
        "people/edit.html", form, user=user, sessions=sessions, needs_two=two, reset=reset, in_care=cared_for
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        service.change_details(
            session,
            queries.get(session, user_id),
            name=str(form.name.data),
            department_id=form.department.data or None,
            by=me().id,
        )
    flash(_("已保存 %(name)s 的资料。", name=form.name.data), "saved")
    return redirect(url_for("people.index"))


@requires(Role.SYSTEM_ADMIN)
def activate(user_id: int) -> ResponseReturnValue:
    """Let a candidate or a disabled person sign in, with a new one-time password."""
    with transaction() as session:
        user = queries.get(session, user_id)
        service.activate(session, user, by=me().id)
        password = _one_time_password(session, user_id)
    return render_template("people/password.html", name=user.name, staff_number=user.staff_number, password=password)


@requires(Role.SYSTEM_ADMIN)
def reinstate(user_id: int) -> ResponseReturnValue:
    """Take a disabling back; the person goes on with the password they have."""
    with transaction() as session:
        user = queries.get(session, user_id)
        service.reinstate(session, user, by=me().id)
    flash(_("已撤销停用，%(name)s 可以用原来的密码登录。", name=user.name), "saved")
    return redirect(url_for("people.edit", user_id=user_id))


@requires(Role.SYSTEM_ADMIN)
def reset_password(user_id: int) -> ResponseReturnValue:
    """Give a new one-time password; for one of the three administrators only where a second one has agreed."""
    with transaction() as session:
        user = queries.get(session, user_id)
        if resets.needs_two(session, user):
            resets.use(session, user, by=me().id, at=clock.now())
        password = _one_time_password(session, user_id)
    return render_template("people/password.html", name=user.name, staff_number=user.staff_number, password=password)


@requires(Role.SYSTEM_ADMIN)
def ask_reset(user_id: int) -> ResponseReturnValue:
    """Ask a second administrator to agree to the reset of an administrator's password."""
    with transaction() as session:
        user = queries.get(session, user_id)
        resets.ask(session, user, by=me().id, at=clock.now())
    flash(
        _("已申请重置 %(name)s 的密码，须由另一位系统管理员或安全管理员在 24 小时内同意。", name=user.name), "saved"
    )
    return redirect(url_for("people.edit", user_id=user_id))


@requires(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
def agree_reset(reset_id: int) -> ResponseReturnValue:
    """Agree to the reset that another administrator has asked for."""
    with transaction() as session:
        resets.agree(session, reset_id, by=me().id, at=clock.now())
    flash(_("已同意重置，由系统管理员发放一次性密码。"), "saved")
    return redirect(url_for("people.index" if me().has(Role.SYSTEM_ADMIN) else "people.rights"))


@requires(Role.SYSTEM_ADMIN)
def end_sessions(user_id: int) -> ResponseReturnValue:
    """End every open session of a person."""
    with transaction() as session:
        count = service.end_sessions(session, queries.get(session, user_id), by=me().id, at=clock.now())
    flash(_("已结束 %(count)s 个登录。", count=count), "saved")
    return redirect(url_for("people.edit", user_id=user_id))


@requires(Role.SECURITY_ADMIN)
def grants(user_id: int) -> ResponseReturnValue:
    """The roles of one person, present and past, and a form to grant another."""
    with reading() as session:
        user = queries.get(session, user_id)
        history = queries.grants_of(session, user_id)
        cared_for, cares = in_care(session, user_id), Role.STEWARD in queries.roles_of(session, user_id)
    page = form_page("people/grants.html", GrantForm(), user=user, history=history, in_care=cared_for, cares=cares)
    if not page.is_submitted():
        return page.show()
    role = Role(page.form.role.data)
    with transaction() as session:
        service.grant(session, queries.get(session, user_id), role, by=me().id, on=clock.today())
    flash(_("已授予 %(name)s 角色“%(role)s”，下一次操作即生效。", name=user.name, role=ROLES[role]), "saved")
    return redirect(url_for("people.grants", user_id=user_id))


@requires(Role.SECURITY_ADMIN)
def end_grant(user_id: int, role: str) -> ResponseReturnValue:
    """Take a role back; a steward's asks where the enterprises go, on a page of the desk."""
    with transaction() as session:
        user = queries.get(session, user_id)
        service.end_role(session, user, Role(role), by=me().id, on=clock.today())
    flash(_("已收回 %(name)s 的角色“%(role)s”。", name=user.name, role=ROLES[role]), "saved")
    return redirect(url_for("people.grants", user_id=user_id))


def _people_page(template: str) -> ResponseReturnValue:
    state, role = asked_choice("state", USER_STATES), asked_choice("role", ROLES)
    page = asked_page()
    with reading() as session:
        people, total = queries.lines(
            session,
            text=asked_text("q"),
            state=UserState(state) if state else None,
            role=Role(role) if role else None,
            offset=page.offset,
            limit=page.size,
        )
        waiting = resets.waiting(session, at=clock.now())
        attacks = queries.attacks(session, since=clock.now() - _LOOKED_BACK, rules=service_rules().sign_in)
    filters = [
        {"name": "state", "label": _("状态"), "choices": list(USER_STATES.items())},
        {"name": "role", "label": _("角色"), "choices": list(ROLES.items())},
    ]
    return render_template(
        template, people=people, page=page.of(total), filters=filters, attacks=attacks, resets=waiting
    )


def _one_time_password(session: Session, user_id: int) -> str:
    return service.give_one_time_password(
        session, queries.get(session, user_id), by=me().id, at=clock.now(), rules=service_rules().sign_in
    )
