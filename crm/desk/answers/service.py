"""Recording the answers that were heard during a service."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from crm.desk.answers.answer import FactAnswer
from crm.enterprises.facts import queries
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.service import record_fact
from crm.enterprises.facts.values import write_value
from crm.errors import CrmError


def record_answers(
    session: Session, enterprise_id: int, answers: Sequence[FactAnswer], evidence: Evidence, *, by: int, on: date
) -> None:
    """Record each answer with its evidence; the same answer of the same person, sent again, changes nothing."""
    if answers and not (evidence.source or "").strip():
        raise CrmError("answer_without_evidence")
    for answer in answers:
        if not _is_known(session, enterprise_id, answer, by=by):
            seen = answer.shown_row
            record_fact(session, enterprise_id, answer.fact, answer.value, evidence, by=by, on=on, seen=seen)


def _is_known(session: Session, enterprise_id: int, answer: FactAnswer, *, by: int) -> bool:
    current = queries.current_fact(session, enterprise_id, answer.fact)
    return (
        current is not None and current.recorded_by == by and current.value == write_value(answer.fact, answer.value)
    )
