"""Assigning: the queue, the page that shows every steward's load before one confirms, and releasing."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.db import Session, reading, transaction
from crm.desk.assigning.choosing_page import asked_enterprises, asked_seen
from crm.desk.assigning.forms import AssignForm, ReleaseForm
from crm.desk.assigning.loads import After, loads_if_all, read_loads, weigh
from crm.desk.assigning.service import assign_chosen
from crm.desk.assigning.waiting import EnterpriseToAssign, list_to_assign, waiting
from crm.desk.lists.filter_page import asked_filters, offer_filters
from crm.enterprises import queries as enterprises
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.stewards import queries as stewards
from crm.stewards import service
from crm.stewards.standing import NOBODY
from crm.web.pages import form_page
from crm.web.paging import asked_page, whole


@requires(Role.MANAGER)
def queue() -> ResponseReturnValue:
    """Enterprises without a steward, the one due first first."""
    on, page, wanted = clock.today(), asked_page(), asked_filters()
    with reading() as session:
        rows, total = waiting(session, scope(), wanted, on=on, offset=page.offset, limit=page.size)
    asked: dict[str, Any] = {name: text for name, text in request.args.items() if name != "page"}
    return render_template(
        "desk/queue.html",
        rows=rows,
        paging=page.of(total),
        filters=offer_filters("tier", "street", "due"),
        suggestions_url=url_for("desk.suggestions", **asked),
    )


@requires(Role.MANAGER)
def assign() -> ResponseReturnValue:
    """Give the chosen enterprises to one steward, having seen what everybody carries and whom one replaces."""
    on = clock.today()
    seen = asked_seen()
    with reading() as session:
        picked = list_to_assign(session, seen or asked_enterprises(), scope())
        after = _after(session, picked, on)
        away = stewards.running_covers(session, on)
    form = AssignForm()
    form.steward.choices = [(one.load.steward_id, one.load.name) for one in after]
    page = form_page(
        "desk/assign.html",
        form,
        chosen=picked,
        after=after,
        replaced=count_replaced(picked),
        seen=seen or {one.id: one.decided_on_id for one in picked},
        away=away,
        cap=service_rules().stewards.load_cap,
    )
    if not page.is_submitted():
        return page.show()
    to = dict.fromkeys(seen, form.steward.data)
    with transaction() as session:
        count = assign_chosen(
            session,
            seen,
            to,
            why=form.why.data or "",
            by=me().id,
            on=on,
            at=clock.now(),
            may_exceed_cap=form.may_exceed_cap.data,
        )
    flash(_("已分派 %(count)s 家企业。", count=count), "saved")
    return redirect(url_for("desk.of_steward", user_id=form.steward.data))


@requires(Role.MANAGER)
def release(enterprise_id: int) -> ResponseReturnValue:
    """Take the enterprise from its steward and let it wait in the queue."""
    on = clock.today()
    with reading() as session:
        enterprises.get(session, enterprise_id, scope())
        standing = stewards.standing(session, enterprise_id)
    form = ReleaseForm(data={"seen": str(standing.assignment_id or NOBODY)})
    days = service_rules().stewards.queue_days
    page = form_page("desk/release.html", form, standing=standing, days=days)
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.release(
            session, enterprise_id, why=page.form.why.data, by=me().id, on=on, expected=whole(form.seen.data)
        )
    flash(_("“%(name)s”已放回待分派队列。", name=standing.enterprise), "saved")
    return redirect(url_for("desk.stewards", enterprise_id=enterprise_id))


def count_replaced(picked: Sequence[EnterpriseToAssign]) -> list[tuple[str | None, int]]:
    """Whom one replaces, and in how many enterprises; None where nobody looks after them."""
    return sorted(Counter(one.steward for one in picked).items(), key=lambda one: (one[0] is None, -one[1]))


def _after(session: Session, picked: Sequence[EnterpriseToAssign], on: date) -> list[After]:
    weights = service_rules().stewards.weights
    parcels = weigh(session, {one.id: one.steward_id for one in picked}, weights)
    return loads_if_all(read_loads(session, weights, on), parcels)
