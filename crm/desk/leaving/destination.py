"""The two answers at the door."""

from enum import StrEnum


class Destination(StrEnum):
    """Where enterprises go whose steward leaves; whoever else takes them is a manager's choice."""

    QUEUE = "queue"
    STAND_IN = "stand_in"
