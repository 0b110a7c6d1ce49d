"""复核: the demands that were drawn, and what somebody else found."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.demands import queries as demands
from crm.demands.models import RecheckVerdict
from crm.demands.rechecks import queries, service
from crm.demands.rechecks.forms import RecheckForm
from crm.demands.scopes import DEMANDS
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page


@requires(Role.MANAGER)
def rechecks() -> ResponseReturnValue:
    """What waits to be looked at again, and what was found."""
    with reading() as session:
        waiting = queries.list_rechecks(session, is_checked=False)
        checked = queries.list_rechecks(session, is_checked=True)
    return render_template("demands/rechecks.html", waiting=waiting, checked=checked)


@requires(Role.MANAGER)
def recheck(demand_id: int) -> ResponseReturnValue:
    """Write down what one found."""
    on = clock.today()
    with reading() as session:
        demand = demands.get(session, demand_id, scope(DEMANDS))
        line = queries.recheck_of(session, demand_id)
        is_involved = me().id in service.people_of(session, demand)
    page = form_page("demands/recheck.html", RecheckForm(), demand=demand, line=line, is_involved=is_involved)
    if not page.is_submitted():
        return page.show()
    verdict, note = RecheckVerdict(page.form.verdict.data), page.form.note.data
    with transaction() as session:
        service.record_recheck(session, demand_id, verdict, note, by=me().id, on=on, at=clock.now())
    flash(_("%(number)s 的复核已记录。", number=demand.number), "saved")
    return redirect(url_for("demands.rechecks"))
