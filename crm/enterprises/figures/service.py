"""Writing the figures of a year: only what really changes, each with what it was, its grade and its source."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.db import serialise
from crm.enterprises import queries
from crm.enterprises.facts.models import Grade
from crm.enterprises.models import AMOUNTS, Enterprise, FigureChange, FigureName, YearlyFigures
from crm.errors import CrmError
from crm.money import LARGEST_FEN, wan
from crm.people import queries as people
from crm.rules.files.json_shapes import EARLIEST_YEAR
from crm.rules.law.fields import FIELDS, FIGURES, larger_parts

_SIGNED = {figure.id for figure in FIGURES if figure.signed}


def record_figures(
    session: Session,
    enterprise_id: int,
    year: int,
    values: Mapping[FigureName, int | None],
    *,
    grade: Grade,
    source: str,
    by: int,
    on: date,
    confirming: bool = False,
    seen: int | None = None,
) -> list[FigureChange]:
    """Write figures (amounts in fen, staff in heads; None: not known) and return what changed.

    A value that is there already is left alone with its grade, unless `confirming`: then it takes the new grade.
    `seen` is the version the person looked at, 0 for a year without figures.
    """
    check_year(year, on=on)
    serialise(session, f"figures of {enterprise_id}")
    if session.get(Enterprise, enterprise_id) is None:
        raise CrmError("not_found")
    row = session.get(YearlyFigures, (enterprise_id, year))
    _check_version(session, enterprise_id, year, row.version if row else 0, seen)
    row = row or YearlyFigures(enterprise_id=enterprise_id, year=year)
    _check_values(row, values)
    written = [_write(row, field, new, grade, confirming) for field, new in values.items()]
    changes = [change for change in written if change is not None]
    for change in changes:
        change.source, change.changed_by, change.changed_on = source, by, on
    if changes:
        session.add_all([row, *changes])
        session.flush()
        fields = [change.field for change in changes]
        audit.record(session, by, "figures.recorded", f"enterprise:{enterprise_id}", year=year, fields=fields)
    return changes


def value_of(row: YearlyFigures | None, field: FigureName) -> int | None:
    """A figure of the year; None is not known."""
    value: int | None = getattr(row, field) if row else None
    return value


def grade_of(row: YearlyFigures | None, field: FigureName) -> Grade | None:
    """How far that figure can be relied on."""
    grade: Grade | None = getattr(row, f"{field}_grade") if row else None
    return grade


def _write(
    row: YearlyFigures, field: FigureName, new: int | None, grade: Grade, confirming: bool
) -> FigureChange | None:
    """Set one figure; None when nothing would change."""
    old, old_grade = value_of(row, field), grade_of(row, field)
    new_grade = None if new is None else grade
    if old == new and (old is None or not confirming or old_grade == new_grade):
        return None
    setattr(row, field, new)
    setattr(row, f"{field}_grade", new_grade)
    return FigureChange(
        enterprise_id=row.enterprise_id,
        year=row.year,
        field=field,
        old=old,
        new=new,
        old_grade=old_grade,
        grade=new_grade,
    )


def check_year(year: int, *, on: date) -> None:
    """Raise CrmError unless the year is over and one that a dossier may hold."""
    if not EARLIEST_YEAR <= year < on.year:
        raise CrmError("figure_year_not_over", year=year, last=on.year - 1)


def _check_values(row: YearlyFigures, values: Mapping[FigureName, int | None]) -> None:
    """Within what a column holds, not negative where that has no meaning, and no part larger than its whole."""
    for field, value in values.items():
        if value is not None and (abs(value) > LARGEST_FEN or (value < 0 and field not in _SIGNED)):
            raise CrmError("figure_out_of_range")
    after: dict[str, int | None] = {field: values.get(field, value_of(row, field)) for field in FigureName}
    for part, whole in larger_parts(after):
        raise CrmError("part_too_large", part=FIELDS[part].zh, whole=FIELDS[whole].zh)


def _check_version(session: Session, enterprise_id: int, year: int, now: int, seen: int | None) -> None:
    """Nobody else saved this year since the person looked."""
    if seen is None or seen == now:
        return
    latest = queries.figure_changes(session, enterprise_id, year=year, limit=1)
    if not latest:
        raise CrmError("changed_meanwhile")
    change = latest[0]
    raise CrmError(
        "figures_changed_meanwhile",
        who=people.names(session, {change.changed_by})[change.changed_by],
        day=change.changed_on,
        year=year,
        value=show_figure(change.field, change.new),
    )


def show_figure(field: FigureName, value: int | None) -> str:
    """A figure in words for a sentence: 万元 for amounts, heads for staff."""
    if value is None:
        return "—"
    return f"{wan(value)} 万元" if field in AMOUNTS else str(value)
