"""Measures as they stand now: those of the files with those that two people entered and approved."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.awards.law.measure import Measure
from crm.awards.law.reading import read_measure
from crm.awards.measure_models import MeasureText
from crm.awards.measures import Measures, arrange, measures_at
from crm.errors import CrmError
from crm.rules.reading.written import read_words

_REMEMBERED = 8


def current_measures(session: Session, policies: Path) -> Measures:
    """The measures of the files and the approved ones; a file of the same id stands in the place of an entered one."""
    approved = session.execute(
        select(MeasureText.measure, MeasureText.text)
        .where(MeasureText.entered_by.is_not(None), MeasureText.approved_at.is_not(None))
        .order_by(MeasureText.approved_at, MeasureText.digest)
    )
    return measures_with(policies, tuple((row.measure, row.text) for row in approved))


@lru_cache(maxsize=_REMEMBERED)
def measures_with(policies: Path, entered: tuple[tuple[str, str], ...]) -> Measures:
    """The measures of a folder together with texts by the name of their measure."""
    files = measures_at(policies).all
    taken = {measure.id for measure in files}
    texts = [(name, text) for name, text in entered if name not in taken]
    if not texts:
        return measures_at(policies)
    placed = [(measure, read_words(measure.text, f"{measure.id}.yaml")) for measure in files]
    for name, text in texts:
        written = read_words(text, f"{name}.yaml")
        placed.append((read_measure(written, text), written))
    return arrange(placed)


def entered_texts(session: Session) -> Sequence[MeasureText]:
    """Every measure that somebody entered, the latest first."""
    return session.scalars(
        select(MeasureText)
        .where(MeasureText.entered_by.is_not(None))
        .order_by(MeasureText.kept_at.desc(), MeasureText.digest)
    ).all()


def entered_text(session: Session, digest: str) -> MeasureText:
    """One that somebody entered, or CrmError not_found."""
    kept = session.get(MeasureText, digest)
    if kept is None or kept.entered_by is None:
        raise CrmError("not_found")
    return kept


def measure_in(kept: MeasureText) -> Measure:
    """The measure that a kept text says."""
    return read_measure(read_words(kept.text, f"{kept.measure}.yaml"), kept.text)
