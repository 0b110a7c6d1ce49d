"""Telling an episode once: what was told is written down beside the notices, and outlives them."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from crm.cultivation.reminders.matters import Matter, Matters, MatterSelect, read_every
from crm.cultivation.reminders.models import ToldEpisode
from crm.db import slices
from crm.sql.claiming import execute_counting, insert_all_once

_WAITING = "@queue"
KEPT_FOR = timedelta(days=400)
"""So long an episode that is over is remembered, should the same thing come back under its name."""


def read_untold(session: Session, standing: Matters) -> list[Matter]:
    """What stands under a reason that nobody was told of."""
    found: list[Matter] = []
    for matters in standing.values():
        if isinstance(matters, MatterSelect):
            is_told = exists().where(ToldEpisode.reason == matters.reason)
            found += matters.tell(session, session.execute(matters.rows.where(~is_told)).all())
        else:
            told = _told_among(session, [one.reason for one in matters])
            found += [one for one in matters if one.reason not in told]
    return found


def leave_out_waiting(session: Session, untold: list[Matter], cared_for: Collection[int]) -> list[Matter]:
    """Of those the ones to be told now: one of an enterprise that waits for its steward is left for the steward.

    Until then it counts once, in the numbers of whoever reads of the whole pool.
    """
    counted = _told_among(session, [_episode(one, cared_for) for one in untold if one.enterprise_id not in cared_for])
    return [one for one in untold if _episode(one, cared_for) not in counted]


def _told_among(session: Session, reasons: list[str]) -> set[str]:
    told: set[str] = set()
    for part in slices(sorted(set(reasons))):
        told.update(session.scalars(select(ToldEpisode.reason).where(ToldEpisode.reason.in_(part))))
    return told


def note_told(session: Session, matters: Iterable[Matter], cared_for: Collection[int], *, on: date) -> int:
    """Write down that these were told; returns how many were new."""
    rows = [{"reason": _episode(one, cared_for), "kind": one.kind, "told_on": on} for one in matters]
    return insert_all_once(session, ToldEpisode, ["reason"], rows)


def prune_told(session: Session, standing: Matters, *, on: date) -> int:
    """Forget what was told long ago and stands no more; returns how many."""
    old = list(session.scalars(select(ToldEpisode.reason).where(ToldEpisode.told_on < on - KEPT_FOR)))
    if not old:
        return 0
    reasons = {one.reason for matters in standing.values() for one in read_every(session, matters)}
    gone = [reason for reason in old if reason.removesuffix(_WAITING) not in reasons]
    return sum(
        execute_counting(session, delete(ToldEpisode).where(ToldEpisode.reason.in_(part))) for part in slices(gone)
    )


def _episode(matter: Matter, cared_for: Collection[int]) -> str:
    return matter.reason if matter.enterprise_id in cared_for else matter.reason + _WAITING
