"""The cards of 今日 as values."""

from dataclasses import dataclass

from crm.cultivation.models import Tier
from crm.standings.rungs import LadderPlace

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Chip:
    """A short word on a card."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Tap:
    """What one tap does."""

    icon: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Task:
    """A card."""

    title: str
    url: str
    tier: LadderPlace | Tier
    enterprise: str | None
    texts: list[str]
    also: str | None
    chips: list[Chip]
    late: bool
    act: Tap | None
    also_url: str | None = None
    seen_url: str | None = None
    dial_url: str | None = None


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Cards of one urgency or kind; the day shows the first few, the group's own page shows all.

    `flags` are those that 全部知道了 takes from the new ones.
    """

    key: str
    heading: str
    tasks: list[Task]
    flags: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many cards."""
        return len(self.tasks)

    @property
    def first(self) -> list[Task]:
        """What the day shows of it; one more than the limit is shown rather than hidden behind a link."""
        return self.tasks if self.count <= _SHOWN + 1 else self.tasks[:_SHOWN]
