"""What every line of the made-up history is written with."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from crm.demo.ledger import Ledger
from crm.demo.people import Staff
from crm.rules.reading.ladder import Ladder


@dataclass(frozen=True, slots=True)
class Pen:
    """What every line of the history needs."""

    session: Session
    staff: Staff
    ladder: Ladder
    field_key: bytes
    streets: list[str]
    today: date
    ledger: Ledger = field(default_factory=Ledger)


def morning(on: date) -> datetime:
    """Ten in the district."""
    return datetime.combine(on, time(2), UTC)
