"""服务团队与服务包 of one enterprise: the page, naming people, promising, and what became of a promise."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.desk.support.forms import FulfilmentForm, ItemStepForm, MemberForm, PromiseForm
from crm.desk.support.team_page import by_aspect, shown_years
from crm.enterprises import queries as enterprises
from crm.interactions.models import ContactPurpose
from crm.interactions.support import queries, service
from crm.interactions.support.life import ItemAct
from crm.interactions.support.models import TeamPart
from crm.interactions.support.service import MemberCard, Promise
from crm.people.access import me, requires
from crm.people.departments.queries import open_departments
from crm.people.models import Role
from crm.people.scopes import scope
from crm.stewards import queries as stewards
from crm.web.pages import form_page
from crm.web.paging import asked_number

_SERVICES_OFFERED = 30
_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2100


@requires(Role.STEWARD, Role.MANAGER)
def team(enterprise_id: int) -> ResponseReturnValue:
    """Who stands beside the steward, and what the enterprise is promised in a year."""
    on = clock.today()
    year = asked_number("year", on.year, lowest=_EARLIEST_YEAR, highest=_LATEST_YEAR)
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        care = stewards.standing(session, enterprise_id)
        found = queries.read_support(session, enterprise_id, year)
    return render_template(
        "desk/team.html",
        enterprise=enterprise,
        care=care,
        team=found["team"],
        aspects=by_aspect(found["items"], me(), on),
        year=year,
        years=shown_years(found["years"], on, year),
        on=on,
    )


@requires(Role.STEWARD, Role.MANAGER)
def name_member(enterprise_id: int) -> ResponseReturnValue:
    """Name a leader or a department's contact."""
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        form = MemberForm().offer(open_departments(session))
    page = form_page("desk/name_member.html", form, enterprise=enterprise, back=_back(enterprise_id))
    if not page.is_submitted():
        return page.show()
    card = MemberCard(
        TeamPart(form.part.data),
        str(form.name.data),
        form.department.data or None,
        form.position.data,
        form.telephone.data,
    )
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.name_member(session, enterprise_id, card, by=me().id, on=clock.today())
    flash(_("已登记 %(name)s。", name=card.name), "saved")
    return redirect(_back(enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def end_member(enterprise_id: int, member_id: int) -> ResponseReturnValue:
    """Somebody leaves the team."""
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.end_member(session, enterprise_id, member_id, by=me().id, on=clock.today())
    flash(_("已退出服务团队，记录仍保留。"), "saved")
    return redirect(_back(enterprise_id))


@requires(Role.STEWARD, Role.MANAGER)
def promise(enterprise_id: int) -> ResponseReturnValue:
    """Put a promise into the plan of its year."""
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        form = PromiseForm().offer(open_departments(session))
    page = form_page("desk/promise.html", form, enterprise=enterprise, back=_back(enterprise_id), on=clock.today())
    if not page.is_submitted():
        return page.show()
    wish = Promise(
        ContactPurpose(form.aspect.data), str(form.text.data), form.due_on.data, form.department.data or None
    )
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.promise(session, enterprise_id, wish, by=me().id, on=clock.today())
    flash(_("已列入 %(year)s 年服务包。", year=wish.due_on.year), "saved")
    return redirect(_back(enterprise_id, year=wish.due_on.year))


@requires(Role.STEWARD, Role.MANAGER)
def step_item(enterprise_id: int, promise_id: int, promise_act: str) -> ResponseReturnValue:
    """Say that a promise is kept, given up, or taken up again."""
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        item = queries.item_of(session, enterprise_id, promise_id)
        recorded = queries.services_since(session, enterprise_id, item.made_on, limit=_SERVICES_OFFERED)
    form = FulfilmentForm().offer(recorded) if promise_act == ItemAct.FULFIL else ItemStepForm()
    back = _back(enterprise_id, year=item.due_on.year)
    page = form_page(
        "desk/step_item.html", form, enterprise=enterprise, item=item, act=ItemAct(promise_act), back=back
    )
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        enterprises.get(session, enterprise_id, scope())
        service.take_item_step(
            session,
            enterprise_id,
            promise_id,
            promise_act,
            why=str(form.why.data),
            by=me().id,
            at=clock.now(),
            interaction_id=form.service_id(),
        )
    flash(_("已登记。"), "saved")
    return redirect(back)


def _back(enterprise_id: int, year: int | None = None) -> str:
    return url_for("desk.team", enterprise_id=enterprise_id, year=year)
