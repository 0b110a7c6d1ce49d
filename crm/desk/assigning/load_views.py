"""Who carries how much, who looked after an enterprise, and who covers for whom."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.cultivation.models import LADDER
from crm.cultivation.night.steward_check import check_stewards
from crm.db import reading, transaction
from crm.desk.assigning.forms import NOBODY_YET, CoverForm
from crm.desk.assigning.loads import held_by, loads
from crm.desk.lists import queries
from crm.desk.lists.filter_page import asked_filters, offered
from crm.enterprises import queries as enterprises
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.service_rules import service_rules
from crm.stewards import leave
from crm.stewards import queries as stewards
from crm.web.pages import form_page
from crm.web.paging import asked_page


@requires(Role.MANAGER)
def load() -> ResponseReturnValue:
    """Every steward's load against the cap, and the check that counts several or none."""
    on, rules = clock.today(), service_rules().stewards
    with reading() as session:
        rows = loads(session, rules.weights, on)
        check = check_stewards(session, on)
        away = stewards.covers(session, on=on)
    return render_template(
        "desk/load.html",
        rows=rows,
        check=check,
        cap=rules.load_cap,
        weights=rules.weights,
        ladder=LADDER,
        away={one.steward: one for one in away if one.is_running},
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
        filters=offered("tier", "street", "flag", "due"),
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


@requires(Role.MANAGER)
def covers() -> ResponseReturnValue:
    """Leave covers that run or come, and a form to arrange one."""
    on = clock.today()
    with reading() as session:
        arranged = stewards.covers(session, on=on)
        active = [(user.id, user.name) for user in people.active_with(session, Role.STEWARD)]
    form = CoverForm(data={"from_on": on})
    form.steward.choices = form.cover.choices = [(NOBODY_YET, _("请选择")), *active]
    page = form_page("desk/covers.html", form, covers=arranged, on=on)
    if not page.submitted():
        return page.show()
    sent = page.form
    with transaction() as session:
        leave.arrange(
            session,
            sent.steward.data,
            sent.cover.data,
            from_on=sent.from_on.data,
            to_on=sent.to_on.data,
            why=sent.why.data,
            by=me().id,
            on=on,
        )
    flash(_("代管已安排，到期自动结束。"), "saved")
    return redirect(url_for("desk.covers"))


@requires(Role.MANAGER)
def cancel_cover(cover_id: int) -> ResponseReturnValue:
    """Call a cover off; it ends at once."""
    with transaction() as session:
        leave.cancel(session, cover_id, by=me().id, on=clock.today())
    flash(_("代管已撤销。"), "saved")
    return redirect(url_for("desk.covers"))
