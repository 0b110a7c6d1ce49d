"""Reads of the texts of measures."""

from sqlalchemy.orm import Session

from crm.awards.measure_models import MeasureText


def kept_measure(session: Session, digest: str) -> str:
    """The text of the measure by which something was said; "" where none was kept."""
    kept = session.get(MeasureText, digest)
    return kept.text if kept else ""
