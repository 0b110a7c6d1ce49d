"""The nightly evaluation: judge every member of the pool, compare with what was said before, write what changed."""

import json
from collections.abc import Mapping, Set
from datetime import date, datetime
from typing import Any

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.flags import service as flags
from crm.cultivation.models import Evaluation, RulebookText
from crm.cultivation.night.due import take_marks
from crm.cultivation.night.judging_days import keep_judging_days
from crm.cultivation.night.kept_facts import facts_texts
from crm.cultivation.night.kept_rules import kept_rules
from crm.cultivation.night.verdicts import Standards, verdicts
from crm.cultivation.pool.columns import Pool, read_pool
from crm.cultivation.reasons.naming import JudgementChange, reasons_of
from crm.cultivation.reasons.outcomes import Case, StoredJudgement
from crm.enterprises.facts.columns import Chosen
from crm.rules import Purpose, Rulebook
from crm.rules.law.problems import RulebookError
from crm.rules.reading.sizing import Sizing
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


def evaluate(
    session: Session, span: Chosen, standards: Standards, *, on: date, at: datetime, foreseen: Set[int] | None = None
) -> Report:
    """Judge the chosen members on a business date; running it again on the same facts changes nothing.

    With `foreseen`, the enterprises that could have changed, whatever else changed is counted as a difference.
    """
    report = Report()
    take_marks(session, span)
    pool = read_pool(session, span, on)
    said = verdicts(pool, standards, on).join(pool.members, on="row", how="left")
    before = current(session, span)
    changed = _changed(said, before)
    gone = before.join(said, on=QUESTION, how="anti")
    reasons = _reasons(session, pool, changed, gone, standards, on)
    _write(session, pool, changed.join(reasons, on=QUESTION), gone, on)
    _keep_texts(session, changed, standards, at)
    _keep_days(session, said, before, changed)
    report.counts.update(evaluated=len(pool), judged=said.height, changed=changed.height, dropped=gone.height)
    if foreseen is not None:
        moved = {*changed["enterprise_id"], *gone["enterprise_id"]} - foreseen
        report.count("differences", len(moved))
        for enterprise_id in sorted(moved):
            report.tell("judging_fault", enterprise_id)
    flags.update_flags(
        session, span, flags.NightFindings(pool, standards, on, said, changed, reasons, gone, before), report
    )
    keep_judging_days(session, span, pool, said, standards, on)
    return report


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


def _reasons(
    session: Session, pool: Pool, changed: pl.DataFrame, gone: pl.DataFrame, standards: Standards, on: date
) -> pl.DataFrame:
    """The reasons of each changed line as JSON text (`reasons`)."""
    moved = set(gone.filter(pl.col("purpose") == Purpose.NEW.value)["enterprise_id"])
    first = changed.filter(pl.col("before_id").is_null()).select(*QUESTION)
    later = changed.filter(pl.col("before_id").is_not_null())
    told = [
        (enterprise_id, target, purpose, _text([_first(enterprise_id, target, purpose, moved)], None))
        for enterprise_id, target, purpose in first.iter_rows()
    ]
    told += _compared(session, pool, later, standards, on)
    return pl.DataFrame(
        told,
        schema={**{name: said for name, said in _CURRENT.items() if name in QUESTION}, "reasons": pl.String},
        orient="row",
    )


def _first(enterprise_id: int, target: str, purpose: str, moved: set[int]) -> dict[str, Any]:
    """Why a question is asked for the first time."""
    if purpose == Purpose.REVIEW.value:
        return {"code": "title_ends_soon", "tier": target}
    return {"code": "new_target", "tier": target} if enterprise_id in moved else {"code": "first"}


