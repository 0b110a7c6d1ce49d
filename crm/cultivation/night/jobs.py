"""The steps of the night that concern titles and the pool; when they run, and by what policy, is decided outside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.config.service_rules import ServiceRules
from crm.cultivation.duties import upkeep
from crm.cultivation.night import due, evaluation, snapshots
from crm.cultivation.night import notices as night_notices
from crm.cultivation.night.evaluation import Explanation, PoolReading, PoolVerdicts
from crm.cultivation.night.explaining import Before
from crm.cultivation.night.steward_check import check_stewards as check
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.pool.service import let_deregistered_go
from crm.cultivation.reminders.matters import Matters
from crm.cultivation.titles import upcoming, wholesale
from crm.enterprises.facts.columns import IdList, IdSpan
from crm.enterprises.models import Enterprise
from crm.rules.reading.ladder import Ladder
from crm.work import Report, Turn

END = "end"
CHECKED_A_NIGHT = 2
PART = 20_000  # ids in one transaction: long enough to be read in columns, short enough not to keep others waiting


def expire_titles(session: Session, turn: Turn, ladder: Ladder, rules: ServiceRules) -> Report:
    """Write down that a title ran out or waits for its review, once for each; the title itself stays as it is."""
    days, years = rules.titles.review_result_days, ladder.bar_years
    ended, waiting = wholesale.expire_titles(session, on=turn.today, result_days=days, bar_years=years)
    report = Report()
    for kind, titles in (("title_ended", ended), ("review_awaited", waiting)):
        for one in titles:
            report.tell(kind, one.enterprise_id, tier=one.tier.value)
    report.count("titles_ended", len(ended))
    report.count("reviews_awaited", len(waiting))
    return report


def keep_duties(session: Session, turn: Turn, ladder: Ladder) -> Report:
    """Open the duties of titles, take down what was done, and mark what is late, once each."""
    report = Report()
    report.count("duties_opened", upkeep.open_duties(session, ladder, on=turn.today))
    upkeep.settle(session)
    report.count("left_deregistered", len(let_deregistered_go(session, by=None, on=turn.today)))
    for duty in upkeep.mark_missed(session, on=turn.today):
        report.tell("duty_missed", duty.enterprise_id, duty=duty.kind.value)
    return report


def pool_parts(session: Session, turn: Turn, standards: Standards) -> Sequence[str]:
    """Everybody in spans of ids, or spans about those who can have changed; the last part ends the judging.

    A part's name says why, so that a night taken up again goes on with what is left of the same.
    """
    why = due.why_everybody(session, standards, turn.today)
    if why is not None:
        return [*(f"{why}:{span}" for span in spans(session)), f"{why}:{END}"]
    ids = due.ids_to_judge(session, turn.today)
    parts = (ids[begin : begin + PART] for begin in range(0, len(ids), PART))
    return [*(f"{due.DUE}:{IdSpan(part[0], part[-1])}" for part in parts), f"{due.DUE}:{END}"]


def checked_parts(session: Session, turn: Turn) -> Sequence[str]:
    """The parts of a step that checks everything by and by: so many spans a night, the next ones the night after."""
    parts = [str(span) for span in spans(session)]
    groups = max(1, -(-len(parts) // CHECKED_A_NIGHT))
    return parts[turn.today.toordinal() % groups :: groups]


def spans(session: Session) -> list[IdSpan]:
    """Every id there is, so many in one transaction."""
    last = session.scalar(select(func.max(Enterprise.id))) or 0
    return [IdSpan(first, first + PART - 1) for first in range(1, last + 1, PART)]


def read_part(session: Session, turn: Turn) -> PoolReading | None:
    """What judging a part rests on; None where there is nobody to judge, as in the last part."""
    why, span = _why_and_span(turn.part)
    if span is None:
        return None
    if why not in (due.DUE, due.CHECK):
        return evaluation.read(session, span, on=turn.today)
    ids = due.ids_to_judge(session, turn.today, span)
    if why == due.CHECK:
        return evaluation.read(session, span, on=turn.today, foreseen=set(ids))
    return evaluation.read(session, IdList(tuple(ids)), on=turn.today) if ids else None


def judge_part(reading: PoolReading | None, turn: Turn, standards: Standards) -> PoolVerdicts | None:
    """Judge a part."""
    return None if reading is None else evaluation.judge(reading, standards, on=turn.today)


def read_earlier(session: Session, turn: Turn, standards: Standards) -> tuple[PoolVerdicts, Before] | None:
    """What is said of a part, and what was said before of what changed."""
    verdicts: PoolVerdicts | None = turn.acted
    return None if verdicts is None else (verdicts, evaluation.read_before(session, verdicts, standards))


def explain_part(judged: tuple[PoolVerdicts, Before] | None, turn: Turn, standards: Standards) -> Explanation | None:
    """Find the reasons of what changed."""
    return None if judged is None else evaluation.explain(*judged, standards, on=turn.today)


def record_part(session: Session, turn: Turn, standards: Standards) -> Report:
    """Write what came of a part; the last one ends the judging."""
    explained: Explanation | None = turn.acted
    why, span = _why_and_span(turn.part)
    if span is None:
        _note_night(session, turn, standards, None if why == due.DUE else why)
    if explained is None:
        return Report()
    return evaluation.record(session, explained, standards, on=turn.today, at=turn.at)


def evaluate_pool(session: Session, turn: Turn, standards: Standards) -> Report:
    """Judge one part in one transaction, for whoever keeps nobody waiting."""
    judged = judge_part(read_part(session, turn), turn, standards)
    earlier = read_earlier(session, replace(turn, acted=judged), standards)
    return record_part(session, replace(turn, acted=explain_part(earlier, turn, standards)), standards)


def halve_part(part: str) -> list[str]:
    """The names of the two halves of a part; nothing of a single enterprise, or of the last part."""
    why, span = _why_and_span(part)
    return [] if span is None else [f"{why}:{half}" for half in span.halves()]


def name_part(part: str) -> str | None:
    """The enterprise of a part that cannot be divided any more; None for the last part, which is about nobody."""
    _why, span = _why_and_span(part)
    return None if span is None else f"enterprise:{span.first}"


def _why_and_span(part: str) -> tuple[str, IdSpan | None]:
    why, _, ids = part.partition(":")
    return why, None if ids == END else IdSpan.read(ids)


def _note_night(session: Session, turn: Turn, standards: Standards, why: str | None) -> None:
    counts = Report.read(turn.so_far.get("evaluate-pool", {})).counts
    due.note_night(
        session, standards, turn.today, why=why, evaluated=counts["evaluated"], differences=counts["differences"]
    )


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
    """Count enterprises with several stewards, with none and not in the queue, or with one who has left: always 0."""
    found = check(session, turn.today)
    report = Report()
    report.counts.update(
        several_stewards=found.several,
        no_steward=found.none,
        inactive_steward=found.inactive,
        awaited_steward=found.awaited,
        queued=found.queued,
        queued_late=found.queued_late,
    )
    for enterprise_id, _name in found.faults:
        report.tell("steward_fault", enterprise_id)
    return report


def night_report(
    session: Session,
    turn: Turn,
    standards: Standards,
    rules: ServiceRules,
    more: Matters = night_notices.NOTHING_MORE,
) -> Report:
    """Tell each steward once what stands about the enterprises in their care; `more` is what later features know."""
    report = Report()
    report.count("notices", night_notices.tell_stewards(session, standards.library.ladder, rules, turn, more))
    return report
