"""What an author does with a record of a service: correct it, take it back, let it count again."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.desk.enterprise.log_page import back_url, contact_of, filled_form, picks, provisional_years
from crm.desk.today.surroundings import surroundings
from crm.enterprises import queries as enterprises
from crm.interactions import service
from crm.interactions.forms import WithdrawForm
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page


def now_by_me() -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": me().id, "on": clock.today(), "at": clock.now()}


@requires(Role.STEWARD, Role.MANAGER)
def correct_service(enterprise_id: int, interaction_id: int) -> ResponseReturnValue:
    """The form of the record; saving it makes a new one in its place."""
    on, ceiling = clock.today(), service_rules().contacts.ceiling_per_month
    with reading() as session:
        about = surroundings(session, enterprise_id, scope(), person=me(), on=on, ceiling=ceiling)
        record = service.own_record(session, enterprise_id, interaction_id, by=me().id)
        form = filled_form(about, service.contact_in(session, record))
    choices = picks(on)
    page = form_page(
        "desk/log.html",
        form,
        about=about,
        also=None,
        picks=choices,
        provisional=provisional_years([day for _label, day in choices]),
        on=on,
        ask=(),
        earlier=record,
        back=back_url(enterprise_id),
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.correct(
            session,
            enterprise_id,
            interaction_id,
            contact_of(form),
            by=me().id,
            on=on,
            at=clock.now(),
            client_key=form.client_key.data,
        )
    flash(_("已更正，原来的记录保留在时间线里。"), "saved")
    return redirect(url_for("desk.enterprise", enterprise_id=enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def withdraw_service(enterprise_id: int, interaction_id: int) -> ResponseReturnValue:
    """Take a record back, with the reason."""
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        record = service.own_record(session, enterprise_id, interaction_id, by=me().id)
    page = form_page("desk/withdraw.html", WithdrawForm(), enterprise=enterprise, record=record)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.withdraw(session, enterprise_id, interaction_id, why=page.form.why.data, **now_by_me())
    flash(_("已撤回，不再计入联系；在时间线里仍看得到，也可以恢复。"), "saved")
    return redirect(url_for("desk.timeline", enterprise_id=enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def restore_service(enterprise_id: int, interaction_id: int) -> ResponseReturnValue:
    """Let a withdrawn record count again."""
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.restore(session, enterprise_id, interaction_id, **now_by_me())
    flash(_("已恢复，重新计入联系。"), "saved")
    return redirect(url_for("desk.timeline", enterprise_id=enterprise_id))
