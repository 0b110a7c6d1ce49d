"""应享台账: the rows behind a figure of the ledger, and their file."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.benefits.benefits_page import benefit_names
from crm.awards.budget.budget_page import benefits_of
from crm.awards.installed_page import installed_measures
from crm.awards.ledger.ledger_page import PARTS, ledger_cells, ledger_heads, ledger_lines, sum_parts
from crm.awards.ledger.queries import LedgerRow, name_holders, read_ledger, rows_of
from crm.awards.measures import Measures
from crm.db import BRIEF_PATIENCE_MS, Session, reading, transaction
from crm.people.access import me, requires
from crm.people.models import Role
from crm.people.signing.exports import record_export
from crm.web.downloads.answer import file_answer
from crm.web.downloads.asking import MOST_ROWS
from crm.web.paging import asked_choice, asked_page, refuse_unread


@requires(Role.MANAGER)
def ledger() -> ResponseReturnValue:
    """Who stands behind a figure: what each may have, has claimed and was paid."""
    page = asked_page()
    with reading() as session:
        measures = installed_measures(session)
        clause, part = _asked_clause(measures), _asked_part()
        rows = _rows(session, measures, clause, part)
        shown = rows[page.offset : page.offset + page.size]
        holders = name_holders(session, [row.holder for row in shown])
    return render_template(
        "awards/budget/ledger.html",
        lines=ledger_lines(shown, holders, benefit_names(measures)),
        sums=sum_parts(rows),
        parts=PARTS,
        part=part,
        clause=clause,
        clauses=measures.newest_clauses,
        paging=page.of(len(rows)),
        most=MOST_ROWS,
    )


@requires(Role.MANAGER)
def export_ledger(kind: str) -> ResponseReturnValue:
    """These rows as a file, as many as one holds; that it was taken is recorded."""
    with reading() as session:
        measures = installed_measures(session)
        clause, part = _asked_clause(measures), _asked_part()
        rows = _rows(session, measures, clause, part)
        taken = rows[:MOST_ROWS]
        holders = name_holders(session, [row.holder for row in taken])
    refuse_unread()
    lines = ledger_lines(taken, holders, benefit_names(measures))
    with transaction(patience_ms=BRIEF_PATIENCE_MS) as session:
        filters = {"clause": clause, "part": part}
        record_export(session, me().id, "ledger", kind, len(lines), total=len(rows), filters=filters, at=clock.now())
    name = _("应享台账-%(day)s", day=clock.today().isoformat())
    return file_answer(kind, "ledger", name, ledger_heads(), [ledger_cells(line) for line in lines])


def _rows(session: Session, measures: Measures, clause: str, part: str) -> list[LedgerRow]:
    return rows_of(read_ledger(session, measures, on=clock.today()), benefits_of(measures, clause), part)


def _asked_clause(measures: Measures) -> str:
    clauses = [clause.id for clause in measures.newest_clauses]
    return asked_choice("clause", clauses, clauses[0])


def _asked_part() -> str:
    return asked_choice("part", list(PARTS), "entitlement")
