"""Saying what a year may spend."""

from datetime import date

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.budget.models import Budget
from crm.awards.payments.service import LARGEST_PAYMENT
from crm.db import serialise
from crm.errors import CrmError


def set_budget(
    session: Session, year: int, clause: str, department_id: int, *, amount: int, document: str, by: int, on: date
) -> Budget:
    """Write the amount of a year, clause and department; what it was before stays in the audit trail."""
    if not 0 <= amount <= LARGEST_PAYMENT:
        raise CrmError("bad_request")
    serialise(session, "budgets")
    budget = session.get(Budget, (year, clause, department_id), populate_existing=True)
    before = budget.amount if budget else None
    if budget is None:
        budget = Budget(year=year, clause=clause, department_id=department_id)
        session.add(budget)
    budget.amount, budget.document, budget.recorded_by, budget.recorded_on = amount, document, by, on
    session.flush()
    audit.record(session, by, "budget.set", "budgets", year=year, clause=clause, amount=amount, before=before)
    return budget
