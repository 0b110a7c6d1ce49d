"""Making, ending and counting the reads of a calendar feed."""

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.audit import service as audit
from crm.config.service_rules import Allowance
from crm.db import serialise
from crm.desk.calendar.models import CalendarFeed
from crm.desk.calendar.queries import open_feed
from crm.errors import CrmError
from crm.people.queries import token_hash
from crm.sql.claiming import execute_counting


def make_feed(session: Session, *, by: int, at: datetime) -> str:
    """Give the person a new address in place of the one before; returns its token, which is kept nowhere."""
    serialise(session, f"calendar feed {by}")
    _end_open(session, by, at)
    token = secrets.token_urlsafe(32)
    session.add(CalendarFeed(user_id=by, token_hash=token_hash(token), made_at=at))
    session.flush()
    audit.record(session, by, "calendar.made", f"user:{by}")
    return token


def end_feed(session: Session, *, by: int, at: datetime) -> None:
    """The address is good no more; raises CrmError where there is none."""
    serialise(session, f"calendar feed {by}")
    if not _end_open(session, by, at):
        raise CrmError("no_calendar_feed")
    audit.record(session, by, "calendar.ended", f"user:{by}")


def refuse_too_many_reads(feed: CalendarFeed, allowance: Allowance, *, at: datetime) -> None:
    """Raise CrmError when the address was asked as often as is allowed within the time."""
    if feed.reads >= allowance.times and not _is_over(feed, allowance, at):
        raise CrmError("too_often", times=allowance.times, minutes=allowance.minutes)


def count_read(session: Session, feed_id: int, allowance: Allowance, *, on: date, at: datetime) -> None:
    """Note that the address was asked; the first time on a day is a row of audit."""
    feed = session.get(CalendarFeed, feed_id, populate_existing=True, with_for_update=True)
    if feed is None:
        return
    if _is_over(feed, allowance, at):
        feed.counted_from, feed.reads = at, 0
    feed.reads += 1
    if feed.read_on != on:
        feed.read_on = on
        audit.record(session, feed.user_id, "calendar.read", f"user:{feed.user_id}")


def _is_over(feed: CalendarFeed, allowance: Allowance, at: datetime) -> bool:
    return feed.counted_from is None or feed.counted_from <= at - timedelta(minutes=allowance.minutes)


def _end_open(session: Session, user_id: int, at: datetime) -> bool:
    feed = open_feed(session, user_id)
    if feed is None:
        return False
    ended = update(CalendarFeed).where(CalendarFeed.id == feed.id, CalendarFeed.ended_at.is_(None))
    return execute_counting(session, ended.values(ended_at=at)) == 1
