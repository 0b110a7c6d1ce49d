"""Keeping the texts of measures, so that what was said by one can be explained after any change."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from crm.awards.law.measure import Measure
from crm.awards.measure_models import MeasureText
from crm.sql.claiming import insert_once


def keep_measures(session: Session, measures: Iterable[Measure], *, at: datetime) -> int:
    """Keep the texts of measures of the configuration; how many of them were not kept before."""
    return sum(
        insert_once(session, MeasureText, ["digest"], digest=each.digest, measure=each.id, text=each.text, kept_at=at)
        for each in measures
    )
