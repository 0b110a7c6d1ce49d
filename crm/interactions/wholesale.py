"""Services of many enterprises at once, each under its author's name. The audit row is the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.db import add_rows, slices
from crm.errors import CrmError
from crm.interactions.models import Interaction
from crm.interactions.plans.keeping import keep_reached
from crm.interactions.plans.queries import enterprises_with_plans
from crm.interactions.service import Encounter


@dataclass(frozen=True, slots=True)
class RecordedEncounter:
    """A contact with an enterprise, by whom it was had, and the key by which the same one is known again."""

    enterprise_id: int
    author_id: int
    contact: Encounter
    client_key: str


def log_all(
    session: Session, entries: Sequence[RecordedEncounter], *, on: date, at: datetime, batch_id: int | None
) -> None:
    """Record contacts that are over; none may lie ahead."""
    ahead = [entry for entry in entries if entry.contact.held_on > on]
    if ahead:
        raise CrmError("service_in_the_future")
    rows = [
        {
            "enterprise_id": entry.enterprise_id,
            "channel": entry.contact.channel,
            "held_on": entry.contact.held_on,
            "purpose": entry.contact.purpose,
            "summary": entry.contact.summary,
            "follow_up": entry.contact.follow_up,
            "author_id": entry.author_id,
            "recorded_at": at,
            "client_key": entry.client_key,
            "batch_id": batch_id,
        }
        for entry in entries
    ]
    add_rows(session, Interaction, rows)
    _keep_plans(session, entries, at=at)


def _keep_plans(session: Session, entries: Sequence[RecordedEncounter], *, at: datetime) -> None:
    """Plans are few: only the records of enterprises that have one are read back."""
    planned = enterprises_with_plans(session, sorted({entry.enterprise_id for entry in entries}))
    keys = [entry.client_key for entry in entries if entry.enterprise_id in planned]
    for part in slices(keys):
        records = select(Interaction).where(Interaction.client_key.in_(part)).order_by(Interaction.id)
        keep_reached(session, session.scalars(records).all(), at=at)
