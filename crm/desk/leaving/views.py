"""The administrators' two doors out of a steward's role: each asks where the enterprises in care go."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.desk.leaving import service
from crm.desk.leaving.forms import LeavingForm
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.stewards import queries as stewards
from crm.web.pages import FormPage, form_page


@requires(Role.SYSTEM_ADMIN)
def disable_account(user_id: int) -> ResponseReturnValue:
    """Shut an account; takes effect on its next request."""
    back = url_for("people.edit", user_id=user_id)
    page = _leaving_page("desk/disable_account.html", user_id, back)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        service.disable_account(
            session, user_id, page.form.destination(), why=_("账号停用"), by=me().id, on=clock.today(), at=clock.now()
        )
    flash(_("%(name)s 的账号已停用，其登录已全部结束。", name=page.values["name"]), "saved")
    return redirect(back)


@requires(Role.SECURITY_ADMIN)
def end_stewardship(user_id: int) -> ResponseReturnValue:
    """Take the steward's role back; takes effect on the person's next request."""
    back = url_for("people.grants", user_id=user_id)
    page = _leaving_page("desk/end_stewardship.html", user_id, back)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        service.end_stewardship(
            session,
            user_id,
            page.form.destination(),
            why=_("收回管家角色"),
            by=me().id,
            on=clock.today(),
            at=clock.now(),
        )
    flash(_("已收回 %(name)s 的管家角色。", name=page.values["name"]), "saved")
    return redirect(back)


def _leaving_page(template: str, user_id: int, back: str) -> FormPage:
    """Administrators learn how many enterprises there are and who stands in, and nothing else of them."""
    with reading() as session:
        name = people.get(session, user_id).name
        count = stewards.enterprises_in_care(session, user_id)
        stand_in = stewards.cover_of(session, user_id, clock.today())
    return form_page(template, LeavingForm().offer(stand_in), name=name, in_care=count, back=back)
