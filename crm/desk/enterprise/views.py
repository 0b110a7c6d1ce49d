"""企业一页: everything about one enterprise that its steward needs before and after a visit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.policies import library
from crm.config.service_rules import service_rules
from crm.cultivation.applications.models import Application
from crm.cultivation.models import Flag, Title
from crm.cultivation.titles.titles_page import Lives
from crm.db import reading
from crm.demands import queries as demands
from crm.demands.page import clock_words
from crm.demands.queries import DemandLine
from crm.desk.duties.missed_page import missed_before_review
from crm.desk.enterprise.profile import Profile, ProfileCard, profile
from crm.desk.enterprise.timeline import timeline
from crm.desk.enterprise.timeline_page import gap_of, word_entries
from crm.desk.prospects.asking_page import questions
from crm.desk.prospects.gap_page import show_gap
from crm.desk.prospects.outlook import Aim, outlook
from crm.enterprises.contacts.service import mask_number, masked_line
from crm.interactions.support.models import TeamPart
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.web.words import word

_NEWEST = 8
_CODE_GROUPS = ((0, 2), (2, 8), (8, 17), (17, 18))


@requires(Role.STEWARD, Role.MANAGER)
def enterprise(enterprise_id: int) -> ResponseReturnValue:
    """One enterprise on a page."""
    on = clock.today()
    with reading() as session:
        about = profile(session, enterprise_id, scope(), on)
        unfinished = demands.unfinished_of(session, enterprise_id)
        entries, total = timeline(session, enterprise_id, limit=_NEWEST)
        outcome = outlook(session, enterprise_id, library(), asked=Aim(), as_of=on)
        missed = missed_before_review(session, enterprise_id, outcome, on)
    more = url_for("desk.timeline", enterprise_id=enterprise_id)
    return render_template(
        "desk/enterprise.html",
        enterprise=heading(about, on),
        contacts=[card(one) for one in about.contacts],
        preference=preference(about),
        ceiling=ceiling(about),
        quiet=about.quiet,
        support=about,
        plans=[plan_line(one, on) for one in about.plans],
        titles=[*awaiting_lines(about, on), *(title_line(one, on) for one in about.titles)],
        applications=[application_line(one) for one in about.applications],
        applications_url=url_for("desk.open_application", enterprise_id=enterprise_id),
        demands=[demand_line(one, on) for one in unfinished],
        demands_url=url_for("demands.demands", q=about.enterprise.credit_code),
        flags=[flag_line(one) for one in about.flags],
        flags_url=url_for("desk.flags", enterprise_id=enterprise_id),
        entries=word_entries(entries, enterprise_id, me().id),
        timeline_url=more,
        timeline_more_url=more if total > len(entries) else None,
        gap=show_gap(enterprise_id, outcome, on),
        missed=missed,
        ask=questions(enterprise_id, outcome, on),
        **acts(about),
    )


def heading(about: Profile, on: date) -> dict[str, Any]:
    """Who it is, and who looks after it."""
    one, standing = about.enterprise, about.standing
    product = _("主导产品 %(product)s", product=one.main_product) if one.main_product else None
    parts = [one.street, one.industry, product]
    return {
        "id": one.id,
        "name": one.name,
        "tier": about.tier.value,
        "awaited": Lives(about.every_title, about.happenings).awaited_above(about.tier, on),
        "credit_code": " ".join(one.credit_code[first:last] for first, last in _CODE_GROUPS),
        "parts": [part for part in parts if part],
        "steward": standing.steward,
        "steward_since": standing.since,
        "waiting_since": standing.since if standing.queued else None,
        "deregistered_on": one.deregistered_on,
        "leader": next((each.name for each in about.team if each.part == TeamPart.LEADER), None),
    }


def acts(about: Profile) -> dict[str, Any]:
    """What one can do from here."""
    key = about.enterprise.id
    return {
        "demand_url": url_for("demands.raise_demand", enterprise_id=key),
        "log_url": url_for("desk.log", enterprise_id=key),
        "quiet_url": url_for("desk.quiet", enterprise_id=key),
        "end_quiet_url": url_for("desk.end_quiet", enterprise_id=key),
        "plan_url": url_for("desk.plan", enterprise_id=key),
        "stewards_url": url_for("desk.stewards", enterprise_id=key),
        "team_url": url_for("desk.team", enterprise_id=key),
        "dial_url": dial_url(about.contacts),
        "contacts_url": url_for("enterprises.contacts", enterprise_id=key),
        "titles_url": url_for("cultivation.titles", enterprise_id=key),
        "record_links": [
            (_("资料"), url_for("enterprises.identity", enterprise_id=key)),
            (_("经营指标"), url_for("enterprises.figures", enterprise_id=key)),
            (_("事实与判定"), url_for("enterprises.facts", enterprise_id=key)),
            (_("清单"), url_for("enterprises.lists", enterprise_id=key)),
            (_("可享政策"), url_for("awards.benefits", enterprise_id=key)),
        ],
    }


def dial_url(contacts: Sequence[ProfileCard]) -> str | None:
    """Where the number of the first contact who has one is revealed."""
    first = next((one for one in contacts if one.has_mobile), None)
    if first is None:
        return None
    return url_for("enterprises.reveal_contact", enterprise_id=first.enterprise_id, contact_id=first.id)


def card(contact: ProfileCard) -> dict[str, Any]:
    """A contact, masked."""
    reveal = url_for("enterprises.reveal_contact", enterprise_id=contact.enterprise_id, contact_id=contact.id)
    return {
        "reveal_url": reveal if contact.has_mobile else None,
        "name": contact.name,
        "post": contact.position,
        "masked": mask_number(contact.mobile_last4) or masked_line(contact.telephone),
    }


def preference(about: Profile) -> str | None:
    """How the first contact wants to be reached."""
    wish = next((one.preference for one in about.contacts if one.preference), None)
    return _("偏好：%(wish)s", wish=wish) if wish else None


def ceiling(about: Profile) -> str:
    """The month's contacts beside what is allowed without being asked."""
    most = service_rules().contacts.ceiling_per_month
    said: str = _("本月已主动联系 %(count)s 次（上限 %(most)s 次）", count=about.contacts_in_month, most=most)
    return said


