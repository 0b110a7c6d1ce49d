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
from crm.working_days import due, holiday, is_provisional, is_working_day


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
        provisional=provisional_years([day for _label, day in picks(on)]),
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
    flash(saved_words(about.name, form.next_contact_on.data), "saved")
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
    """Quick choices for the next contact, each on a working day."""
    choices = [(_("明天"), 1), (_("一周后"), 7), (_("两周后"), 14), (_("一个月后"), 30), (_("一季度后"), 91)]
    return [(label, due(on + timedelta(days=days), 0)) for label, days in choices]


def provisional_years(days: list[date]) -> list[int]:
    """The years of these days whose calendar is not published yet."""
    return sorted({day.year for day in days if is_provisional(day.year)})


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


def saved_words(name: str, next_on: date | None) -> str:
    """What is said after saving; a next contact on a day off is pointed out, because nobody may be there."""
    saved = str(_("已记录对“%(name)s”的服务。", name=name))
    if next_on is None or is_working_day(next_on):
        return saved
    why = holiday(next_on) or _("周末")
    return saved + str(_("下次联系 %(day)s 是休息日（%(why)s），如非有意请改期。", day=next_on.isoformat(), why=why))