def _compared(
    session: Session, pool: Pool, later: pl.DataFrame, standards: Standards, on: date
) -> list[tuple[Any, ...]]:
    """Lines with something said before them, each with the reasons of its change."""
    if later.is_empty():
        return []
    before = _stored(session, later["before_id"].to_list())
    rules = Rules(session, standards)
    since = min(one.as_of for one in before.values())
    texts = dict(facts_texts(pool.tables, later["row"], on, since=since).iter_rows())
    explained: list[tuple[Any, ...]] = []
    for line in later.iter_rows(named=True):
        earlier, purpose = before[line["before_id"]], Purpose(line["purpose"])
        then = rules.of(earlier.rulebook, earlier.rulebook_digest)
        now = rules.of(line["rulebook"], line["rulebook_digest"])
        facts = json.loads(texts[line["row"]])
        if then is None or now is None:
            because = [{"code": "rulebook", "from": earlier.rulebook, "to": line["rulebook"]}]
        else:
            because = reasons_of(
                JudgementChange(
                    Case(*then, earlier.rulebook_digest, purpose, earlier.as_of, earlier.facts),
                    Case(*now, line["rulebook_digest"], purpose, on, facts),
                    _outcome(line, "before_"),
                    _outcome(line, ""),
                )
            )
        origin = {"verdict": line["before_verdict"], "flag": line["before_flag_kind"]}
        explained.append((*(line[name] for name in QUESTION), _text(because, origin)))
    return explained


def _outcome(line: Mapping[str, Any], side: str) -> StoredJudgement:
    low, high = line[f"{side}score_low"], line[f"{side}score_high"]
    return StoredJudgement(
        line[f"{side}verdict"],
        line[f"{side}flag_kind"],
        frozenset(json.loads(line[f"{side}unmet"])),
        frozenset(json.loads(line[f"{side}unknown"])),
        None if low is None else (low, high),
    )


class Rules:
    """Rulebooks with their tables of sizes by digest: today's, and those that were kept."""

    def __init__(self, session: Session, standards: Standards) -> None:
        self._session, self._standards = session, standards
        self._kept: dict[str, tuple[Rulebook, Sizing] | None] = {}

    def of(self, rulebook: str, digest: str) -> tuple[Rulebook, Sizing] | None:
        """None where the kept text is not understood any more."""
        library = self._standards.library
        if rulebook in library.rulebooks and self._standards.digest(rulebook) == digest:
            return library.rulebooks[rulebook], library.sizing
        if digest not in self._kept:
            self._kept[digest] = self._read(digest)
        return self._kept[digest]

    def _read(self, digest: str) -> tuple[Rulebook, Sizing] | None:
        text = self._session.scalar(select(RulebookText.text).where(RulebookText.digest == digest))
        try:
            rules = kept_rules(text or "")
        except RulebookError:
            return None
        return rules.rulebook, rules.sizing


def _stored(session: Session, ids: list[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for begin in range(0, len(ids), 5000):
        rows = session.execute(
            select(
                Evaluation.id, Evaluation.rulebook, Evaluation.rulebook_digest, Evaluation.as_of, Evaluation.facts
            ).where(Evaluation.id.in_(ids[begin : begin + 5000]))
        )
        found |= {row.id: row for row in rows}
    return found


def _text(because: list[dict[str, Any]], origin: Mapping[str, Any] | None) -> str:
    return json.dumps({"from": origin, "because": because}, ensure_ascii=False)


def _write(session: Session, pool: Pool, changed: pl.DataFrame, gone: pl.DataFrame, on: date) -> None:
    ended = [*changed["before_id"].drop_nulls(), *gone["id"]]
    columns.stamp(session, Evaluation, ended, superseded_on=on)
    facts = facts_texts(pool.tables, changed["row"].unique(), on)
    rows = changed.join(facts, on="row", how="left").with_columns(pl.lit(on).alias("as_of"))
    columns.append(session, Evaluation, rows.select(_WRITTEN).sort(QUESTION))


def _keep_texts(session: Session, changed: pl.DataFrame, standards: Standards, at: datetime) -> None:
    """The text of every rulebook that was used, so that what was said can be explained after any change."""
    for rulebook in changed["rulebook"].unique().sort():
        digest, text = standards.texts[rulebook]
        insert_once(session, RulebookText, ["digest"], digest=digest, rulebook=rulebook, text=text, first_used_at=at)
