"""Telling an episode once: what was told is written down beside the notices, and outlives them."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm.cultivation.reminders.matters import Matter
from crm.cultivation.reminders.models import ToldEpisode
from crm.db import slices
from crm.sql.claiming import execute_counting, insert_all_once

_WAITING = "@queue"
KEPT_FOR = timedelta(days=400)
"""So long an episode that is over is remembered, should the same thing come back under its name."""


def leave_out_told(session: Session, matters: Iterable[Matter], cared_for: Collection[int]) -> list[Matter]:
    """The matters nobody was told of; one of an enterprise that waits for its steward is left for the steward.

    Until then it counts once, in the numbers of whoever reads of the whole pool.
    """
    told = set(session.scalars(select(ToldEpisode.reason)))
    return [one for one in matters if _episode(one, cared_for) not in told and one.reason not in told]


def note_told(session: Session, matters: Iterable[Matter], cared_for: Collection[int], *, on: date) -> int:
    """Write down that these were told; returns how many were new."""
    rows = [{"reason": _episode(one, cared_for), "kind": one.kind, "told_on": on} for one in matters]
    return insert_all_once(session, ToldEpisode, ["reason"], rows)


def prune_told(session: Session, standing: Collection[str], *, on: date) -> int:
    """Forget what was told long ago and stands no more; returns how many."""
    old = session.scalars(select(ToldEpisode.reason).where(ToldEpisode.told_on < on - KEPT_FOR))
    gone = [reason for reason in old if reason.removesuffix(_WAITING) not in standing]
    return sum(
        execute_counting(session, delete(ToldEpisode).where(ToldEpisode.reason.in_(part))) for part in slices(gone)
    )


def _episode(matter: Matter, cared_for: Collection[int]) -> str:
    return matter.reason if matter.enterprise_id in cared_for else matter.reason + _WAITING
