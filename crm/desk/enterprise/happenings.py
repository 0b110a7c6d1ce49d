"""What entries of the timeline say that is more than a row of its table."""

from dataclasses import dataclass
from datetime import date

from crm.cultivation.models import Title
from crm.enterprises.models import EnterpriseChange, FigureChange


@dataclass(frozen=True, slots=True)
class FiguresEntered:
    """Figures of one year written down together."""

    year: int
    evidence: str
    by: str
    changes: tuple[FigureChange, ...]


@dataclass(frozen=True, slots=True)
class StewardBegan:
    """A steward took over."""

    steward: str
    before: str | None
    by: str | None
    why: str


@dataclass(frozen=True, slots=True)
class QueueWait:
    """The enterprise was put into the queue."""

    by: str | None
    why: str
    due_on: date


@dataclass(frozen=True, slots=True)
class TitleHappened:
    """Something in the life of a title."""

    kind: str
    title: Title


@dataclass(frozen=True, slots=True)
class IdentityChanged:
    """A field of the identity was corrected."""

    change: EnterpriseChange
    by: str
