"""The calendar in the words of calendar programs (RFC 5545): whole days, and of each enterprise its name only."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from icalendar import Calendar, Event

from crm.config.working_days import is_provisional
from crm.desk.calendar.queries import OwnDuty, OwnPlan
from crm.web.words import word

_EVERY = timedelta(hours=6)
_PRODUCT = "-//Steward Desk//Calendar//ZH"


def calendar_text(plans: Iterable[OwnPlan], duties: Iterable[OwnDuty], *, at: datetime) -> bytes:
    """A calendar of these days; each keeps its identity, so that a plan that was moved moves."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("管家台"))
    calendar.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    for plan in plans:
        what = word(plan.purpose, "purpose") if plan.purpose else _("联系")
        if is_provisional(plan.day.year):  # whether one works on that day is not published yet
            what = _("%(what)s，暂定", what=what)
        title = _("约定（%(what)s）：%(name)s", what=what, name=plan.name)
        url = url_for("desk.plans", month=plan.day.strftime("%Y-%m"), day=plan.day.isoformat(), _external=True)
        calendar.add_component(_event(f"plan-{plan.plan_id}", plan.day, title, url, at))
    for duty in duties:
        title = _("截止（%(what)s）：%(name)s", what=word(duty.kind, "duty"), name=duty.name)
        url = url_for("cultivation.titles", enterprise_id=duty.enterprise_id, _external=True)
        calendar.add_component(_event(f"duty-{duty.duty_id}", duty.day, title, url, at))
    content: bytes = calendar.to_ical()
    return content


def _event(name: str, day: date, title: str, url: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@steward-desk")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event
