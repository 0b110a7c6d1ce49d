"""Reads of what people took columns for."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.imports.columns.models import ColumnMap
from crm.imports.tables.choices import LEFT_OUT, MEANINGS, ColumnChoice, ColumnMaps


def read_column_maps(session: Session, source: str) -> ColumnMaps:
    """The latest answer for each header of a source; one that names a field no longer known counts as none."""
    latest = select(func.max(ColumnMap.id)).where(ColumnMap.source == source).group_by(ColumnMap.fingerprint)
    rows = session.scalars(select(ColumnMap).where(ColumnMap.id.in_(latest)))
    maps = {row.fingerprint: [ColumnChoice(*column) for column in row.columns] for row in rows}
    return {key: choices for key, choices in maps.items() if choices and all(map(_is_known, choices))}


def list_sources(session: Session) -> list[str]:
    """The sources for which columns were ever set, to be offered again."""
    named = select(ColumnMap.source).where(ColumnMap.source != "").distinct().order_by(ColumnMap.source)
    return list(session.scalars(named))


def _is_known(choice: ColumnChoice) -> bool:
    return choice.meaning == LEFT_OUT or choice.meaning in MEANINGS
