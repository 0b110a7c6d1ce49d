"""晋级差距: one enterprise against one title on any day, clause by clause, with where to enter what is missing."""

from flask import render_template
from flask.typing import ResponseReturnValue

from crm import clock
from crm.config.policies import library
from crm.db import reading
from crm.desk.duties.missed_page import missed_before_review
from crm.desk.prospects.asking_page import questions
from crm.desk.prospects.gap_page import PURPOSES, show_gap
from crm.desk.prospects.outlook import Aim, outlook
from crm.enterprises import queries as enterprises
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.rules import TARGETS
from crm.web.pages import is_fragment
from crm.web.paging import asked_choice, asked_day


@requires(Role.STEWARD, Role.MANAGER)
def gap(enterprise_id: int) -> ResponseReturnValue:
    """Every target and purpose, on any day."""
    today = clock.today()
    as_of = asked_day("on", today)
    asked = Aim(asked_choice("target", TARGETS) or None, asked_choice("purpose", PURPOSES) or None)
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        outcome = outlook(session, enterprise_id, library(), asked=asked, as_of=as_of)
        missed = missed_before_review(session, enterprise_id, outcome, today)
    return render_template(
        "desk/_gap.html" if is_fragment() else "desk/gap.html",
        enterprise=enterprise,
        gap=show_gap(enterprise_id, outcome, today),
        ask=questions(enterprise_id, outcome, today),
        missed=missed,
        on=as_of,
    )
