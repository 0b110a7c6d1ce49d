"""单位承诺: what a department promised, by whom, and what of it is open or overdue."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from crm import clock
from crm.db import reading
from crm.desk.department import queries
from crm.desk.department.queries import DEFERRED, JOINT, KEPT, LISTS, OPEN, OVERDUE, RESOLUTION, SERVICE
from crm.people.access import me, requires
from crm.people.models import Role
from crm.web.paging import asked_choice, asked_page

_TABS = {OPEN: _l("未完成"), OVERDUE: _l("已逾期"), KEPT: _l("已完成")}
_KINDS = {DEFERRED: _l("挂账"), SERVICE: _l("服务包"), RESOLUTION: _l("联席会决议"), JOINT: _l("协办诉求")}


@requires(Role.HANDLER)
def own_pledges() -> ResponseReturnValue:
    """Those of the handler's own department."""
    return _shown(me().department_id or 0)


@requires(Role.MANAGER)
def pledges(department_id: int) -> ResponseReturnValue:
    """Those of any department."""
    return _shown(department_id)


def _shown(department_id: int) -> ResponseReturnValue:
    on, page, which = clock.today(), asked_page(), asked_choice("list", LISTS, OPEN)
    with reading() as session:
        name = queries.department_named(session, department_id)
        rows, total = queries.list_pledges(session, department_id, which, on=on, offset=page.offset, limit=page.size)
        people = queries.count_pledges(session, department_id, on=on)
    return render_template(
        "desk/pledges.html",
        name=name,
        rows=rows,
        people=people,
        kinds=_KINDS,
        tabs=_TABS,
        which=which,
        paging=page.of(total),
        on=on,
    )
