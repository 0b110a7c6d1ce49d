"""督办: departments side by side, with what is overdue."""

from flask import render_template
from flask.typing import ResponseReturnValue

from crm import clock
from crm.db import reading
from crm.demands.queries import count_pressing
from crm.demands.supervision import queries
from crm.people.access import requires
from crm.people.models import Role
from crm.web.paging import asked_day


@requires(Role.MANAGER)
def supervision() -> ResponseReturnValue:
    """How each department answers, for demands raised since a day; the year by default."""
    on = clock.today()
    since = asked_day("since", on.replace(month=1, day=1))
    with reading() as session:
        records = queries.records_by_department(session, since, on=on)
        waiting = count_pressing(session, on=on)["decide"]
    return render_template("demands/supervision.html", records=records, since=since, waiting=waiting)
