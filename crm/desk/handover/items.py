"""What there is to take over at some enterprises, on the day they change hands; and the same in short words."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session

from crm.awards.claims.models import OPEN, Claim
from crm.awards.models import Beneficiary
from crm.cultivation.applications.life import OPEN_STATES
from crm.cultivation.applications.models import Application
from crm.cultivation.flags.opened import open_flag
from crm.cultivation.models import Flag
from crm.db import slices
from crm.demands.course.life import UNFINISHED_STATES
from crm.demands.models import Demand
from crm.demands.queries import is_promise
from crm.desk.handover.models import ItemKind
from crm.enterprises.models import Contact, Enterprise
from crm.interactions.models import Interaction, PlannedContact
from crm.interactions.plans.queries import is_open
from crm.interactions.support.models import ServicePlan, ServicePlanItem
from crm.interactions.support.queries import is_promised
from crm.notifications.models import Notice
from crm.sql.bundles import columns_of, read_bundle
from crm.standings.models import Standing

ItemKey = tuple[int, ItemKind, int]
"""Enterprise, kind and the row the item is about."""


class ItemFound(NamedTuple):
    """A key, and the number of notices where it is about those."""

    enterprise_id: int
    kind: ItemKind
    ref: int
    notices: int | None = None


def collect_items(session: Session, enterprise_ids: Sequence[int], giver: int, on: date) -> list[ItemFound]:
    """Everything the giver leaves behind there: set-wise, in as many statements for one enterprise as for many."""
    found: list[ItemFound] = []
    for part in slices(enterprise_ids):
        rows = session.execute(union_all(*_selects(part, on)))
        found += [ItemFound(enterprise_id, ItemKind(kind), ref) for enterprise_id, kind, ref in rows]
        found += _unread(session, set(part), giver)
    return sorted(found)


def read_things(session: Session, keys: Sequence[ItemKey]) -> dict[tuple[ItemKind, int], Any]:
    """The rows the items are about, by kind and number."""
    wanted = {kind: [ref for _, of, ref in keys if of is kind] for kind in ItemKind}
    selects = {kind.value: make(wanted[kind]) for kind, make in _READS.items() if wanted[kind]}
    rows = read_bundle(session, selects)
    return {(ItemKind(kind), row.id): row for kind, found in rows.items() for row in found}


def _selects(ids: Sequence[int], on: date) -> list[Select[Any]]:
    present = and_(Contact.enterprise_id.in_(ids), or_(Contact.left_on.is_(None), Contact.left_on > on))
    said = and_(Interaction.id == Standing.last_interaction_id, Interaction.follow_up.is_not(None))
    mine = and_(PlannedContact.enterprise_id.in_(ids), is_open(), PlannedContact.is_stewards)
    pledged = and_(ServicePlan.enterprise_id.in_(ids), ServicePlanItem.plan_id == ServicePlan.id, is_promised())
    under_way = and_(Application.enterprise_id.in_(ids), Application.state.in_(OPEN_STATES))
    claimed = and_(Beneficiary.enterprise_id.in_(ids), Claim.beneficiary_id == Beneficiary.id, Claim.state.in_(OPEN))
    unsettled = or_(Demand.state.in_(UNFINISHED_STATES), is_promise())
    return [
        _of(ItemKind.ENTERPRISE, Enterprise.id, Enterprise.id, Enterprise.id.in_(ids)),
        _of(ItemKind.DEMAND, Demand.enterprise_id, Demand.id, and_(Demand.enterprise_id.in_(ids), unsettled)),
        _of(ItemKind.APPLICATION, Application.enterprise_id, Application.id, under_way),
        _of(ItemKind.CLAIM, Beneficiary.enterprise_id, Claim.id, claimed),
        _of(ItemKind.PROMISE, Standing.enterprise_id, Interaction.id, and_(Standing.enterprise_id.in_(ids), said)),
        _of(ItemKind.PLAN, PlannedContact.enterprise_id, PlannedContact.id, mine),
        _of(ItemKind.CONTACT, Contact.enterprise_id, Contact.id, and_(present, Contact.preference.is_not(None))),
        _of(ItemKind.TELL, Contact.enterprise_id, Contact.id, and_(present, Contact.is_primary)),
        _of(ItemKind.SERVICE, ServicePlan.enterprise_id, ServicePlanItem.id, pledged),
        _of(ItemKind.FLAG, Flag.enterprise_id, Flag.id, and_(Flag.enterprise_id.in_(ids), open_flag(on))),
    ]


def _of(kind: ItemKind, enterprise_id: Any, ref: Any, condition: ColumnElement[bool]) -> Select[Any]:
    return select(enterprise_id, literal(kind.value), ref).where(condition)


def _unread(session: Session, ids: set[int], giver: int) -> list[ItemFound]:
    """The notices about the enterprises that the giver has not read: one item each, with their number."""
    waiting = select(Notice.id, Notice.about).where(
        Notice.user_id == giver,
        Notice.read_at.is_(None),
        Notice.withdrawn_at.is_(None),
        Notice.about.like("enterprise:%"),
    )
    found: dict[int, list[int]] = defaultdict(list)
    for notice in session.execute(waiting):
        found[int((notice.about or "").partition(":")[2])].append(notice.id)
    return [ItemFound(key, ItemKind.NOTICE, max(found[key]), len(found[key])) for key in ids & found.keys()]


def _rows_of(model: Any, *names: str) -> Callable[[Sequence[int]], Select[Any]]:
    columns = [column for column in columns_of(model) if column.key in ("id", *names)]
    return lambda ids: select(*columns).where(model.id.in_(ids))


_READS: Mapping[ItemKind, Callable[[Sequence[int]], Select[Any]]] = {
    ItemKind.DEMAND: _rows_of(Demand, "title", "state", "finish_by", "promised_on"),
    ItemKind.APPLICATION: _rows_of(Application, "number", "target", "purpose", "state"),
    ItemKind.CLAIM: _rows_of(Claim, "number", "subject", "period", "state"),
    ItemKind.PROMISE: _rows_of(Interaction, "held_on", "follow_up"),
    ItemKind.PLAN: _rows_of(PlannedContact, "planned_on", "purpose", "note"),
    ItemKind.SERVICE: _rows_of(ServicePlanItem, "aspect", "text", "due_on"),
    ItemKind.CONTACT: _rows_of(Contact, "name", "position", "preference"),
    ItemKind.TELL: _rows_of(Contact, "name", "position"),
    ItemKind.FLAG: _rows_of(Flag, "kind", "target", "purpose", "opened_on"),
    ItemKind.NOTICE: _rows_of(Notice, "kind", "values"),
}
