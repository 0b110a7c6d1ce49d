"""Recording a service, correcting it and taking it back; sending the same twice changes nothing the second time."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.enterprises.queries import is_contact_of
from crm.errors import CrmError
from crm.interactions import queries
from crm.interactions.ceiling import is_record_above
from crm.interactions.models import Channel, ContactPurpose, Interaction, Participant
from crm.interactions.plans.keeping import KeptContact, follow_plans, undo
from crm.people import queries as people
from crm.people.models import UserState


@dataclass(frozen=True, slots=True)
class Encounter:
    """What took place, and what follows from it."""

    channel: Channel
    purpose: ContactPurpose | None
    held_on: date
    summary: str
    follow_up: str | None = None
    next_contact_on: date | None = None
    asked_for: bool = False
    participants: frozenset[int] = frozenset()
    ceiling_why: str | None = None
    contact_id: int | None = None


def log(
    session: Session,
    enterprise_id: int,
    contact: Encounter,
    *,
    by: int,
    on: date,
    at: datetime,
    client_key: str | None = None,
) -> Interaction:
    """Record a contact; the record that `client_key` already stands for is returned instead of a second one.

    Above the ceiling it says why: an enterprise in need is not turned away. The plan it was had by is kept, and the
    next contact planned.
    """
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    known = _already_sent(session, client_key) if client_key else None
    if known:
        return _the_same(session, known, enterprise_id, contact, by)
    _check(session, enterprise_id, contact, on)
    interaction = _written(session, enterprise_id, contact, by=by, at=at, client_key=client_key)
    _bring(session, interaction, contact.participants - {by})
    follow_plans(session, KeptContact(interaction, contact.participants), by=by, on=on, at=at)
    audit.record(
        session,
        by,
        "service.logged",
        f"enterprise:{enterprise_id}",
        interaction=interaction.id,
        channel=contact.channel,
        held_on=contact.held_on,
    )
    return interaction


def correct(
    session: Session,
    enterprise_id: int,
    interaction_id: int,
    contact: Encounter,
    *,
    by: int,
    on: date,
    at: datetime,
    client_key: str | None = None,
) -> Interaction:
    """Put a new record in the place of one's own earlier one, which stays to be read and counts no more."""
    known = _already_sent(session, client_key) if client_key else None
    if known:
        return _the_same(session, known, enterprise_id, contact, by)
    earlier = _take_back(session, enterprise_id, interaction_id, by=by, on=on, at=at, why=None)
    _check(session, enterprise_id, contact, on)
    interaction = _written(session, enterprise_id, contact, by=by, at=at, client_key=client_key)
    interaction.replaces_id = earlier.id
    _bring(session, interaction, contact.participants - {by})
    follow_plans(session, KeptContact(interaction, contact.participants), by=by, on=on, at=at)
    audit.record(
        session,
        by,
        "service.corrected",
        f"enterprise:{enterprise_id}",
        interaction=interaction.id,
        replaces=earlier.id,
    )
    return interaction


def withdraw(
    session: Session, enterprise_id: int, interaction_id: int, *, why: str, by: int, on: date, at: datetime
) -> None:
    """Take one's own record back, saying why; it stays to be read and counts no more, nor does what it promised."""
    if not why.strip():
        raise CrmError("withdrawal_without_reason")
    _take_back(session, enterprise_id, interaction_id, by=by, on=on, at=at, why=why.strip())
    audit.record(session, by, "service.withdrawn", f"enterprise:{enterprise_id}", interaction=interaction_id)


def restore(session: Session, enterprise_id: int, interaction_id: int, *, by: int, on: date, at: datetime) -> None:
    """Let a record one has withdrawn count again, also for plans; a corrected one is corrected again instead."""
    record = own_record(session, enterprise_id, interaction_id, by=by)
    is_replaced = select(Interaction.id).where(Interaction.replaces_id == record.id)
    if session.scalar(is_replaced) is not None:
        raise CrmError("service_withdrawn")
    record.withdrawn_on = record.withdrawn_by = record.withdrawn_why = None
    session.flush()
    follow_plans(session, KeptContact(record, queries.companions_of(session, record.id)), by=by, on=on, at=at)
    audit.record(session, by, "service.restored", f"enterprise:{enterprise_id}", interaction=interaction_id)


