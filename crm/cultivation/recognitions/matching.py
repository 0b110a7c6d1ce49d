"""Whom a printed line may be: by code, by name, by a former name. Names only propose, and never one of several."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.recognitions.models import MatchedBy
from crm.cultivation.recognitions.reading import PrintedLine, spellings
from crm.db import slices
from crm.enterprises.models import Enterprise, FormerName

Match = tuple[int, MatchedBy] | None


def match_lines(session: Session, lines: Sequence[PrintedLine]) -> list[Match]:
    """For each line whom it is taken for, or nobody: unknown, or a name that several bear."""
    codes = _by_code(session, {line.code for line in lines if line.code})
    names, former = bearers(session, [line.name for line in lines])
    return [_match(line, codes, names, former) for line in lines]


def bearers(session: Session, printed: Iterable[str]) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Enterprises by each printed name: those that bear it now, and those that bore it."""
    wanted = {spelling: name for name in printed for spelling in spellings(name)}
    now: dict[str, set[int]] = defaultdict(set)
    once: dict[str, set[int]] = defaultdict(set)
    for part in slices(sorted(wanted)):
        for row in session.execute(select(Enterprise.id, Enterprise.name).where(Enterprise.name.in_(part))):
            now[wanted[row.name]].add(row.id)
        known = select(FormerName.enterprise_id, FormerName.name).where(FormerName.name.in_(part))
        for row in session.execute(known):
            once[wanted[row.name]].add(row.enterprise_id)
    return now, once


def _match(
    line: PrintedLine, codes: dict[str, int], names: dict[str, set[int]], former: dict[str, set[int]]
) -> Match:
    if line.code is not None:
        known = codes.get(line.code)
        return (known, MatchedBy.CODE) if known is not None else None
    for found, by in ((names[line.name], MatchedBy.NAME), (former[line.name], MatchedBy.FORMER_NAME)):
        if len(found) == 1:
            return next(iter(found)), by
        if found:
            return None
    return None


def _by_code(session: Session, codes: set[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for part in slices(sorted(codes)):
        rows = session.execute(select(Enterprise.credit_code, Enterprise.id).where(Enterprise.credit_code.in_(part)))
        known |= {row.credit_code: row.id for row in rows}
    return known
