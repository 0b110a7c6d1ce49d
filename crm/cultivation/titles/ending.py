"""Titles that end soon, and what becomes of those whose end has passed. Lists, counts and notices all ask here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlalchemy.orm import aliased

from crm.cultivation.models import Tier, Title, TitleEvent, TitleEventKind
from crm.cultivation.titles.tiers import valid_on
from crm.sql.days import anniversary_after, days_after

# What carries on where a title of each tier ends: its renewal, or any step above; `tech_sme` stands below `innovative`.
STEPS = (Tier.TECH_SME, Tier.INNOVATIVE, Tier.SRDI, Tier.LITTLE_GIANT)
REVIEWED = (Tier.INNOVATIVE, Tier.SRDI, Tier.LITTLE_GIANT)
"""Titles that a review may carry on."""
_PLACES = {tier: place for place, tier in enumerate(STEPS)}


def ends_within(first: date, last: date, *, on: date) -> ColumnElement[bool]:
    """The condition on `Title` for counting on a day and having its last day in a span, with nothing to carry on.

    A title carries on where it outlasts this one, is of the same tier or a higher one, and was not revoked before
    the change of days; whether it counts already or begins when this one ends makes no difference.
    """
    return and_(valid_on(on), Title.expires_on.between(first, last), ~_carried_on())


def review_failed() -> ColumnElement[bool]:
    """The condition on `Title` for a failed review of its present term: it runs out on its last day."""
    return exists().where(
        TitleEvent.title_id == Title.id,
        TitleEvent.kind == TitleEventKind.REVIEW_FAILED,
        TitleEvent.expires_before == Title.expires_on,
    )


def awaits_review_result(on: date, days: int, bar_years: int) -> ColumnElement[bool]:
    """复核结果待公布: ended at most so many days ago, may be reviewed, and nothing has decided on it.

    Lists of passed reviews often appear after the old last day and carry on from it; until then such a title is
    neither valid nor lost. Where a revocation bars the enterprise on that day, no list can carry it on.
    """
    revoked = aliased(Title)
    barred = exists().where(
        revoked.enterprise_id == Title.enterprise_id,
        revoked.removed_on.is_(None),
        revoked.revoked_on <= on,
        anniversary_after(revoked.revoked_on, bar_years) > on,
    )
    return and_(
        Title.removed_on.is_(None),
        Title.tier.in_(REVIEWED),
        Title.expires_on < on,
        days_after(Title.expires_on, days) >= on,
        or_(Title.revoked_on.is_(None), Title.revoked_on > Title.expires_on),
        ~review_failed(),
        ~_carried_on(),
        ~barred,
    )


def is_awaiting_result(title: Title, every: Sequence[Title], failed: Collection[int], on: date, days: int) -> bool:
    """The same of one title among every title of its enterprise, where nothing bars it.

    `failed` are ids of those whose review was failed.
    """
    return (
        title.removed_on is None
        and title.tier in REVIEWED
        and title.expires_on < on <= title.expires_on + timedelta(days=days)
        and (title.revoked_on is None or title.revoked_on > title.expires_on)
        and title.id not in failed
        and nothing_carries_on(title, every)
    )


def _carried_on() -> ColumnElement[bool]:
    longer = aliased(Title)
    return exists().where(
        longer.enterprise_id == Title.enterprise_id,
        longer.removed_on.is_(None),
        longer.expires_on > Title.expires_on,
        or_(longer.revoked_on.is_(None), longer.revoked_on > Title.expires_on),
        _place(longer) >= _place(Title),
    )


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
