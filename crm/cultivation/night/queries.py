"""Reading what was said of an enterprise, now and before, with the rules it was said by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from crm.cultivation.models import Evaluation, RulebookText
from crm.errors import CrmError


@dataclass(frozen=True, slots=True)
class Spell:
    """How long the night has said the same: the verdict, since when and why; what moved later without changing it."""

    verdict: str
    since: date
    because: Sequence[Mapping[str, Any]]
    moved_on: date
    moved_because: Sequence[Mapping[str, Any]]


def find_spell(session: Session, enterprise_id: int, target: str, purpose: str, *, on: date) -> Spell | None:
    """The verdict that stood on a day; None where the night had not asked."""
    wanted = (
        select(Evaluation.as_of, Evaluation.verdict, Evaluation.reasons, Evaluation.superseded_on)
        .where(Evaluation.enterprise_id == enterprise_id, Evaluation.target == target)
        .where(Evaluation.purpose == purpose, Evaluation.as_of <= on)
        .order_by(Evaluation.as_of.desc(), Evaluation.id.desc())
    )
    rows = session.execute(wanted).all()
    if not rows or (rows[0].superseded_on is not None and rows[0].superseded_on <= on):
        return None
    same = list(takewhile(lambda row: row.verdict == rows[0].verdict, rows))
    last, first = same[0], same[-1]
    return Spell(first.verdict, first.as_of, _because(first.reasons), last.as_of, _because(last.reasons))


def _because(reasons: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    because: Sequence[Mapping[str, Any]] = reasons.get("because", ())
    return because


def evaluations(
    session: Session, enterprise_id: int, *, offset: int = 0, limit: int = 50
) -> tuple[Sequence[Evaluation], int]:
    """What was said of an enterprise, the newest first and without its facts, and how often something was said."""
    of_it = Evaluation.enterprise_id == enterprise_id
    total = session.scalar(select(func.count()).select_from(Evaluation).where(of_it)) or 0
    newest = select(Evaluation).where(of_it).order_by(Evaluation.as_of.desc(), Evaluation.id.desc())
    newest = newest.options(defer(Evaluation.facts, raiseload=True))
    return session.scalars(newest.offset(offset).limit(limit)).all(), total


def evaluation(session: Session, enterprise_id: int, evaluation_id: int) -> Evaluation:
    """One of them; raises CrmError not_found for somebody else's."""
    found = session.get(Evaluation, evaluation_id)
    if found is None or found.enterprise_id != enterprise_id:
        raise CrmError("not_found")
    return found


def kept_text(session: Session, digest: str) -> str:
    """The text of the rules by which something was said; "" where none was kept."""
    found = session.get(RulebookText, digest)
    return found.text if found else ""
