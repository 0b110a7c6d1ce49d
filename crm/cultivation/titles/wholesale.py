"""Titles of many enterprises at once: the promises of the service, a table at a time. The audit row is the caller's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Tier, Title, TitleEvent, TitleEventKind
from crm.cultivation.titles.ending import awaits_review_result
from crm.cultivation.titles.service import TITLES, check_alone
from crm.db import add_rows, serialise
from crm.errors import CrmError
from crm.sql.inserting import add_numbered_rows

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Grant:
    """A title of an enterprise as it was announced, with its last day."""

    enterprise_id: int
    tier: Tier
    granted_on: date
    expires_on: date
    batch: str | None = None
    revoked_on: None = None
    reviewed_on: date | None = None
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """A passed review of a title in the record: when it was decided, and the last day it moved the title to."""

    title: Title
    decided_on: date
    expires_on: date


def claim_titles(session: Session) -> None:
    """Be alone with everybody's titles until the commit; whoever compares before writing claims first."""
    serialise(session, TITLES)


def grant_titles(session: Session, grants: Sequence[Grant], *, by: int, on: date, **detail: Any) -> None:
    """Write titles, each with the event of its grant; CrmError where one cannot stand beside another of its tier."""
    if not grants:
        return
    claim_titles(session)
    _check(session, grants, on)
    rows = [
        {
            "enterprise_id": grant.enterprise_id,
            "tier": grant.tier,
            "granted_on": grant.granted_on,
            "expires_on": grant.expires_on,
            "batch": grant.batch,
            "certificate": grant.certificate,
            "recorded_by": by,
            "recorded_on": on,
        }
        for grant in grants
    ]
    title_ids = add_numbered_rows(session, Title, rows)
    granted = {"kind": TitleEventKind.GRANTED, "recorded_by": by, "detail": detail}
    events = [
        {"title_id": title_id, "happened_on": grant.granted_on, **granted}
        for title_id, grant in zip(title_ids, grants, strict=True)
    ]
    passed = {**granted, "kind": TitleEventKind.REVIEW_PASSED}
    events += [
        {"title_id": title_id, "happened_on": grant.reviewed_on, **passed}
        for title_id, grant in zip(title_ids, grants, strict=True)
        if grant.reviewed_on
    ]
    add_rows(session, TitleEvent, events)


def renew_titles(session: Session, renewals: Sequence[Renewal], *, by: int, on: date, **detail: Any) -> None:
    """Move the ends of titles whose review was passed; the end before stays with the event."""
    claim_titles(session)
    for each in renewals:
        title = each.title
        event = TitleEvent(title_id=title.id, kind=TitleEventKind.REVIEW_PASSED, happened_on=each.decided_on)
        event.recorded_by, event.detail = by, detail
        event.expires_before, event.expires_after = title.expires_on, each.expires_on
        title.expires_on = each.expires_on
        session.add(event)
    session.flush()


def expire_titles(session: Session, *, on: date, result_days: int, bar_years: int) -> tuple[list[Title], list[Title]]:
    """Write down that titles ran out, and that the result of a review is waited for; once each. Returns both."""
    waits = awaits_review_result(on, result_days, bar_years)
    ended = _note_ends(session, TitleEventKind.EXPIRED, ~waits, on)
    return ended, _note_ends(session, TitleEventKind.REVIEW_AWAITED, waits, on)


def _note_ends(session: Session, kind: TitleEventKind, condition: ColumnElement[bool], on: date) -> list[Title]:
    noted = exists().where(
        TitleEvent.title_id == Title.id, TitleEvent.kind == kind, TitleEvent.happened_on > Title.expires_on
    )
    ran_out = select(Title).where(
        Title.removed_on.is_(None),
        Title.expires_on < on,
        or_(Title.revoked_on.is_(None), Title.revoked_on > Title.expires_on),
        condition,
        ~noted,
    )
    ended = list(session.scalars(ran_out.order_by(Title.id)))
    events = [
        {"title_id": title.id, "kind": kind, "happened_on": title.expires_on + timedelta(days=1), "detail": {}}
        for title in ended
    ]
    add_rows(session, TitleEvent, events)
    return ended


def _check(session: Session, grants: Sequence[Grant], on: date) -> None:
    """Every title has begun, ends after it begins, and has no other of its tier in the way."""
    beside: dict[tuple[int, Tier], list[Title | Grant]] = defaultdict(list)
    ids = sorted({grant.enterprise_id for grant in grants})
    for first in range(0, len(ids), _AT_ONCE):
        part = ids[first : first + _AT_ONCE]
        standing = select(Title).where(Title.enterprise_id.in_(part), Title.removed_on.is_(None))
        for title in session.scalars(standing):
            beside[title.enterprise_id, title.tier].append(title)
    for grant in grants:
        if grant.granted_on > on:
            raise CrmError("title_day_ahead", day=grant.granted_on)
        if grant.tier is Tier.SEED or grant.expires_on < grant.granted_on:
            raise CrmError("title_ends_too_early")
        check_alone(grant, beside[grant.enterprise_id, grant.tier])
        beside[grant.enterprise_id, grant.tier].append(grant)
