"""What a published list announces, as a value."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.cultivation.models import Tier
from crm.cultivation.recognitions.models import ListPurpose
from crm.cultivation.recognitions.reading import PrintedLine
from crm.cultivation.titles.bars import RevocationCause


@dataclass(frozen=True, slots=True)
class ListHeading:
    """What a list announces: the document, of which tier, what, decided on which day; a revocation with its cause."""

    document: str
    purpose: ListPurpose
    tier: Tier
    decided_on: date
    cause: RevocationCause | None = None


def digest_of(heading: ListHeading, lines: Sequence[PrintedLine]) -> str:
    """The same for the same list whatever the order of its lines and the name of its document."""
    about = (heading.purpose, heading.tier, heading.decided_on.isoformat())
    told = sorted(f"{line.code or ''}\t{line.name}" for line in lines)
    return hashlib.sha256("\n".join([*about, *told]).encode()).hexdigest()
