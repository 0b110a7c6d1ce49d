"""What an open flag is: the same for lists, counts and standings."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from crm.cultivation.models import Flag
from crm.rules import FlagKind

FLAG_KINDS = (FlagKind.ELIGIBLE.value, FlagKind.NEAR.value, FlagKind.ASK.value)
"""What is worth more attention, first."""


def open_flag(on: date) -> ColumnElement[bool]:
    """The condition on `Flag` for being open and not put off on a day."""
    return and_(Flag.closed_on.is_(None), or_(Flag.snoozed_until.is_(None), Flag.snoozed_until <= on))
