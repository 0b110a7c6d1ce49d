"""Saying whose rows are; the file is then read again, with nothing written."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.errors import CrmError
from crm.imports.batches import life
from crm.imports.tables.answers import RowAnswers


def answer_rows(session: Session, batch_id: int, answers: RowAnswers, *, by: int, on: date, at: datetime) -> None:
    """Let the batch be read again by these answers. Refuses none at all, and a day that is still to come."""
    if not answers:
        raise CrmError("rows_unanswered")
    if answers.granted_on and answers.granted_on > on:
        raise CrmError("list_day_ahead", day=answers.granted_on.isoformat())
    life.read_again(session, batch_id, at=at)
    told = {"rows": len(answers.codes), "codes": sorted(answers.confirmed)}
    audit.record(session, by, "import.rows_answered", f"import:{batch_id}", **told)
