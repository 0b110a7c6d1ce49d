"""When a title counts: on its first and its last day and between, and no longer on the day it is revoked.

The one reading of it for a single title; columns ask `crm.rules.columnar.validity`, the database the titles' own room,
and a property test holds the three together.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Term(Protocol):
    """Whatever was granted for a time and may be taken back before it ends."""

    @property
    def granted_on(self) -> date: ...

    @property
    def expires_on(self) -> date: ...

    @property
    def revoked_on(self) -> date | None: ...


def is_over(term: Term, day: date) -> bool:
    """Whether the term has ended or was cut short by a day."""
    return term.expires_on < day or (term.revoked_on is not None and term.revoked_on <= day)


def overlap(one: Term, other: Term) -> bool:
    """Whether there is a day on which both count."""
    first, last = max(one.granted_on, other.granted_on), min(one.expires_on, other.expires_on)
    return first <= last and not is_over(one, first) and not is_over(other, first)


def counts_on(term: Term, day: date) -> bool:
    """Whether the term has begun by a day and is not over."""
    return term.granted_on <= day and not is_over(term, day)
