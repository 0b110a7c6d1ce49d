"""Who carries how much, and who looked after an enterprise."""

from flask import render_template
from flask.typing import ResponseReturnValue

from crm import clock
from crm.config.service_rules import service_rules
from crm.cultivation.models import LADDER
from crm.db import reading
from crm.desk.assigning.load_board import read_board
from crm.desk.assigning.loads import held_by
from crm.desk.lists import queries
from crm.desk.lists.filter_page import asked_filters, offer_filters
from crm.enterprises import queries as enterprises
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.stewards import queries as stewards
from crm.web.paging import asked_page


@requires(Role.MANAGER)
def load() -> ResponseReturnValue:
    """Every steward's load against the cap, and the check that counts several or none."""
    on, rules = clock.today(), service_rules().stewards
    with reading() as session:
        rows, check = read_board(session, rules.weights, on)
        away = stewards.running_covers(session, on)
    return render_template(
        "desk/load.html", rows=rows, check=check, cap=rules.load_cap, weights=rules.weights, ladder=LADDER, away=away
    )


@requires(Role.MANAGER)
def of_steward(user_id: int) -> ResponseReturnValue:
    """The enterprises one steward looks after, ready to be handed to another."""
    on, page, wanted = clock.today(), asked_page(), asked_filters()
    with reading() as session:
        steward = people.get(session, user_id)
        rows, total = queries.least_recent(
            session, held_by(user_id), wanted, on=on, offset=page.offset, limit=page.size
        )
    return render_template(
        "desk/of_steward.html",
        steward=steward,
        rows=rows,
        paging=page.of(total),
        filters=offer_filters("tier", "street", "flag", "due"),
    )


@requires(Role.STEWARD, Role.MANAGER)
def stewards_of(enterprise_id: int) -> ResponseReturnValue:
    """Who looks after the enterprise, who did before, and why it changed."""
    on = clock.today()
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        standing = stewards.standing(session, enterprise_id)
        history = stewards.history(session, enterprise_id)
        cover = stewards.cover_of(session, standing.steward_id, on) if standing.steward_id else None
    return render_template(
        "desk/stewards.html",
        enterprise=enterprise,
        standing=standing,
        history=history,
        cover=cover,
        can_assign=me().has(Role.MANAGER),
    )
