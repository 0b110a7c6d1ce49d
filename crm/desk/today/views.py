"""The steward's own pages: 今日 and 我的企业."""

from flask import render_template
from flask.typing import ResponseReturnValue

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading
from crm.desk.lists import queries
from crm.desk.lists.filter_page import asked_filters, offer_filters
from crm.desk.today.agenda import agenda
from crm.desk.today.page import GROUPS, groups
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.standings.queries import in_care_of_any
from crm.stewards.queries import stewards_covered_by
from crm.web.paging import asked_choice, asked_page


@requires(Role.STEWARD)
def today() -> ResponseReturnValue:
    """What is due, what is new, and who else is about to come."""
    on, rules = clock.today(), service_rules().reminders
    with reading() as session:
        found = agenda(session, scope(), whose=me().id, on=on, rules=rules)
    asked = asked_choice("group", GROUPS)
    shown = [group for group in groups(found, on) if group.tasks and asked in ("", group.key)]
    return render_template("desk/today.html", on=on, agenda=found, groups=shown, alone=bool(asked))


@requires(Role.STEWARD)
def mine() -> ResponseReturnValue:
    """The enterprises in the steward's care, least recently contacted first."""
    on, page, wanted = clock.today(), asked_page(), asked_filters()
    with reading() as session:
        in_care = in_care_of_any({me().id, *stewards_covered_by(session, me().id, on)})
        rows, total = queries.least_recent(session, in_care, wanted, on=on, offset=page.offset, limit=page.size)
    return render_template(
        "desk/mine.html", rows=rows, paging=page.of(total), filters=offer_filters("tier", "street", "flag", "due")
    )
