"""Setting what the columns of a batch are read as; the file is then read again, with nothing written."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.errors import CrmError
from crm.imports.batches import life
from crm.imports.columns.models import ColumnMap
from crm.imports.tables.choices import ColumnChoice, list_twins


def set_columns(
    session: Session, batch_id: int, maps: Mapping[str, Sequence[ColumnChoice]], *, by: int, at: datetime
) -> None:
    """Remember what the columns under each header are, and let the batch be read again by it.

    An empty answer takes back what was remembered: the words of the headings count again. Refuses a field that two
    columns are set to, and to read again what nobody changed.
    """
    if not maps:
        raise CrmError("columns_unchanged")
    for choices in maps.values():
        _refuse_twins(choices)
    batch = life.read_again(session, batch_id, at=at)
    for fingerprint, choices in maps.items():
        columns = [[each.index, each.meaning, each.year, each.unit] for each in choices]
        answer = {"source": batch.source, "fingerprint": fingerprint, "columns": columns}
        session.add(ColumnMap(**answer, batch_id=batch_id, set_by=by, set_at=at))
    audit.record(session, by, "import.columns_set", f"import:{batch_id}", headers=sorted(maps))


def _refuse_twins(choices: Sequence[ColumnChoice]) -> None:
    for twins in list_twins(choices):
        raise CrmError("column_set_twice", **twins)
