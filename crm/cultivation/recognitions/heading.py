"""What a published list announces, as a value."""

from dataclasses import dataclass
from datetime import date

from crm.cultivation.models import Tier
from crm.cultivation.recognitions.models import ListPurpose
from crm.cultivation.titles.bars import RevocationCause


@dataclass(frozen=True, slots=True)
class ListHeading:
    """What a list announces: the document, of which tier, what, decided on which day; a revocation with its cause."""

    document: str
    purpose: ListPurpose
    tier: Tier
    decided_on: date
    cause: RevocationCause | None = None
