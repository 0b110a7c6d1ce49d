"""A sheet as a page: by enterprise, what is to be taken over in words, and what may be done about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.awards.benefits.benefits_page import account_words
from crm.awards.claims.claim_words import STATES
from crm.awards.claims.models import Claim
from crm.cultivation.applications.models import Application
from crm.cultivation.models import Flag
from crm.demands.models import Demand
from crm.desk.applications.page import about_words
from crm.desk.handover.items import ItemKey
from crm.desk.handover.models import ItemKind
from crm.enterprises.models import Contact
from crm.errors import CrmError
from crm.interactions.models import Interaction, PlannedContact
from crm.interactions.support.models import ServicePlanItem
from crm.notifications.page import kinds as notice_kinds
from crm.web.paging import whole
from crm.web.words import short_day, word


@dataclass(frozen=True, slots=True)
class HandedThing:
    """One thing to take over, in words."""

    key: str
    kind: str
    text: str
    url: str
    accepted_on: date | None
    objected_on: date | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class EnterpriseItems:
    """What there is to take over at one enterprise."""

    id: int
    name: str
    items: tuple[HandedThing, ...]

    @property
    def is_open(self) -> bool:
        """Something is not accepted yet."""
        return any(item.accepted_on is None for item in self.items)


def by_enterprise(
    rows: Sequence[Any], things: Mapping[tuple[ItemKind, int], Any], receiver: str
) -> list[EnterpriseItems]:
    """The items by enterprise in the order of their names, each time the enterprise itself first."""
    return [
        EnterpriseItems(
            key, name, tuple(_line(row, things.get((row.kind, row.ref)), receiver) for row in _in_order(found))
        )
        for (key, name), found in groupby(rows, key=lambda row: (row.enterprise_id, row.name))
    ]


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (tuple(ItemKind).index(row.kind), row.ref))


def keys_of(rows: Sequence[Any]) -> list[ItemKey]:
    """The keys of items that were read."""
    return [(row.enterprise_id, row.kind, row.ref) for row in rows]


def parse_key(text: str) -> ItemKey:
    """The item a page names as `enterprise-kind-ref`; raises CrmError bad_request for anything else."""
    match text.split("-"):
        case [enterprise_id, kind, ref] if kind in tuple(ItemKind):
            return whole(enterprise_id), ItemKind(kind), whole(ref)
    raise CrmError("bad_request")


def _line(row: Any, thing: Any, receiver: str) -> HandedThing:
    return HandedThing(
        key=f"{row.enterprise_id}-{row.kind}-{row.ref}",
        kind=_kind_word(row.kind),
        text=_text(row, thing, receiver),
        url=_url(row),
        accepted_on=row.accepted_on,
        objected_on=row.objected_on if row.accepted_on is None else None,
        remark=row.remark,
    )


def _kind_word(kind: ItemKind) -> str:
    words = {
        ItemKind.ENTERPRISE: _("企业"),
        ItemKind.DEMAND: _("在办诉求"),
        ItemKind.APPLICATION: _("申报"),
        ItemKind.CLAIM: _("政策兑现"),
        ItemKind.PROMISE: _("答应过的事"),
        ItemKind.PLAN: _("约定"),
        ItemKind.SERVICE: _("服务包"),
        ItemKind.CONTACT: _("联系人偏好"),
        ItemKind.FLAG: _("标记"),
        ItemKind.NOTICE: _("提醒"),
        ItemKind.TELL: _("告知企业"),
    }
    return str(words[kind])


def _text(row: Any, thing: Any, receiver: str) -> str:
    """What is to be taken over; what is gone meanwhile says so."""
    if row.kind is ItemKind.ENTERPRISE:
        return str(_("资料、时间线和称号"))
    if row.kind is ItemKind.NOTICE:
        return _notices(row.notices, thing)
    if thing is None:
        return str(_("已不在，无需处理"))
    return str(_WORDS[row.kind](thing, receiver))


def _demand(demand: Demand, _receiver: str) -> str:
    due = demand.promised_on or demand.finish_by
    return " · ".join([demand.title, word(demand.state, "demand_state"), _("%(day)s 前", day=due.isoformat())])


def _application(application: Application, _receiver: str) -> str:
    about = about_words(application.target.value, application.purpose.value)
    return " · ".join([about, word(application.state, "application_state"), application.number])


def _claim(claim: Claim, _receiver: str) -> str:
    parts = account_words(claim.subject, claim.period), str(STATES[claim.state]), claim.number
    return " · ".join(filter(None, parts))


def _promise(record: Interaction, _receiver: str) -> str:
    return str(_("%(day)s：%(what)s", day=record.held_on.isoformat(), what=record.follow_up))


def _plan(plan: PlannedContact, _receiver: str) -> str:
    parts = [plan.planned_on.isoformat(), word(plan.purpose, "purpose"), plan.note]
    return " · ".join(part for part in parts if part)


def _service(item: ServicePlanItem, _receiver: str) -> str:
    return " · ".join([word(item.aspect, "purpose"), item.text, _("%(day)s 前", day=item.due_on.isoformat())])


def _contact(contact: Contact, _receiver: str) -> str:
    who = " ".join(part for part in (contact.name, contact.position) if part)
    return str(_("%(who)s：%(wish)s", who=who, wish=contact.preference))


def _tell(contact: Contact, receiver: str) -> str:
    who = " ".join(part for part in (contact.name, contact.position) if part)
    return str(_("请告诉 %(who)s：新管家是 %(name)s，以后有事直接找我。", who=who, name=receiver))


def _flag(flag: Flag, _receiver: str) -> str:
    words = word(flag.kind, "flag"), word(flag.target, "short_tier"), word(flag.purpose, "evaluation_purpose")
    return " ".join([*words, _("%(day)s 起", day=short_day(flag.opened_on))])


def _notices(count: int, newest: Any) -> str:
    """How many there were; the newest is gone once it was pruned."""
    known = notice_kinds().get(newest.kind) if newest else None
    if known is None:
        return str(_("%(count)s 条未读提醒", count=count))
    return str(_("%(count)s 条未读提醒，最近一条：%(heading)s", count=count, heading=known.heading))


_WORDS: Mapping[ItemKind, Any] = {
    ItemKind.DEMAND: _demand,
    ItemKind.APPLICATION: _application,
    ItemKind.CLAIM: _claim,
    ItemKind.PROMISE: _promise,
    ItemKind.PLAN: _plan,
    ItemKind.SERVICE: _service,
    ItemKind.CONTACT: _contact,
    ItemKind.TELL: _tell,
    ItemKind.FLAG: _flag,
}


def _url(row: Any) -> str:
    match row.kind:
        case ItemKind.DEMAND:
            return url_for("demands.demand", demand_id=row.ref)
        case ItemKind.APPLICATION:
            return url_for("desk.application", application_id=row.ref)
        case ItemKind.CLAIM:
            return url_for("awards.claim", claim_id=row.ref)
    return url_for(_PLACES.get(row.kind, "desk.enterprise"), enterprise_id=row.enterprise_id)


_PLACES: Mapping[ItemKind, str] = {
    ItemKind.PLAN: "desk.plan",
    ItemKind.SERVICE: "desk.team",
    ItemKind.TELL: "enterprises.letters_of",
    ItemKind.CONTACT: "enterprises.contacts",
}
