"""The steps of the night that concern titles and the pool; when they run, and by what policy, is decided outside."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from crm.cultivation.night import evaluation, snapshots
from crm.cultivation.night import notices as night_notices
from crm.cultivation.night.steward_check import check_stewards as check
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.titles import upcoming, wholesale
from crm.enterprises.facts.columns import Span
from crm.enterprises.models import Enterprise
from crm.service_rules import ServiceRules
from crm.work import Report, Turn

log = structlog.get_logger()
PART = 20_000  # ids in one transaction: long enough to be read in columns, short enough not to keep others waiting
MOST_PASSED_OVER = 50  # in one part


def expire_titles(session: Session, turn: Turn) -> Report:
    """Write down that a title ran out, once for each whose last day is past; the title itself stays as it is."""
    ended = wholesale.expire_titles(session, on=turn.today)
    report = Report()
    for one in ended:
        report.tell("title_ended", one.enterprise_id, tier=one.tier.value)
    report.count("titles_ended", len(ended))
    return report


def pool_parts(session: Session, _turn: Turn) -> Sequence[str]:
    """The spans of ids that the evaluation takes one by one."""
    last = session.scalar(select(func.max(Enterprise.id))) or 0
    return [f"{first}-{first + PART - 1}" for first in range(1, last + 1, PART)]


def evaluate_pool(session: Session, turn: Turn, standards: Standards) -> Report:
    """Judge one span; where a mistake stops it, its halves are tried, until the enterprise is found and passed over.

    When that happens too often, the mistake is not one of single enterprises, and the run fails with it.
    """
    first, _, last = turn.part.partition("-")
    report = Report()
    _evaluate(session, Span(int(first), int(last)), turn, standards, report)
    return report


def _evaluate(session: Session, span: Span, turn: Turn, standards: Standards, report: Report) -> None:
    try:
        with session.begin_nested():
            found = evaluation.evaluate(session, span, standards, on=turn.today, at=turn.at)
        report.merge(found)
    except Exception as error:
        if span.first == span.last:
            if report.counts["skipped"] >= MOST_PASSED_OVER:
                raise
            log.exception("enterprise passed over", enterprise=span.first)
            report.pass_over(f"enterprise:{span.first}", type(error).__name__)
            return
        middle = (span.first + span.last) // 2
        for half in (Span(span.first, middle), Span(middle + 1, span.last)):
            if _has_enterprises(session, half):
                _evaluate(session, half, turn, standards, report)


def _has_enterprises(session: Session, span: Span) -> bool:
    return session.scalar(select(exists().where(span.of(Enterprise.id)))) or False


def reviews_and_deadlines(session: Session, turn: Turn, standards: Standards, rules: ServiceRules) -> Report:
    """Count what comes nearer: titles that end, annual updates to be made, follow-ups that are overdue."""
    report = Report()
    ends = turn.today + timedelta(days=rules.reminders.title_ends_days)
    for title in upcoming.titles_ending(session, turn.today, ends, on=turn.today):
        report.tell("title_ends", title.enterprise_id, tier=title.tier.value)
    for update in upcoming.updates_due(session, standards.library.ladder, turn.today, rules.night.deadline_days):
        report.tell("update_due", update.enterprise_id, tier=update.tier, last_day=update.last_day.isoformat())
    report.count("follow_ups_overdue", upcoming.follow_ups_overdue(session, turn.today))
    return report


def snapshot_pool(session: Session, turn: Turn) -> Report:
    """Write down how many stand where at the end of this night; a repeated night writes its day anew."""
    report = Report()
    report.count("snapshot", snapshots.take(session, turn.today))
    return report


def check_stewards(session: Session, turn: Turn) -> Report:
    """Count enterprises with several stewards, or with none and not in the queue: always 0."""
    found = check(session, turn.today)
    report = Report()
    report.counts.update(
        several_stewards=found.several, no_steward=found.none, queued=found.queued, queued_late=found.queued_late
    )
    for enterprise_id, _name in found.found:
        report.tell("steward_fault", enterprise_id)
    return report


def night_report(session: Session, turn: Turn, standards: Standards, rules: ServiceRules) -> Report:
    """Tell each steward once what the night found out about the enterprises in their care."""
    report = Report()
    report.count("notices", night_notices.tell_stewards(session, standards.library.ladder, rules, turn))
    return report
