"""Reads of published lists and of their lines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from crm.cultivation.recognitions.matching import bearers
from crm.cultivation.recognitions.models import LineDecision, RecognitionLine, RecognitionList
from crm.enterprises.models import Enterprise

OFFERED = "certificates"
PARTS: Mapping[str, ColumnElement[bool]] = {
    "open": and_(RecognitionLine.decision.is_(None), RecognitionLine.enterprise_id.is_not(None)),
    "unmatched": and_(RecognitionLine.decision.is_(None), RecognitionLine.enterprise_id.is_(None)),
    "taken": and_(RecognitionLine.decision == LineDecision.TAKEN, RecognitionLine.done_on.is_(None)),
    "left_out": RecognitionLine.decision == LineDecision.LEFT_OUT,
    "done": RecognitionLine.done_on.is_not(None),
}
"""Every line is in exactly one of these."""
VIEWS: Mapping[str, ColumnElement[bool]] = {**PARTS, OFFERED: RecognitionLine.offered_certificate.is_not(None)}
"""The parts, and the lines for which the number of a certificate was sent afterwards."""


def lists(session: Session, *, offset: int = 0, limit: int = 50) -> tuple[Sequence[Any], int]:
    """Lists, the newest first, with how many lines each has and how many are done."""
    counts = (
        select(
            RecognitionLine.list_id, func.count().label("lines"), func.count(RecognitionLine.done_on).label("done")
        )
        .group_by(RecognitionLine.list_id)
        .subquery("counts")
    )
    rows = select(RecognitionList, counts.c.lines, counts.c.done).join(counts, counts.c.list_id == RecognitionList.id)
    newest = rows.order_by(RecognitionList.received_on.desc(), RecognitionList.id.desc())
    total = session.scalar(select(func.count()).select_from(RecognitionList)) or 0
    return session.execute(newest.offset(offset).limit(limit)).all(), total


def counts_of(session: Session, list_id: int) -> Counter[str]:
    """How many lines are in each part."""
    mine = RecognitionLine.list_id == list_id
    columns = [func.count().filter(condition).label(name) for name, condition in VIEWS.items()]
    row = session.execute(select(*columns).where(mine)).one()
    return Counter(row._asdict())


def lines_of(
    session: Session, list_id: int, part: str, *, offset: int = 0, limit: int = 50
) -> list[tuple[RecognitionLine, Enterprise | None]]:
    """The lines of a part in the order of the list, with whom each is taken for."""
    rows = (
        select(RecognitionLine, Enterprise)
        .outerjoin(Enterprise, Enterprise.id == RecognitionLine.enterprise_id)
        .where(RecognitionLine.list_id == list_id, VIEWS[part])
    )
    return [tuple(row) for row in session.execute(rows.order_by(RecognitionLine.number).offset(offset).limit(limit))]


def candidates(session: Session, names: Sequence[str]) -> dict[str, list[Enterprise]]:
    """Who bears or bore each of these names, where several do."""
    now, once = bearers(session, names)
    ids = {name: now[name] | once[name] for name in names if len(now[name] | once[name]) > 1}
    wanted = {enterprise_id for found in ids.values() for enterprise_id in found}
    known = {one.id: one for one in session.scalars(select(Enterprise).where(Enterprise.id.in_(wanted)))}
    return {name: [known[enterprise_id] for enterprise_id in sorted(found)] for name, found in ids.items()}