def own_record(session: Session, enterprise_id: int, interaction_id: int, *, by: int) -> Interaction:
    """A record by its author; everybody else is refused, for a record is its author's word."""
    record = queries.record_of(session, enterprise_id, interaction_id)
    if record.author_id != by:
        raise CrmError("service_of_somebody_else")
    return record


def contact_in(session: Session, record: Interaction) -> Encounter:
    """What a record says."""
    return Encounter(
        channel=record.channel,
        purpose=record.purpose,
        held_on=record.held_on,
        summary=record.summary,
        follow_up=record.follow_up,
        next_contact_on=record.next_contact_on,
        asked_for=record.asked_for,
        participants=queries.companions_of(session, record.id),
        ceiling_why=record.ceiling_why,
        contact_id=record.contact_id,
    )


def _take_back(
    session: Session, enterprise_id: int, interaction_id: int, *, by: int, on: date, at: datetime, why: str | None
) -> Interaction:
    """Claimed by the update itself: of two at once one takes it back, and the other is told."""
    record = own_record(session, enterprise_id, interaction_id, by=by)
    claim = update(Interaction).where(Interaction.id == record.id, Interaction.withdrawn_on.is_(None))
    taken = session.execute(claim.values(withdrawn_on=on, withdrawn_by=by, withdrawn_why=why))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise CrmError("service_withdrawn")
    session.refresh(record)
    undo(session, record, by=by, at=at)
    return record


def _already_sent(session: Session, client_key: str) -> Interaction | None:
    serialise(session, f"interaction {client_key}")
    return session.scalar(select(Interaction).where(Interaction.client_key == client_key))


def _the_same(session: Session, known: Interaction, enterprise_id: int, contact: Encounter, by: int) -> Interaction:
    """The record that stands, unless the key is somebody else's or other words were sent with it."""
    if (known.enterprise_id, known.author_id) != (enterprise_id, by):
        raise CrmError("changed_meanwhile")
    sent = replace(contact, summary=contact.summary.strip(), participants=contact.participants - {by})
    if contact_in(session, known) != sent:
        raise CrmError("service_already_saved", day=known.held_on.isoformat())
    return known


def _check(session: Session, enterprise_id: int, contact: Encounter, on: date) -> None:
    if not contact.summary.strip():
        raise CrmError("service_without_summary")
    if contact.held_on > on:
        raise CrmError("service_in_the_future")
    if contact.next_contact_on and contact.next_contact_on < on:
        raise CrmError("next_contact_in_the_past")
    if contact.contact_id is not None and not is_contact_of(session, enterprise_id, contact.contact_id):
        raise CrmError("met_somebody_else")
    is_excused = contact.asked_for or contact.ceiling_why or contact.channel == Channel.BRIEFING
    if not is_excused and is_record_above(session, enterprise_id, contact.held_on):
        raise CrmError("contact_above_ceiling", month=contact.held_on.month)


def _written(
    session: Session, enterprise_id: int, contact: Encounter, *, by: int, at: datetime, client_key: str | None
) -> Interaction:
    interaction = Interaction(
        enterprise_id=enterprise_id,
        channel=contact.channel,
        purpose=contact.purpose,
        held_on=contact.held_on,
        summary=contact.summary.strip(),
        follow_up=contact.follow_up,
        next_contact_on=contact.next_contact_on,
        asked_for=contact.asked_for,
        ceiling_why=contact.ceiling_why,
        contact_id=contact.contact_id,
        department_id=people.get(session, by).department_id,
        author_id=by,
        recorded_at=at,
        client_key=client_key,
    )
    session.add(interaction)
    session.flush()
    return interaction


def _bring(session: Session, interaction: Interaction, user_ids: frozenset[int]) -> None:
    for user_id in sorted(user_ids):
        user = people.get(session, user_id)
        if user.state is not UserState.ACTIVE:
            raise CrmError("participant_inactive", name=user.name)
        session.add(Participant(interaction_id=interaction.id, user_id=user_id))
