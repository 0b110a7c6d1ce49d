"""Entering a measure, approving it as somebody else, withdrawing it before."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.awards.law.measure import LONGEST_MEASURE, Measure
from crm.awards.law.reading import read_measure
from crm.awards.measure_models import MeasureText
from crm.awards.measures import Measures, arrange
from crm.awards.successors.queries import current_measures
from crm.db import serialise
from crm.errors import CrmError
from crm.people import queries as people
from crm.rules.law.problems import RulebookError
from crm.rules.reading.written import read_words

DRAFT = "措施"

_LOCK = "measures"


def read_successor(text: str, beside: Measures, departments: Collection[str]) -> Measure:
    """The measure that a text says, able to stand beside the others; raises CrmError with the line of the fault."""
    try:
        written = read_words(text, DRAFT)
        measure = read_measure(written, text)
        others = [(each, read_words(each.text, f"{each.id}.yaml")) for each in beside.all]
        if any(each.id == measure.id for each in beside.all):
            raise written.mapping()["id"].fail(f"measure {measure.id} is there already")
        arrange([*others, (measure, written)])
    except RulebookError as error:
        raise CrmError("measure_unreadable", where=error.where, why=error.why) from error
    unknown = sorted(measure.departments - set(departments))
    if unknown:
        raise CrmError("measure_departments_unknown", codes="、".join(unknown))
    return measure


def hindrance_of(text: str, beside: Measures, departments: Collection[str]) -> CrmError | None:
    """Why a text that was entered cannot stand beside the measures of today; None if it can."""
    try:
        read_successor(text, beside, departments)
    except CrmError as refusal:
        return refusal
    return None


def enter_measure(
    session: Session, text: str, policies: Path, departments: Collection[str], *, by: int, at: datetime
) -> MeasureText:
    """Write down a measure that awaits approval by somebody else; one text is entered once."""
    serialise(session, _LOCK)
    if len(text) > LONGEST_MEASURE:
        raise CrmError("measure_too_long", most=LONGEST_MEASURE)
    measure = read_successor(text, current_measures(session, policies), departments)
    known = session.get(MeasureText, measure.digest)
    if known is not None:
        raise CrmError("measure_known", day=known.kept_at)
    kept = MeasureText(digest=measure.digest, measure=measure.id, text=text, kept_at=at, entered_by=by)
    session.add(kept)
    session.flush()
    audit.record(session, by, "measure.entered", f"measure:{measure.id}", digest=measure.digest)
    return kept


def approve_measure(
    session: Session, kept: MeasureText, policies: Path, departments: Collection[str], *, by: int, at: datetime
) -> None:
    """Let the measure count; by somebody else than who entered it, and only if it still can stand beside the others.

    The others are read behind the lock: of two approved at once the second sees the first.
    """
    serialise(session, _LOCK)
    session.refresh(kept)
    _refuse_ended(session, kept)
    if kept.entered_by == by:
        raise CrmError("measure_approved_alone")
    read_successor(kept.text, current_measures(session, policies), departments)
    kept.approved_by, kept.approved_at = by, at
    session.flush()
    audit.record(session, by, "measure.approved", f"measure:{kept.measure}", digest=kept.digest)


def withdraw_measure(session: Session, kept: MeasureText, *, by: int, at: datetime) -> None:
    """Take back what nobody has approved yet; it stays to be read."""
    serialise(session, _LOCK)
    session.refresh(kept)
    _refuse_ended(session, kept)
    kept.withdrawn_by, kept.withdrawn_at = by, at
    session.flush()
    audit.record(session, by, "measure.withdrawn", f"measure:{kept.measure}", digest=kept.digest)


def _refuse_ended(session: Session, kept: MeasureText) -> None:
    ended_by, ended_at = (
        (kept.approved_by, kept.approved_at) if kept.approved_at else (kept.withdrawn_by, kept.withdrawn_at)
    )
    if ended_at is None:
        return
    who = people.names(session, {ended_by} if ended_by else set()).get(ended_by or 0, "—")
    raise CrmError("measure_ended", who=who, day=ended_at)
