"""Services of many enterprises at once, each under its author's name. The audit row is the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from crm.db import add_rows
from crm.errors import CrmError
from crm.interactions.models import Interaction
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
