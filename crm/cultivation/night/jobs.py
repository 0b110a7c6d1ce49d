"""The steps of the night that concern titles and the pool; when they run, and by what policy, is decided outside."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from crm.config.service_rules import ServiceRules
from crm.cultivation.night import due, evaluation, snapshots
from crm.cultivation.night import notices as night_notices
from crm.cultivation.night.steward_check import check_stewards as check
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.titles import upcoming, wholesale
from crm.enterprises.facts.columns import Chosen, IdList, IdSpan
from crm.enterprises.models import Enterprise
from crm.work import Report, Turn

log = structlog.get_logger()
DUE, END = "due", "end"
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


def pool_parts(session: Session, turn: Turn, standards: Standards) -> Sequence[str]:
    """Everybody in spans of ids, or spans about those who can have changed; the last part ends the judging.

    A part's name says why, so that a night taken up again goes on with what is left of the same.
    """
    why = due.why_everybody(session, standards, turn.today)
    if why is not None:
        return [*(f"{why}:{one.first}-{one.last}" for one in spans(session)), f"{why}:{END}"]
    ids = due.ids_to_judge(session, turn.today)
    parts = (ids[begin : begin + PART] for begin in range(0, len(ids), PART))
    return [*(f"{DUE}:{part[0]}-{part[-1]}" for part in parts), f"{DUE}:{END}"]


def span_parts(session: Session, _turn: Turn) -> Sequence[str]:
    """Every id there is, as the parts of a step that goes through all."""
    return [f"{one.first}-{one.last}" for one in spans(session)]


def spans(session: Session) -> list[IdSpan]:
    """Every id there is, so many in one transaction."""
    last = session.scalar(select(func.max(Enterprise.id))) or 0
    return [IdSpan(first, first + PART - 1) for first in range(1, last + 1, PART)]


def evaluate_pool(session: Session, turn: Turn, standards: Standards) -> Report:
    """Judge one part; where a mistake stops it, its halves are tried, until the enterprise is found and passed over.

    When that happens too often, the mistake is not one of single enterprises, and the run fails with it.
    """
    why, _, part = turn.part.partition(":")
    report = Report()
    if part == END:
        _note_night(session, turn, standards, None if why == DUE else why)
        return report
    span = IdSpan(*map(int, part.split("-")))
    ids = due.ids_to_judge(session, turn.today, span) if why in (DUE, due.CHECK) else []
    if why == DUE and ids:
        _evaluate(session, IdList(tuple(ids)), turn, standards, report)
    elif why != DUE:
        _evaluate(session, span, turn, standards, report, frozenset(ids) if why == due.CHECK else None)
    return report


def _note_night(session: Session, turn: Turn, standards: Standards, why: str | None) -> None:
    counts = Report.read(turn.so_far.get("evaluate-pool", {})).counts
    due.note_night(
        session, standards, turn.today, why=why, evaluated=counts["evaluated"], differences=counts["differences"]
    )


def _evaluate(
    session: Session,
    chosen: Chosen,
    turn: Turn,
    standards: Standards,
    report: Report,
    foreseen: frozenset[int] | None = None,
) -> None:
    try:
        with session.begin_nested():
            judged = evaluation.evaluate(session, chosen, standards, on=turn.today, at=turn.at, foreseen=foreseen)
        report.merge(judged)
    except Exception as error:
        halves = chosen.halves()
        if not halves:
            if report.counts["skipped"] >= MOST_PASSED_OVER:
                raise
            log.exception("enterprise passed over", enterprise=chosen.first)
            report.pass_over(f"enterprise:{chosen.first}", type(error).__name__)
            return
        for half in halves:
            if _has_enterprises(session, half):
                _evaluate(session, half, turn, standards, report, foreseen)


def _has_enterprises(session: Session, chosen: Chosen) -> bool:
    return session.scalar(select(exists().where(chosen.of(Enterprise.id)))) or False


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
