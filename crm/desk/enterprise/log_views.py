"""记一次服务: choose the enterprise, then say in half a minute what took place."""

import secrets
from datetime import date, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.desk.lists import queries
from crm.desk.lists.filter_page import asked_filters
from crm.desk.prospects.gap_page import questions
from crm.desk.prospects.outlook import Asked, outlook
from crm.desk.today.page import also
from crm.desk.today.surroundings import Surroundings, surroundings
from crm.enterprises import queries as enterprises
from crm.interactions import service
from crm.interactions.forms import ServiceForm
from crm.interactions.models import Channel, Purpose
from crm.interactions.service import Contact
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.policies import library
from crm.service_rules import service_rules
from crm.web.pages import form_page
from crm.web.paging import asked_page

_SATURDAY, _WEEK = 5, 7


@requires(Role.STEWARD)
def choose() -> ResponseReturnValue:
    """Which enterprise the service was for."""
    on, page, wanted = clock.today(), asked_page(), asked_filters()
    with reading() as session:
        rows, total = queries.least_recent(session, scope(), wanted, on=on, offset=page.offset, limit=page.size)
    return render_template("desk/choose.html", rows=rows, paging=page.of(total), text=wanted.text)


@requires(Role.STEWARD, Role.MANAGER)
def log(enterprise_id: int) -> ResponseReturnValue:
    """The form of one service."""
    on, ceiling = clock.today(), service_rules().contacts.ceiling_per_month
    with reading() as session:
        about = surroundings(session, enterprise_id, scope(), whose=me().id, on=on, ceiling=ceiling)
        found = outlook(session, enterprise_id, library(), asked=Asked(), as_of=on)
    form = ServiceForm(data=first_values(about, on))
    form.participants.choices = about.colleagues
    page = form_page(
        "desk/log.html",
        form,
        about=about,
        also=also(about.others),
        picks=picks(on),
        on=on,
        ask=questions(enterprise_id, found),
    )
    if not page.submitted():
        return page.show()
    with transaction() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        service.log(
            session,
            enterprise.id,
            contact_of(form),
            by=me().id,
            on=on,
            at=clock.now(),
            client_key=form.client_key.data,
        )
    flash(_("已记录对“%(name)s”的服务。", name=about.name), "saved")
    return redirect(url_for("desk.enterprise", enterprise_id=enterprise_id))


def first_values(about: Surroundings, on: date) -> dict[str, object]:
    """An empty form: today, the standing plan, and a key of its own."""
    return {
        "channel": Channel.VISIT.value,
        "held_on": on,
        "next_contact_on": about.planned_on,
        "client_key": secrets.token_urlsafe(16),
    }


def picks(on: date) -> list[tuple[str, date]]:
    """Quick choices for the next contact, none of them on a weekend."""
    choices = [(_("明天"), 1), (_("一周后"), 7), (_("两周后"), 14), (_("一个月后"), 30), (_("一季度后"), 91)]
    return [(label, _workday(on + timedelta(days=days))) for label, days in choices]


def contact_of(form: ServiceForm) -> Contact:
    """What the form says."""
    return Contact(
        channel=Channel(form.channel.data),
        purpose=Purpose(form.purpose.data),
        held_on=form.held_on.data,
        summary=form.summary.data or "",
        follow_up=form.follow_up.data,
        next_contact_on=form.next_contact_on.data,
        asked_for=form.asked_for.data,
        participants=frozenset(form.participants.data or ()),
    )


def _workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=_WEEK - day.weekday()) if day.weekday() >= _SATURDAY else day
