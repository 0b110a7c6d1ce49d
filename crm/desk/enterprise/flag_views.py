"""What a steward does with a flag: seen, or put off with a reason."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.cultivation.flags import acts as flag_acts
from crm.db import reading, transaction
from crm.desk.assigning.forms import SnoozeForm
from crm.desk.today.page import FLAG_GROUPS
from crm.enterprises import queries as enterprises
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page
from crm.web.paging import sent_numbers


@requires(Role.STEWARD, Role.MANAGER)
def see_flag(enterprise_id: int, flag_id: int) -> ResponseReturnValue:
    """Take the flag from the new ones; it stays open."""
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        flag_acts.see(session, enterprise_id, flag_id, by=me().id, on=clock.today())
    if request.form.get("back") == "today" and me().has(Role.STEWARD):
        group = request.form.get("group")
        return redirect(url_for("desk.today", group=group if group in FLAG_GROUPS else None))
    return redirect(url_for("desk.enterprise", enterprise_id=enterprise_id))


@requires(Role.STEWARD)
def see_flags() -> ResponseReturnValue:
    """Take the flags that were on the page from the new ones; those that came meanwhile stay new."""
    with transaction() as session:
        count = flag_acts.see_all(session, scope(), sent_numbers("flag"), by=me().id, on=clock.today())
    flash(_("%(count)s 个标记已记为知道；它们仍在临近晋级和企业页面上。", count=count), "saved")
    return redirect(url_for("desk.today"))


@requires(Role.STEWARD, Role.MANAGER)
def snooze_flag(enterprise_id: int, flag_id: int) -> ResponseReturnValue:
    """Put the flag off until a day, with the reason."""
    on = clock.today()
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        flag = flag_acts.flag_of(session, enterprise_id, flag_id)
    page = form_page("desk/snooze.html", SnoozeForm(), enterprise=enterprise, flag=flag, on=on)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        flag_acts.snooze(
            session, enterprise_id, flag_id, until=page.form.until.data, why=page.form.why.data, by=me().id, on=on
        )
    flash(_("标记已暂缓，到期会再出现。"), "saved")
    return redirect(url_for("desk.enterprise", enterprise_id=enterprise_id))
