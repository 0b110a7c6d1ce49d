"""The steps of any life with the names of who took them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.people.models import User
from crm.steps import StepTaken, Thing


def steps_taken(session: Session, thing: Thing) -> list[StepTaken]:
    """What happened to the thing, the newest first."""
    events = thing.events
    rows = session.execute(
        select(events, User.name)
        .outerjoin(User, User.id == events.by)
        .where(getattr(events, thing.column) == thing.id)
        .order_by(events.number.desc())
    )
    return [StepTaken(*row) for row in rows]
