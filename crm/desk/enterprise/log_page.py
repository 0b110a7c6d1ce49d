"""The form of one service as values: what it starts from, quick choices of a day, and what it says when it is sent."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

from flask import url_for
from flask_babel import gettext as _

from crm.config.working_days import due, holiday, is_provisional, is_working_day
from crm.desk.today.surroundings import ContactSurroundings
from crm.interactions.forms import ServiceForm
from crm.interactions.models import Channel, ContactPurpose
from crm.interactions.service import Encounter
from crm.people.access import me
from crm.people.models import Role
from crm.web.fields import fresh_key
from crm.web.words import choices, option

FilledForm = TypeVar("FilledForm", bound=ServiceForm)


def empty_form(about: ContactSurroundings, on: date, channel: str, form_class: type[FilledForm]) -> FilledForm:
    """A form for something new: today, the standing plan, and a key of its own."""
    return _form(
        form_class,
        about,
        {
            "channel": channel,
            "held_on": on,
            "next_contact_on": about.planned_on,
            "ceiling_why": about.ceiling_why,
            "client_key": fresh_key(),
        },
    )


def filled_form(about: ContactSurroundings, contact: Encounter) -> ServiceForm:
    """The form of a record, to be corrected; its key is new, for what is sent becomes a record of its own."""
    return _form(
        ServiceForm,
        about,
        {
            "channel": contact.channel.value,
            "purpose": contact.purpose.value if contact.purpose else None,
            "held_on": contact.held_on,
            "summary": contact.summary,
            "follow_up": contact.follow_up,
            "next_contact_on": contact.next_contact_on,
            "asked_for": contact.asked_for,
            "ceiling_why": contact.ceiling_why,
            "contact_id": contact.contact_id or 0,
            "participants": sorted(contact.participants),
            "client_key": fresh_key(),
        },
    )


def contact_of(form: ServiceForm) -> Encounter:
    """What the form says."""
    return Encounter(
        channel=Channel(form.channel.data),
        purpose=ContactPurpose(form.purpose.data),
        held_on=form.held_on.data,
        summary=form.summary.data or "",
        follow_up=form.follow_up.data,
        next_contact_on=form.next_contact_on.data,
        asked_for=form.asked_for.data,
        participants=frozenset(form.participants.data or ()),
        ceiling_why=form.ceiling_why.data,
        contact_id=form.contact_id.data or None,
    )


def picks(on: date) -> list[tuple[str, date]]:
    """Quick choices for the next contact, each on a working day; before a day off the first is not tomorrow."""
    soon = _("明天") if is_working_day(on + timedelta(days=1)) else _("下个工作日")
    choices = [(soon, 1), (_("一周后"), 7), (_("两周后"), 14), (_("一个月后"), 30), (_("一季度后"), 91)]
    return [(label, due(on + timedelta(days=days), 0)) for label, days in choices]


def provisional_years(days: list[date]) -> list[int]:
    """The years of these days whose calendar is not published yet."""
    return sorted({day.year for day in days if is_provisional(day.year)})


def saved_words(name: str, next_on: date | None) -> str:
    """What is said after saving; a next contact on a day off is pointed out, because nobody may be there."""
    saved = str(_("已记录对“%(name)s”的服务。", name=name))
    if next_on is None or is_working_day(next_on):
        return saved
    why = holiday(next_on) or _("周末")
    return saved + str(_("下次联系 %(day)s 是休息日（%(why)s），如非有意请改期。", day=next_on.isoformat(), why=why))


def back_url(enterprise_id: int) -> str:
    """The enterprise for those who see it; a handler knows only its name, and goes back to the plans."""
    if me().has(Role.STEWARD, Role.MANAGER):
        return url_for("desk.enterprise", enterprise_id=enterprise_id)
    return url_for("desk.plans")


def _form(form_class: type[FilledForm], about: ContactSurroundings, values: Mapping[str, object]) -> FilledForm:
    form = form_class(data=dict(values))
    form.participants.choices = list(about.colleagues)
    form.contact_id.choices = [option(0, _("不写")), *(option(key, name) for key, name in about.contacts)]
    if form.channel.data != Channel.BRIEFING:
        form.channel.choices = [each for each in choices("channel") if each.value != Channel.BRIEFING]
    return form
