"""Who imports what, when: the values every writing part of one import shares."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ImportAct:
    """One import as it is written. `by` is who answers for the rows; `evidence` is written beside each fact."""

    batch_id: int
    by: int
    on: date
    at: datetime
    evidence: str
    field_key: bytes
