"""What the page of rows without a code shows: each row with what its name proposes, and what was said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app

from crm.db import reading
from crm.errors import CrmError
from crm.imports.batches import queries
from crm.imports.batches.models import ImportBatch
from crm.imports.batches.store import BatchStore
from crm.imports.rows.queries import NameProposal, propose_owners
from crm.imports.rows.questions import OPEN_STATES, RowQuestion, count_without_day, list_questions
from crm.imports.tables.answers import RowAnswers

LONGEST_PAGE = 200
"""Rows shown at a time, those that can be answered first; those answered are read, and the next ones follow."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One row as the page shows it."""

    question: RowQuestion
    proposals: Sequence[NameProposal]

    @property
    def can_be_answered(self) -> bool:
        return bool(self.proposals) or self.question.can_be_confirmed


@dataclass(frozen=True, slots=True)
class RowsPage:
    """The rows of a batch that a person may say something of, and what was said of others before."""

    batch: ImportBatch
    rows: Sequence[AskedRow]
    more: int
    without_day: int
    answers: RowAnswers

    def values(self) -> dict[str, object]:
        """For the template."""
        return {"batch": self.batch, "rows": self.rows, "more": self.more, "without_day": self.without_day}

    def read_answers(self, sent: Mapping[str, str], granted_on: object) -> RowAnswers:
        """What was said before with what is said now; a choice that the page did not offer is refused."""
        codes, confirmed = dict(self.answers.codes), set(self.answers.confirmed)
        for asked in self.rows:
            question = asked.question
            code = sent.get(f"code-{question.place}", "")
            if code and code not in {each.code for each in asked.proposals}:
                raise CrmError("row_answer_unknown", row=question.row)
            if code:
                codes[question.sheet, question.row] = code
            elif question.can_be_confirmed and sent.get(f"confirm-{question.place}"):
                confirmed.add(question.code)
        return RowAnswers(frozenset(confirmed), codes, granted_on or self.answers.granted_on)  # type: ignore[arg-type]


def store_of(batch_id: int) -> BatchStore:
    return BatchStore.of(current_app.config["SETTINGS"], batch_id)


def draw_rows(batch_id: int) -> RowsPage:
    """The page of a batch that waits; of one that is written, or whose rows are gone, nothing can be said any more."""
    store = store_of(batch_id)
    findings = store.read_findings().findings
    questions = list_questions(findings)
    with reading() as session:
        batch = queries.get(session, batch_id)
        proposals = propose_owners(session, [each.name for each in questions])
    if batch.state not in OPEN_STATES or not store.upload.exists():
        raise CrmError("import_not_open", name=batch.file_name)
    rows = [AskedRow(each, proposals.get(each.name, [])) for each in questions]
    rows.sort(key=lambda asked: not asked.can_be_answered)
    more = max(0, len(rows) - LONGEST_PAGE)
    return RowsPage(batch, rows[:LONGEST_PAGE], more, count_without_day(findings), store.answers())
