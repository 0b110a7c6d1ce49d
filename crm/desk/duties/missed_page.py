"""What a title has missed, above the verdict of its review: wherever that verdict is shown."""

from datetime import date

from sqlalchemy.orm import Session

from crm.cultivation.duties.page import DutyWords, word_duty
from crm.cultivation.duties.queries import duties_missed_for
from crm.cultivation.gap import Gap, NotInForce
from crm.rules import Purpose


def missed_before_review(session: Session, enterprise_id: int, gap: Gap | NotInForce, on: date) -> list[DutyWords]:
    """The missed duties in words, where the gap is that of a review; nothing for a new title."""
    if gap.purpose != Purpose.REVIEW:
        return []
    return [word_duty(duty, on) for duty in duties_missed_for(session, enterprise_id, gap.target)]
