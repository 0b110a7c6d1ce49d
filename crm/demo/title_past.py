"""Titles with a past: some ran out, some were lost at their review, some were carried on by it."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from crm.cultivation.models import Tier, Title
from crm.cultivation.titles import reviews
from crm.cultivation.titles import service as titles
from crm.demo.pen import Pen
from crm.enterprises.models import Enterprise

SHARE_ENDED, SHARE_LOST, SHARE_RENEWED = 12, 8, 15  # in a hundred


def write_past(pen: Pen, enterprise: Enterprise, tier: Tier, random: Random) -> None:
    """Give the enterprise a past that leaves its present tier as it is."""
    chance = random.randrange(100)
    if tier is Tier.SEED and chance < SHARE_ENDED + SHARE_LOST:
        _write_ended(pen, enterprise, random, is_lost=chance < SHARE_LOST)
    if tier is Tier.INNOVATIVE and chance < SHARE_RENEWED:
        _write_renewed(pen, enterprise, random)


def _write_ended(pen: Pen, enterprise: Enterprise, random: Random, *, is_lost: bool) -> None:
    """An innovative title that is over; whoever lost it did not pass the review before its last day."""
    lasts = pen.ladder.tier(Tier.INNOVATIVE).lasts or 0
    granted = pen.today - timedelta(days=365 * lasts + random.randrange(30, 600))
    title = _grant(pen, enterprise, granted)
    if is_lost:
        by = pen.staff.manager.id
        failed = title.expires_on - timedelta(days=random.randrange(10, 60))
        reviews.fail_review(pen.session, title, failed, by=by, on=failed, why="研发投入未达标准")


def _write_renewed(pen: Pen, enterprise: Enterprise, random: Random) -> None:
    """The innovative title is older than one term, and a review carried it on."""
    held = pen.session.scalars(
        select(Title).where(Title.enterprise_id == enterprise.id, Title.tier == Tier.INNOVATIVE)
    ).one()
    lasts = pen.ladder.tier(Tier.INNOVATIVE).lasts or 0
    earlier = titles.TitleGrant(Tier.INNOVATIVE, pen.today - timedelta(days=365 * lasts + random.randrange(60, 400)))
    by = pen.staff.manager.id
    title = titles.correct_title(pen.session, held, earlier, ladder=pen.ladder, by=by, on=pen.today)
    passed = title.expires_on - timedelta(days=random.randrange(5, 40))
    reviews.pass_review(pen.session, title, passed, ladder=pen.ladder, by=by, on=pen.today)


def _grant(pen: Pen, enterprise: Enterprise, granted: date) -> Title:
    recognition = titles.TitleGrant(Tier.INNOVATIVE, granted, document=f"京经信发〔{granted.year}〕12号")
    by = pen.staff.manager.id
    return titles.grant_title(pen.session, enterprise.id, recognition, ladder=pen.ladder, by=by, on=pen.today)
