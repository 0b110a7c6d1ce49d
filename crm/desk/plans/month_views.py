"""约定: the month of planned contacts, of one's own enterprises, of a department, or of everybody."""

from flask import render_template
from flask.typing import ResponseReturnValue

from crm import clock
from crm.config.working_days import is_provisional
from crm.db import reading
from crm.desk.plans.month import PlanScope, read_month
from crm.desk.plans.month_page import asked_date, lines, month_url, weeks
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import IDENTITIES, scope
from crm.web.paging import asked_page


@requires(Role.STEWARD, Role.MANAGER, Role.HANDLER)
def plans() -> ResponseReturnValue:
    """A month, and the contacts of one of its days."""
    on, page = clock.today(), asked_page()
    chosen = asked_date(on)
    within = PlanScope(scope(), scope(IDENTITIES), me().department_id)
    with reading() as session:
        month = read_month(session, within, chosen, offset=page.offset, limit=page.size)
    return render_template(
        "desk/plans.html",
        month=month.month,
        weeks=weeks(month, chosen, on),
        chosen=chosen,
        is_provisional=is_provisional(month.month.year),
        lines=lines(month, wholly=me().has(Role.STEWARD, Role.MANAGER)),
        paging=page.of(month.total),
        previous_url=month_url(month.month, -1),
        next_url=month_url(month.month, 1),
        on=on,
    )
