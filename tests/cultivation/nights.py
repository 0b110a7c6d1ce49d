"""Runs the evaluation for tests, on any date, over everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.models import Evaluation, Flag
from crm.cultivation.night import evaluation
from crm.enterprises.facts.columns import IdSpan
from crm.jobs.registry import standards
from crm.work import Report
from tests.cultivation.reasons.undoing import untrue
from tests.makers import TODAY

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
EVERYBODY = IdSpan(1, 2**31 - 1)


def evaluate(session: Session, on: date = TODAY) -> Report:
    """One night's evaluation; every reason it names is held to its promise."""
    session.flush()
    report = evaluation.evaluate(session, EVERYBODY, standards(), on=on, at=AT)
    assert untrue(session) == []
    return report


def evaluations(session: Session, *, current: bool = True) -> list[Evaluation]:
    """What is said, oldest first."""
    wanted = select(Evaluation).order_by(Evaluation.id).execution_options(populate_existing=True)
    return list(session.scalars(wanted.where(Evaluation.superseded_on.is_(None)) if current else wanted))


def flags(session: Session, *, closed: bool = False) -> list[Flag]:
    """Open flags, or all, oldest first."""
    wanted = select(Flag).order_by(Flag.id).execution_options(populate_existing=True)
    return list(session.scalars(wanted if closed else wanted.where(Flag.closed_on.is_(None))))


def lines(report: Report) -> list[tuple[str, str, int]]:
    """Kind, target and number of every line."""
    return [(line.kind, line.values.get("target", ""), line.count) for line in report.lines]
