"""Who may apply at all: no bar, the tier not held already, and for a review a title whose time has come."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.applications.models import Application
from crm.cultivation.models import Tier, Title, TitleEvent, TitleEventKind
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles import reviews
from crm.cultivation.titles.bars import refuse_barred
from crm.cultivation.titles.ending import REVIEWED
from crm.cultivation.titles.service import titles_of_tier
from crm.cultivation.titles.tiers import rank_of
from crm.enterprises.models import Enterprise
from crm.errors import CrmError
from crm.rules import TARGETS, Purpose
from crm.rules.law.fields import words
from crm.rules.reading.ladder import Ladder
from crm.stewards import queries as stewards


def refuse_unentitled(
    session: Session, enterprise_id: int, target: Tier, purpose: Purpose, ladder: Ladder, *, day: date, on: date
) -> None:
    """Raise CrmError where the enterprise may not apply: gone, barred, or with nothing to apply for.

    A bar counts on the day of the window by which it is judged, and on the day itself for whoever comes after it.
    """
    if target.value not in TARGETS:
        raise CrmError("bad_request")
    enterprise = session.get(Enterprise, enterprise_id)
    if enterprise is None:
        raise CrmError("not_found")
    care = stewards.standing(session, enterprise_id)
    if enterprise.deregistered_on is not None or (care.assignment_id is None and not care.queued):
        raise CrmError("application_enterprise_left", name=enterprise.name)
    held = title_queries.titles(session, enterprise_id)
    for each in (day, max(day, on)):
        refuse_barred(held, each, ladder)
    if purpose is Purpose.REVIEW:
        _refuse_untimely(title_under_review(session, enterprise_id, target), on)
        return
    for title in held:
        if title_queries.is_valid(title, on) and rank_of(title.tier) >= rank_of(target):
            tier = words("recognitions.tier", title.tier)
            raise CrmError("application_tier_held", tier=tier, expires=title.expires_on)


def title_under_review(session: Session, enterprise_id: int, tier: Tier) -> Title:
    """The newest title of the tier, which a review would carry on; CrmError where there is none."""
    titles = titles_of_tier(session, enterprise_id, tier)
    if not titles or tier not in REVIEWED:
        raise CrmError("application_nothing_to_review", tier=words("recognitions.tier", tier))
    return max(titles, key=lambda title: title.granted_on)


def written_title(session: Session, application: Application, day: date) -> int | None:
    """The title of this very grant, when a list or a page of titles wrote it down already: same tier, same day."""
    titles = titles_of_tier(session, application.enterprise_id, application.target)
    standing = {title.id: title.granted_on for title in titles if title.revoked_on is None}
    if application.purpose is Purpose.NEW:
        return next((title_id for title_id, granted_on in standing.items() if granted_on == day), None)
    passed = select(TitleEvent.title_id).where(
        TitleEvent.title_id.in_(standing),
        TitleEvent.kind == TitleEventKind.REVIEW_PASSED,
        TitleEvent.happened_on == day,
    )
    return session.scalar(passed.order_by(TitleEvent.title_id).limit(1))


def is_reviewable(title: Title, on: date) -> bool:
    """Whether an application for a review of the title may be made on a day."""
    last = reviews.last_day_of_result(title)
    return title.tier in REVIEWED and title.revoked_on is None and reviews.review_opens_on(title) <= on <= last


def _refuse_untimely(title: Title, on: date) -> None:
    if title.revoked_on is not None:
        raise CrmError("review_of_revoked", day=title.revoked_on)
    first, last = reviews.review_opens_on(title), reviews.last_day_of_result(title)
    if on < first:
        raise CrmError("application_review_early", expires=title.expires_on, first=first)
    if on > last:
        raise CrmError("review_too_late", expires=title.expires_on, last=last)
