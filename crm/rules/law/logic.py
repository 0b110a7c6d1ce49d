"""Three-valued logic after Kleene, and intervals held against a threshold."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Status(StrEnum):
    """What is known about a condition; missing facts are neither a pass nor a fail."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


def all_of(statuses: Collection[Status]) -> Status:
    if Status.UNMET in statuses:
        return Status.UNMET
    return Status.UNKNOWN if Status.UNKNOWN in statuses else Status.MET


def any_of(statuses: Collection[Status]) -> Status:
    if Status.MET in statuses:
        return Status.MET
    return Status.UNKNOWN if Status.UNKNOWN in statuses else Status.UNMET


def opposite(status: Status) -> Status:
    return {Status.MET: Status.UNMET, Status.UNMET: Status.MET}.get(status, status)


def unanimous(statuses: Collection[Status]) -> Status:
    """What all of them say; unknown where they differ."""
    agreed = set(statuses)
    return agreed.pop() if len(agreed) == 1 else Status.UNKNOWN


def reaches(low: int, high: int | None, least: int) -> Status:
    """Whether a number between `low` and `high` (None: no end) is at least `least`."""
    if low >= least:
        return Status.MET
    return Status.UNMET if high is not None and high < least else Status.UNKNOWN


def of(answer: bool | None) -> Status:
    if answer is None:
        return Status.UNKNOWN
    return Status.MET if answer else Status.UNMET
