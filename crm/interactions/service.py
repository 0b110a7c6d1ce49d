"""Recording a service given to an enterprise; sending the same record twice changes nothing the second time."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.interactions.models import Channel, Interaction, Participant, Purpose
from crm.people import queries as people
from crm.people.models import UserState


@dataclass(frozen=True, slots=True)
class Contact:
    """What took place, and what follows from it."""

    channel: Channel
    purpose: Purpose | None
    held_on: date
    summary: str
    follow_up: str | None = None
    next_contact_on: date | None = None
    asked_for: bool = False
    participants: frozenset[int] = frozenset()


def log(
    session: Session,
    enterprise_id: int,
    contact: Contact,
    *,
    by: int,
    on: date,
    at: datetime,
    client_key: str | None = None,
) -> Interaction:
    """Record a contact; the record that `client_key` already stands for is returned instead of a second one.

    The ceiling on contacts is shown before, never enforced here: an enterprise in need is not turned away.
    """
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    known = _already_sent(session, client_key) if client_key else None
    if known:
        return _the_same(known, enterprise_id, by)
    _check(contact, on)
    interaction = _written(session, enterprise_id, contact, by=by, at=at, client_key=client_key)
    _bring(session, interaction, contact.participants - {by})
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


def _already_sent(session: Session, client_key: str) -> Interaction | None:
    serialise(session, f"interaction {client_key}")
    return session.scalar(select(Interaction).where(Interaction.client_key == client_key))


def _the_same(known: Interaction, enterprise_id: int, by: int) -> Interaction:
    if (known.enterprise_id, known.author_id) != (enterprise_id, by):
        raise CrmError("changed_meanwhile")
    return known


def _check(contact: Contact, on: date) -> None:
    if not contact.summary.strip():
        raise CrmError("service_without_summary")
    if contact.held_on > on:
        raise CrmError("service_in_the_future")
    if contact.next_contact_on and contact.next_contact_on < on:
        raise CrmError("next_contact_in_the_past")


def _written(
    session: Session, enterprise_id: int, contact: Contact, *, by: int, at: datetime, client_key: str | None
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
