"""Splitting the chosen enterprises over several stewards: proposed, changed by hand, confirmed."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import reading, transaction
from crm.desk.assigning.choosing_page import asked_enterprises, asked_seen
from crm.desk.assigning.forms import SplitForm
from crm.desk.assigning.service import assign_chosen
from crm.desk.assigning.split_page import asked_destinations, split_table
from crm.desk.assigning.splits import available, read_round
from crm.desk.assigning.waiting import list_to_assign
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import form_page


@requires(Role.MANAGER)
def split() -> ResponseReturnValue:
    """Propose who takes what, weigh what was changed by hand, and write it once it is confirmed."""
    on, seen, rules = clock.today(), asked_seen(), service_rules().stewards
    with reading() as session:
        picked = list_to_assign(session, seen or asked_enterprises(), scope())
        split_round = read_round(session, picked, rules.weights, on)
    form = SplitForm(data={"among": available(split_round)})
    form.among.choices = [(load.steward_id, load.name) for load in split_round.takers]
    proposed = split_round.propose(form.among.data or [], rules.load_cap)
    step = request.form.get("step", "propose")
    destinations = proposed if step == "propose" else asked_destinations(split_round)
    table = split_table(split_round, destinations, set(form.among.data or []))
    page = form_page(
        "desk/split.html",
        form,
        chosen=picked,
        table=table,
        seen=seen or {one.id: one.decided_on_id for one in picked},
        cap=rules.load_cap,
    )
    if step != "confirm" or not page.is_submitted():
        return page.show()
    with transaction() as session:
        count = assign_chosen(
            session,
            seen,
            destinations,
            why=form.why.data or "",
            by=me().id,
            on=on,
            at=clock.now(),
            may_exceed_cap=form.may_exceed_cap.data,
        )
    flash(_("已分派 %(count)s 家企业。", count=count), "saved")
    return redirect(url_for("desk.load"))
