"""The nightly evaluation: judge every member of the pool, compare with what was said before, write what changed.

It goes in turns: read, judge, read what was said before of what changed, explain, record. Judging and explaining take
most of the time and know no database, so that nobody waits for them; only recording writes.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.flags import awaiting
from crm.cultivation.flags import service as flags
from crm.cultivation.models import Evaluation, RulebookText
from crm.cultivation.night.due import seen_marks, take_marks
from crm.cultivation.night.explaining import Before, name_reasons, read_earlier
from crm.cultivation.night.judging_days import keep_judging_days
from crm.cultivation.night.kept_facts import facts_texts
from crm.cultivation.night.verdicts import VERDICT_COLUMNS, Standards, verdicts
from crm.cultivation.pool.columns import Pool, read_pool
from crm.enterprises.facts.columns import Chosen
from crm.sql import columns
from crm.sql.claiming import insert_once
from crm.work import Report

QUESTION = ("enterprise_id", "target", "purpose")
_COMPARED = ("rulebook", "verdict", "flag_kind", "unmet", "unknown", "score_low", "score_high")
_CURRENT = {
    "id": pl.Int64,
    "enterprise_id": pl.Int64,
    "target": pl.String,
    "purpose": pl.String,
    "rulebook": pl.String,
    "verdict": pl.String,
    "flag_kind": pl.String,
    "score_low": pl.Int64,
    "score_high": pl.Int64,
    "unmet": pl.String,
    "unknown": pl.String,
    "changes_on": pl.Date,
}
_WRITTEN = (
    *QUESTION,
    "rulebook",
    "rulebook_digest",
    "as_of",
    "verdict",
    "flag_kind",
    "score_low",
    "score_high",
    "unmet",
    "unknown",
    "facts",
    "reasons",
    "changes_on",
)


@dataclass(frozen=True, slots=True)
class PoolReading:
    """What is read of the chosen members before they are judged; `marks` were seen before any fact was read.

    Of a check `foreseen` are those that could have changed: whatever else changed is counted as a difference.
    """

    chosen: Chosen
    marks: tuple[int, ...]
    pool: Pool
    before: pl.DataFrame
    open_flags: pl.DataFrame
    foreseen: Set[int] | None = None


@dataclass(frozen=True, slots=True)
class PoolVerdicts:
    """What is said of them, what of it is new, what is not asked any more, and which flags may only be waiting."""

    reading: PoolReading
    lines: pl.DataFrame
    changed: pl.DataFrame
    gone: pl.DataFrame
    weaker: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Explanation:
    """The same with the reason of each change, and the ids of the flags that wait."""

    verdicts: PoolVerdicts
    reasons: pl.DataFrame
    waiting: list[int]


def read(session: Session, chosen: Chosen, *, on: date, foreseen: Set[int] | None = None) -> PoolReading:
    """Everything that judging rests on. What is written meanwhile leaves a mark for the next night."""
    marks = seen_marks(session, chosen)
    pool, before = read_pool(session, chosen, on), current(session, chosen)
    return PoolReading(chosen, marks, pool, before, flags.read_open(session, chosen), foreseen)


def judge(reading: PoolReading, standards: Standards, *, on: date) -> PoolVerdicts:
    """Judge the members, compare with what was said before."""
    pool = reading.pool
    said = verdicts(pool, standards, on) if len(pool) else pl.DataFrame(schema=VERDICT_COLUMNS)
    said = said.join(pool.members, on="row", how="left")
    changed = _changed(said, reading.before)
    gone = reading.before.join(said, on=QUESTION, how="anti")
    weaker = awaiting.find_weaker(pool, standards, on, reading.open_flags.join(said.drop("row"), on=QUESTION))
    return PoolVerdicts(reading, said, changed, gone, weaker)


def read_before(session: Session, verdicts: PoolVerdicts, standards: Standards) -> Before:
    """What was said before of what changed, and the rules by which it was said."""
    ids = {*verdicts.changed["before_id"].drop_nulls(), *verdicts.weaker["evaluation_id"]}
    return read_earlier(session, sorted(ids), standards)


def explain(verdicts: PoolVerdicts, before: Before, standards: Standards, *, on: date) -> Explanation:
    """Find the reasons of what changed."""
    reasons = name_reasons(verdicts.reading.pool, verdicts.changed, verdicts.gone, before, standards, on)
    return Explanation(verdicts, reasons, awaiting.find_waiting(verdicts.weaker, before.judgements))


def record(session: Session, explained: Explanation, standards: Standards, *, on: date, at: datetime) -> Report:
    """Write what changed, and bring flags and days in line; running it again on the same facts changes nothing."""
    report, found = Report(), explained.verdicts
    reading, said, changed, gone = found.reading, found.lines, found.changed, found.gone
    take_marks(session, reading.marks)
    _write(session, reading.pool, changed.join(explained.reasons, on=QUESTION), gone, on)
    _keep_texts(session, changed, standards, at)
    _keep_days(session, said, reading.before, changed)
    report.counts.update(evaluated=len(reading.pool), judged=said.height, changed=changed.height, dropped=gone.height)
    if reading.foreseen is not None:
        moved = {*changed["enterprise_id"], *gone["enterprise_id"]} - reading.foreseen
        report.count("differences", len(moved))
        for enterprise_id in sorted(moved):
            report.tell("judging_fault", enterprise_id)
    findings = flags.NightFindings(
        reading.pool, standards, on, said, changed, explained.reasons, gone, reading.before, explained.waiting
    )
    flags.update_flags(session, reading.chosen, findings, report)
    keep_judging_days(session, reading.chosen, reading.pool, said, standards, on)
    return report


def evaluate(session: Session, chosen: Chosen, standards: Standards, *, on: date, at: datetime) -> Report:
    """All turns in one transaction, for whoever keeps nobody waiting."""
    judged = judge(read(session, chosen, on=on), standards, on=on)
    explained = explain(judged, read_before(session, judged, standards), standards, on=on)
    return record(session, explained, standards, on=on, at=at)


def _keep_days(session: Session, said: pl.DataFrame, before: pl.DataFrame, changed: pl.DataFrame) -> None:
    """A judgement that stays may have another day on which it can change: the one before has passed."""
    same = said.join(before.select("id", *QUESTION, pl.col("changes_on").alias("before_day")), on=QUESTION)
    same = same.join(changed, on=QUESTION, how="anti")
    moved = same.filter(pl.col("changes_on").ne_missing(pl.col("before_day")))
    for (day,), lines in moved.group_by("changes_on"):
        columns.stamp(session, Evaluation, lines["id"].sort(), changes_on=day)


def current(session: Session, span: Chosen) -> pl.DataFrame:
    """What is said now of the enterprises of a span, one line a question."""
    wanted = [getattr(Evaluation, name) for name in _CURRENT]
    rows = select(*wanted).where(span.of(Evaluation.enterprise_id), Evaluation.superseded_on.is_(None))
    return columns.read(session, rows, _CURRENT)


def _changed(said: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Lines that say something else than before; `before_…` is what was said, null for what is said first."""
    names = [name for name in before.columns if name not in QUESTION]
    both = said.join(
        before.rename({name: f"before_{name}" for name in names}), on=QUESTION, how="left", maintain_order="left"
    )
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"before_{name}")) for name in _COMPARED)
    return both.filter(pl.col("before_id").is_null() | differs)


def _write(session: Session, pool: Pool, changed: pl.DataFrame, gone: pl.DataFrame, on: date) -> None:
    ended = [*changed["before_id"].drop_nulls(), *gone["id"]]
    columns.stamp(session, Evaluation, ended, superseded_on=on)
    facts = facts_texts(pool.tables, changed["row"].unique(), on)
    rows = changed.join(facts, on="row", how="left").with_columns(pl.lit(on).alias("as_of"))
    columns.append(session, Evaluation, rows.select(_WRITTEN).sort(QUESTION))


def _keep_texts(session: Session, changed: pl.DataFrame, standards: Standards, at: datetime) -> None:
    """The text of every rulebook that was used, so that what was said can be explained after any change."""
    for rulebook in changed["rulebook"].unique().sort():
        keep_text(session, rulebook, standards, at=at)


def keep_text(session: Session, rulebook: str, standards: Standards, *, at: datetime) -> None:
    """Keep the text of a rulebook that something was said by, once."""
    digest, text = standards.texts[rulebook]
    insert_once(session, RulebookText, ["digest"], digest=digest, rulebook=rulebook, text=text, first_used_at=at)
