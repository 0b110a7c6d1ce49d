"""Splitting enterprises over several stewards: proposed, changed by hand, confirmed; also what waits in the queue."""

from collections.abc import Mapping
from typing import Any

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
from crm.desk.assigning.splits import SplitRound, available, read_round
from crm.desk.assigning.waiting import first_waiting, list_to_assign
from crm.desk.lists.filter_page import asked_filters
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.pages import FormPage, form_page

SUGGESTED_AT_ONCE = 50


@requires(Role.MANAGER)
def suggestions() -> ResponseReturnValue:
    """A steward for each of those that wait longest in the queue, with the reasons; nothing is written by looking."""
    on, rules, wanted = clock.today(), service_rules().stewards, asked_filters()
    with reading() as session:
        ids, total = first_waiting(session, scope(), wanted, on=on, limit=SUGGESTED_AT_ONCE)
        picked = list_to_assign(session, ids, scope())
        split_round = read_round(session, picked, rules.weights, on)
    form = _form(split_round, why=_("按负荷、街道和行业的建议"))
    destinations = split_round.propose(form.among.data or [], rules.load_cap)
    return _page(form, split_round, destinations, waiting=total).show()


@requires(Role.MANAGER)
def split() -> ResponseReturnValue:
    """Propose who takes what, weigh what was changed by hand, and write it once it is confirmed."""
    on, seen, rules = clock.today(), asked_seen(), service_rules().stewards
    with reading() as session:
        picked = list_to_assign(session, seen or asked_enterprises(), scope())
        split_round = read_round(session, picked, rules.weights, on)
    form = _form(split_round)
    proposed = split_round.propose(form.among.data or [], rules.load_cap)
    step = request.form.get("step", "propose")
    destinations = proposed if step == "propose" else asked_destinations(split_round)
    page = _page(form, split_round, destinations, seen=seen)
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


def _form(split_round: SplitRound, **given: Any) -> SplitForm:
    form = SplitForm(data={"among": available(split_round), **given})
    form.among.choices = [(load.steward_id, load.name) for load in split_round.takers]
    return form


def _page(
    form: SplitForm,
    split_round: SplitRound,
    destinations: Mapping[int, int],
    *,
    seen: Mapping[int, int] | None = None,
    waiting: int | None = None,
) -> FormPage:
    """`waiting` is how many there are in the queue, where these are the first of them."""
    return form_page(
        "desk/split.html",
        form,
        chosen=split_round.chosen,
        table=split_table(split_round, destinations, set(form.among.data or [])),
        seen=seen or {one.id: one.decided_on_id for one in split_round.chosen},
        cap=service_rules().stewards.load_cap,
        waiting=waiting,
    )
