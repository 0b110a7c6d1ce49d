"""Recording a briefing: one act for many enterprises, and a contact with none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.db import add_rows, serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.interactions.models import Briefing, BriefingEnterprise, ContactPurpose


@dataclass(frozen=True, slots=True)
class BriefingTalk:
    """What was said, when and where."""

    held_on: date
    title: str
    purpose: ContactPurpose
    place: str | None = None
    text: str | None = None


def record_briefing(
    session: Session,
    talk: BriefingTalk,
    enterprise_ids: Collection[int],
    *,
    by: int,
    on: date,
    at: datetime,
    client_key: str | None = None,
) -> Briefing:
    """Write it down once; the one that `client_key` already stands for is returned instead of a second one."""
    known = _already_sent(session, client_key, by)
    if known is not None:
        return known
    _check(session, talk, enterprise_ids, on)
    briefing = Briefing(
        held_on=talk.held_on,
        title=talk.title,
        place=talk.place,
        purpose=talk.purpose,
        text=talk.text,
        held_by=by,
        recorded_at=at,
        client_key=client_key,
    )
    session.add(briefing)
    session.flush()
    there = [{"briefing_id": briefing.id, "enterprise_id": each} for each in sorted(enterprise_ids)]
    add_rows(session, BriefingEnterprise, there)
    audit.record(session, by, "briefing.recorded", f"briefing:{briefing.id}", enterprises=sorted(enterprise_ids))
    return briefing


def _already_sent(session: Session, client_key: str | None, by: int) -> Briefing | None:
    if client_key is None:
        return None
    serialise(session, f"briefing {client_key}")
    known = session.scalar(select(Briefing).where(Briefing.client_key == client_key))
    if known is not None and known.held_by != by:
        raise CrmError("changed_meanwhile")
    return known


def _check(session: Session, talk: BriefingTalk, enterprise_ids: Collection[int], on: date) -> None:
    most = service_rules().contacts.briefing_most
    if talk.held_on > on:
        raise CrmError("briefing_in_the_future")
    if not enterprise_ids:
        raise CrmError("briefing_for_nobody")
    if len(enterprise_ids) > most:
        raise CrmError("briefing_for_too_many", most=most)
    there = select(func.count()).select_from(Enterprise).where(Enterprise.id.in_(enterprise_ids))
    if session.scalar(there) != len(set(enterprise_ids)):
        raise CrmError("not_found")
