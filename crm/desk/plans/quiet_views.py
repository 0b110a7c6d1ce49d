"""免打扰: leaving an enterprise in peace until a day, and ending that."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.enterprises import queries as enterprises
from crm.interactions.forms import QuietForm
from crm.interactions.quiet import service
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page


@requires(Role.STEWARD, Role.MANAGER)
def quiet(enterprise_id: int) -> ResponseReturnValue:
    """Until when, and why."""
    on = clock.today()
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
    page = form_page("desk/quiet.html", QuietForm(), enterprise=enterprise, on=on)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        form = page.form
        service.begin_quiet(
            session, enterprise_id, form.until.data, why=form.why.data, by=me().id, on=on, at=clock.now()
        )
    flash(_("已设免打扰至 %(day)s；到期自动恢复。", day=form.until.data.isoformat()), "saved")
    return redirect(url_for("desk.enterprise", enterprise_id=enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def end_quiet(enterprise_id: int) -> ResponseReturnValue:
    """The enterprise may be contacted again."""
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.end_quiet(session, enterprise_id, by=me().id, on=clock.today())
    flash(_("已解除免打扰。"), "saved")
    return redirect(url_for("desk.enterprise", enterprise_id=enterprise_id))