def plan_line(plan: Any, on: date) -> dict[str, Any]:
    """A contact that is still ahead: who, when, what for."""
    late = (on - plan.planned_on).days
    words = [word(plan.purpose, "purpose"), plan.note, _("与同事同去") if plan.with_id else ""]
    return {
        "day": plan.planned_on,
        "author": plan.author,
        "text": " · ".join(str(each) for each in words if each),
        "late": _("超时 %(days)s 天", days=late) if late > 0 else "",
    }


def title_line(title: Title, on: date) -> dict[str, Any]:
    """A valid title and how long it lasts."""
    days = (title.expires_on - on).days
    words = _(
        "%(tier)s %(first)s 至 %(last)s",
        tier=word(title.tier, "short_tier"),
        first=title.granted_on.isoformat(),
        last=title.expires_on.isoformat(),
    )
    soon = days <= service_rules().reminders.title_ends_days
    text = _("%(days)s 天后到期", days=days) if soon else title.document
    return {"tier": title.tier.value, "words": words, "text": text}


def awaiting_lines(about: Profile, on: date) -> list[dict[str, Any]]:
    """Titles that ended and may still be carried on: neither valid nor lost."""
    lives = Lives(about.every_title, about.happenings)
    return [_awaiting_line(title) for title in about.every_title if lives.is_awaiting(title, on)]


def _awaiting_line(title: Title) -> dict[str, Any]:
    words = _("%(tier)s %(last)s 到期", tier=word(title.tier, "short_tier"), last=title.expires_on.isoformat())
    return {"tier": title.tier.value, "words": words, "text": _("复核结果待公布"), "is_awaited": True}


def application_line(application: Application) -> dict[str, Any]:
    """An application that is not closed."""
    target, purpose = word(application.target, "short_tier"), word(application.purpose, "evaluation_purpose")
    return {
        "words": f"{target}{purpose}",
        "number": application.number,
        "state": word(application.state, "application_state"),
        "url": url_for("desk.application", application_id=application.id),
    }


def flag_line(flag: Flag) -> dict[str, Any]:
    """An open flag."""
    asked = {"target": flag.target.value, "purpose": flag.purpose}
    return {
        "id": flag.id,
        "kind": flag.kind,
        **asked,
        "opened_on": flag.opened_on,
        "why": gap_of(flag),
        "gap_url": url_for("desk.gap", enterprise_id=flag.enterprise_id, _external=False, **asked),
        "snooze_url": url_for("desk.snooze_flag", enterprise_id=flag.enterprise_id, flag_id=flag.id),
    }


def demand_line(line: DemandLine, on: date) -> dict[str, Any]:
    """A demand that is not closed, with its clock."""
    demand = line.demand
    text, _tone = clock_words(demand, on)
    return {
        "title": demand.title,
        "url": url_for("demands.demand", demand_id=demand.id),
        "department": line.department,
        "text": "，".join(part for part in (word(demand.state, "demand_state"), text) if part),
    }
