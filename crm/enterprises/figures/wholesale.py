"""Yearly figures of many enterprises at once, with one change row a figure. The audit row is the caller's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.db import add_rows, slices
from crm.enterprises.facts.models import Grade
from crm.enterprises.figures.service import grade_of, value_of
from crm.enterprises.models import FigureChange, FigureName, YearlyFigures


@dataclass(frozen=True, slots=True)
class YearEntry:
    """Figures of one enterprise's year that shall be written: amounts in fen, staff in heads, None where emptied."""

    enterprise_id: int
    year: int
    values: Mapping[FigureName, int | None]
    source: str


def record_years(
    session: Session, entries: Sequence[YearEntry], *, grade: Grade, by: int, on: date, batch_id: int | None = None
) -> None:
    """Write figures as they are given; what an entry does not name stays as it is."""
    known = _known(session, entries)
    fields = [field for field in FigureName if any(field in entry.values for entry in entries)]
    changes: list[dict[str, Any]] = []
    new: list[dict[str, Any]] = []
    for entry in entries:
        row = known.get((entry.enterprise_id, entry.year))
        written = {"changed_by": by, "changed_on": on, "batch_id": batch_id, "source": entry.source[:200]}
        changes += [_change(row, entry, field, grade) | written for field in entry.values]
        if row is None:
            new.append(_new_row(entry, fields, grade))
        else:
            _write(row, entry, grade)
    session.flush()
    add_rows(session, YearlyFigures, new)
    add_rows(session, FigureChange, changes)


def note_figures_back(session: Session, change_ids: Sequence[int], *, source: str, by: int, on: date) -> None:
    """Write down that these changes were taken back: each is one more change, the other way round."""
    for part in slices(change_ids):
        taken = session.scalars(select(FigureChange).where(FigureChange.id.in_(part)).order_by(FigureChange.id)).all()
        add_rows(session, FigureChange, [_turned(each, source, by, on) for each in taken])


def _turned(change: FigureChange, source: str, by: int, on: date) -> dict[str, Any]:
    return {
        **{name: getattr(change, name) for name in ("enterprise_id", "year", "field")},
        "old": change.new,
        "new": change.old,
        "old_grade": change.grade,
        "grade": change.old_grade,
        "source": source[:200],
        "changed_by": by,
        "changed_on": on,
        "batch_id": change.batch_id,
    }


def _known(session: Session, entries: Sequence[YearEntry]) -> dict[tuple[int, int], YearlyFigures]:
    known: dict[tuple[int, int], YearlyFigures] = {}
    for part in slices(sorted({entry.enterprise_id for entry in entries})):
        rows = session.scalars(select(YearlyFigures).where(YearlyFigures.enterprise_id.in_(part)))
        known |= {(row.enterprise_id, row.year): row for row in rows}
    return known


def _write(row: YearlyFigures, entry: YearEntry, grade: Grade) -> None:
    for field, value in entry.values.items():
        setattr(row, field, value)
        setattr(row, f"{field}_grade", None if value is None else grade)


def _new_row(entry: YearEntry, fields: Sequence[FigureName], grade: Grade) -> dict[str, Any]:
    """A row with the columns that any entry names, for rows written together have the same."""
    row: dict[str, Any] = {"enterprise_id": entry.enterprise_id, "year": entry.year}
    for field in fields:
        row[field.value] = entry.values.get(field)
        row[f"{field}_grade"] = grade if field in entry.values else None
    return row


def _change(row: YearlyFigures | None, entry: YearEntry, field: FigureName, grade: Grade) -> dict[str, Any]:
    before = {"old": value_of(row, field), "old_grade": grade_of(row, field)}
    new = entry.values[field]
    after = {"new": new, "grade": None if new is None else grade}
    return {"enterprise_id": entry.enterprise_id, "year": entry.year, "field": field, **before, **after}
