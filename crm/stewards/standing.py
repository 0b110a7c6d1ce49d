"""How an enterprise stands with its stewards at one moment; a value, read by `queries`."""

from dataclasses import dataclass
from datetime import date

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The open assignment or the open queue entry of an enterprise, or neither.

    `since`, `by` (a name) and `why` are those of the assignment or of the waiting.
    """

    enterprise_id: int
    enterprise: str
    assignment_id: int | None
    steward_id: int | None
    steward: str | None
    queued: bool
    since: date | None
    due_on: date | None
    by: str | None
    why: str | None
