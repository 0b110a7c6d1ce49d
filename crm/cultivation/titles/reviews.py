"""复核: decided on a day, often after the old last day, and carrying on from it; or failed, and the title runs out."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import service_rules
from crm.cultivation.duties.upkeep import settle
from crm.cultivation.models import Title, TitleEvent, TitleEventKind
from crm.cultivation.titles import queries as title_queries
from crm.cultivation.titles.bars import refuse_barred
from crm.cultivation.titles.ending import REVIEWED
from crm.cultivation.titles.service import (
    TitleSpan,
    check_alone,
    claim_standing_title,
    note_happening,
    refuse_day_ahead,
    titles_of_tier,
)
from crm.errors import CrmError
from crm.rules.law.days.dates import first_within_months
from crm.rules.law.fields import words
from crm.rules.reading.ladder import Ladder
from crm.touched import touch


def pass_review(
    session: Session,
    title: Title,
    passed_on: date,
    *,
    ladder: Ladder,
    by: int,
    on: date,
    why: str | None = None,
    certificate: str | None = None,
) -> None:
    """The review was passed: another term begins at the old end, also when that is past by then.

    With a certificate of its own its number is that of the title; the one before stays with the event.
    """
    _check(session, title, passed_on, on)
    refuse_barred(title_queries.titles(session, title.enterprise_id), passed_on, ladder)
    before = title.expires_on
    after = ladder.tier(title.tier).renewed_until(before)
    longer = TitleSpan(title.granted_on, after, title.revoked_on)
    others = titles_of_tier(session, title.enterprise_id, title.tier)
    check_alone(longer, (other for other in others if other is not title))
    title.expires_on = after
    replaced = title.certificate if certificate else None
    title.certificate = certificate or title.certificate
    passed = {"why": why, "certificate": certificate, "certificate_before": replaced}
    event = note_happening(session, title, TitleEventKind.REVIEW_PASSED, passed_on, by=by, **passed)
    event.expires_before, event.expires_after = before, after
    settle(session, [title.id])
    audit.record(
        session,
        by,
        "title.review_passed",
        f"enterprise:{title.enterprise_id}",
        title=title.id,
        before=before,
        after=title.expires_on,
    )


def fail_review(
    session: Session, title: Title, failed_on: date, *, by: int, on: date, why: str | None = None
) -> None:
    """The review was not passed: the title runs out on its last day, and is not asked about any more."""
    _check(session, title, failed_on, on)
    event = note_happening(session, title, TitleEventKind.REVIEW_FAILED, failed_on, by=by, why=why)
    event.expires_before = title.expires_on
    settle(session, [title.id])
    touch(session, Title.__tablename__, [title.enterprise_id])
    audit.record(session, by, "title.review_failed", f"enterprise:{title.enterprise_id}", title=title.id)


def review_opens_on(title: Title) -> date:
    """The first day on which a review of the title can be decided."""
    return first_within_months(title.expires_on, service_rules().night.review_months)


def last_day_of_result(title: Title) -> date:
    """The last day on which a result is waited for."""
    return title.expires_on + timedelta(days=service_rules().titles.review_result_days)


def _check(session: Session, title: Title, day: date, on: date) -> None:
    claim_standing_title(session, title)
    refuse_day_ahead(day, on=on)
    if title.tier not in REVIEWED:
        raise CrmError("review_of_unreviewed", tier=words("recognitions.tier", title.tier))
    if title.revoked_on is not None and title.revoked_on <= day:
        raise CrmError("review_of_revoked", day=title.revoked_on)
    first, last = review_opens_on(title), last_day_of_result(title)
    if day < first:
        raise CrmError("review_too_early", expires=title.expires_on, first=first)
    if day > last:
        raise CrmError("review_too_late", expires=title.expires_on, last=last)
    failed_on = _failed_on(session, title)
    if failed_on is not None:
        raise CrmError("review_decided", day=failed_on)


def _failed_on(session: Session, title: Title) -> date | None:
    """The day on which a review of the present term was failed."""
    return session.scalar(
        select(TitleEvent.happened_on).where(
            TitleEvent.title_id == title.id,
            TitleEvent.kind == TitleEventKind.REVIEW_FAILED,
            TitleEvent.expires_before == title.expires_on,
        )
    )
