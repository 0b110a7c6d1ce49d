"""Titles that end soon: said of those only that nothing carries on. Lists, counts and notices all ask here."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlalchemy.orm import aliased

from crm.cultivation.models import Tier, Title
from crm.cultivation.titles.tiers import valid_on

# What carries on where a title of each tier ends: its renewal, or any step above; `tech_sme` stands below `innovative`.
STEPS = (Tier.TECH_SME, Tier.INNOVATIVE, Tier.SRDI, Tier.LITTLE_GIANT)
_PLACES = {tier: place for place, tier in enumerate(STEPS)}


def ends_within(first: date, last: date, *, on: date) -> ColumnElement[bool]:
    """The condition on `Title` for counting on a day and having its last day in a span, with nothing to carry on.

    A title carries on where it outlasts this one, is of the same tier or a higher one, and was not revoked before
    the change of days; whether it counts already or begins when this one ends makes no difference.
    """
    longer = aliased(Title)
    carried_on = exists().where(
        longer.enterprise_id == Title.enterprise_id,
        longer.removed_on.is_(None),
        longer.expires_on > Title.expires_on,
        or_(longer.revoked_on.is_(None), longer.revoked_on > Title.expires_on),
        _place(longer) >= _place(Title),
    )
    return and_(valid_on(on), Title.expires_on.between(first, last), ~carried_on)


def nothing_carries_on(title: Title, every: Iterable[Title]) -> bool:
    """The same of one title among every title of its enterprise."""
    return not any(
        longer.removed_on is None
        and longer.expires_on > title.expires_on
        and (longer.revoked_on is None or longer.revoked_on > title.expires_on)
        and _PLACES[longer.tier] >= _PLACES[title.tier]
        for longer in every
    )


def _place(title: type[Title]) -> ColumnElement[int]:
    return case(_PLACES, value=title.tier)
