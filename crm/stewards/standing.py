"""How an enterprise stands and stood with its stewards, and who covers for whom; values, read by `queries`."""

from dataclasses import dataclass
from datetime import date

NOBODY = 0


@dataclass(frozen=True, slots=True)
class CurrentCare:
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


@dataclass(frozen=True, slots=True)
class Tenure:
    """A time in which one steward looked after the enterprise; without a name it waited in the queue."""

    steward: str | None
    from_on: date
    to_on: date | None
    by: str | None
    why: str
    ended_by: str | None
    end_why: str | None


@dataclass(frozen=True, slots=True)
class Cover:
    """A colleague stands in for a steward, both days included."""

    id: int
    steward_id: int
    steward: str
    cover: str
    from_on: date
    to_on: date
    why: str
    state: str

    @property
    def is_running(self) -> bool:
        """Whether the colleague stands in today."""
        return self.state == "running"
