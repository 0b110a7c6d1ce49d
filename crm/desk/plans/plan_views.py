"""约联系: planning a contact with an enterprise, alone or with a colleague, and calling it off."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.desk.enterprise.log_page import back_url, picks, provisional_years
from crm.desk.plans.plan_page import plan_form, read_planning, seen_version, wish_of
from crm.enterprises import queries as enterprises
from crm.interactions.forms import DropPlanForm
from crm.interactions.plans import service
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import IDENTITIES, scope
from crm.web.pages import form_page
from crm.web.paging import asked_number


@requires(Role.STEWARD, Role.MANAGER, Role.HANDLER)
def plan(enterprise_id: int) -> ResponseReturnValue:
    """The form of a plan."""
    on, join = clock.today(), asked_number("join", 0, lowest=1)
    with reading() as session:
        known = read_planning(session, enterprise_id, scope(IDENTITIES), person=me(), on=on)
        form = plan_form(known, join)
    choices = picks(on)
    page = form_page(
        "desk/plan.html",
        form,
        about=known,
        picks=choices,
        provisional=provisional_years([day for _label, day in choices]),
        on=on,
        back=back_url(enterprise_id),
    )
    if not page.is_submitted():
        return page.show()
    wish = wish_of(form, known)
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope(IDENTITIES))
        planned = service.plan_contact(
            session, enterprise_id, wish, by=me().id, on=on, at=clock.now(), seen=seen_version(form)
        )
        day = planned.planned_on
    flash(_("已约 %(day)s 联系“%(name)s”。", day=day.isoformat(), name=known.name), "saved")
    return redirect(back_url(enterprise_id))


@requires(Role.STEWARD, Role.MANAGER, Role.HANDLER)
def drop_plan(enterprise_id: int, plan_id: int) -> ResponseReturnValue:
    """Call a planned contact off, with the reason."""
    on = clock.today()
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope(IDENTITIES))
        planned = service.own_plan(session, enterprise_id, plan_id, by=me().id, on=on)
    page = form_page(
        "desk/drop_plan.html", DropPlanForm(), name=enterprise.name, plan=planned, back=back_url(enterprise_id)
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope(IDENTITIES))
        service.drop_plan(session, enterprise_id, plan_id, why=page.form.why.data, by=me().id, on=on, at=clock.now())
    flash(_("已取消这次约定；原约定和原因都留着。"), "saved")
    return redirect(back_url(enterprise_id))
