"""What came of a message that left the desk."""

from dataclasses import dataclass

LONGEST_DETAIL = 160


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a message: no trouble, or its code, and what the other side answered."""

    trouble: str | None = None
    detail: str = ""

    @property
    def is_sent(self) -> bool:
        """The other side has taken it."""
        return self.trouble is None
