"""Enterprises nobody was in touch with for long, and those taken over that still wait for a first contact."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from crm.config.service_rules import ServiceRules
from crm.cultivation.models import LADDER
from crm.cultivation.reminders.matters import Matter, Matters, MatterSelect, join_reason
from crm.desk.handover.models import Handover, HandoverItem
from crm.standings.models import Standing

SILENT, FIRST = "no_contact", "first_contact"


def read_matters(session: Session, rules: ServiceRules, on: date) -> Matters:
    """What stands on a day; an enterprise that asked for quiet is named in neither."""
    return {
        SILENT: _silent(rules.reminders.silent_days, on),
        FIRST: _first(session, on + timedelta(days=rules.reminders.first_contact_days), on),
    }


def _silent(days: Mapping[str, int], on: date) -> MatterSelect:
    """Cared for, in touch too long ago for its tier, and nothing planned ahead; an episode ends with a contact."""
    allowed = {rank: days[tier.value] for rank, tier in enumerate(LADDER)}
    since = func.coalesce(Standing.last_contact_on, Standing.in_care_since)
    too_long = (and_(Standing.rank == rank, since <= on - timedelta(days=most)) for rank, most in allowed.items())
    reason = join_reason("silent", Standing.enterprise_id, since)
    rows = (
        select(reason, Standing.enterprise_id, Standing.rank, since.label("since"), Standing.last_contact_on)
        .where(Standing.steward_id.is_not(None), Standing.admitted_on.is_not(None), or_(*too_long))
        .where(or_(Standing.next_contact_on.is_(None), Standing.next_contact_on < on), _may_be_disturbed(on))
        .order_by(Standing.enterprise_id)
    )
    return MatterSelect(rows, lambda _session, silent: [_tell_silent(row, allowed[row.rank]) for row in silent])


def _tell_silent(row: Any, days: int) -> Matter:
    values = {"since": row.since.isoformat(), "was_in_touch": row.last_contact_on is not None, "days": days}
    return Matter(SILENT, row.reason, row.enterprise_id, "silent", values)


def _first(session: Session, near: date, on: date) -> list[Matter]:
    """Handed over, still with the receiver, and nobody in touch since."""
    by = func.max(Handover.first_contact_by)
    rows = (
        select(Standing.enterprise_id, by.label("by"))
        .join(HandoverItem, HandoverItem.enterprise_id == Standing.enterprise_id)
        .join(Handover, and_(Handover.id == HandoverItem.handover_id, Handover.to_id == Standing.steward_id))
        .where(Handover.made_on >= Standing.in_care_since, _may_be_disturbed(on))
        .where(or_(Standing.last_contact_on.is_(None), Standing.last_contact_on < Standing.in_care_since))
        .group_by(Standing.enterprise_id)
        .having(by <= near)
        .order_by(Standing.enterprise_id)
    )
    return [
        Matter(FIRST, f"first:{row.enterprise_id}:{row.by}", row.enterprise_id, "first", {"by": row.by.isoformat()})
        for row in session.execute(rows)
    ]


def _may_be_disturbed(on: date) -> ColumnElement[bool]:
    return or_(Standing.quiet_until.is_(None), Standing.quiet_until < on)
