"""Why a judgement is another one tonight: each changed line beside what was said before, by the rules of then."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cultivation.models import Evaluation, RulebookText
from crm.cultivation.night.kept_facts import facts_texts
from crm.cultivation.night.kept_rules import kept_rules
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.pool.columns import Pool
from crm.cultivation.reasons.naming import JudgementChange, reasons_of
from crm.cultivation.reasons.outcomes import Case, StoredJudgement
from crm.db import slices
from crm.rules import Purpose, Rulebook
from crm.rules.law.problems import RulebookError
from crm.rules.reading.sizing import Sizing

_REASONS = {"enterprise_id": pl.Int64, "target": pl.String, "purpose": pl.String, "reasons": pl.String}
_QUESTION = tuple(_REASONS)[:-1]


@dataclass(frozen=True, slots=True)
class Before:
    """What was said before, by id, and the kept text of the rules by digest."""

    judgements: Mapping[int, Any]
    texts: Mapping[str, str]


def read_earlier(session: Session, ids: Sequence[int], standards: Standards) -> Before:
    """Earlier judgements, with the rules of those that were not judged by today's."""
    judgements: dict[int, Any] = {}
    for part in slices(ids):
        kept = select(
            Evaluation.id,
            Evaluation.rulebook,
            Evaluation.rulebook_digest,
            Evaluation.as_of,
            Evaluation.facts,
            Evaluation.unmet,
            Evaluation.unknown,
        )
        judgements |= {row.id: row for row in session.execute(kept.where(Evaluation.id.in_(part)))}
    todays = {digest for digest, _text in standards.texts.values()}
    others = {row.rulebook_digest for row in judgements.values()} - todays
    texts = select(RulebookText.digest, RulebookText.text).where(RulebookText.digest.in_(others))
    return Before(judgements, dict(session.execute(texts).tuples().all()) if others else {})


def name_reasons(
    pool: Pool, changed: pl.DataFrame, gone: pl.DataFrame, before: Before, standards: Standards, on: date
) -> pl.DataFrame:
    """The reasons of each changed line as JSON text (`reasons`)."""
    moved = set(gone.filter(pl.col("purpose") == Purpose.NEW.value)["enterprise_id"])
    first = changed.filter(pl.col("before_id").is_null()).select(*_QUESTION)
    later = changed.filter(pl.col("before_id").is_not_null())
    lines = [
        (enterprise_id, target, purpose, _text([_first(enterprise_id, target, purpose, moved)], None))
        for enterprise_id, target, purpose in first.iter_rows()
    ]
    lines += _compared(pool, later, before, standards, on)
    return pl.DataFrame(lines, schema=_REASONS, orient="row")


def _first(enterprise_id: int, target: str, purpose: str, moved: set[int]) -> dict[str, Any]:
    """Why a question is asked for the first time."""
    if purpose == Purpose.REVIEW.value:
        return {"code": "title_ends_soon", "tier": target}
    return {"code": "new_target", "tier": target} if enterprise_id in moved else {"code": "first"}


def _compared(
    pool: Pool, later: pl.DataFrame, before: Before, standards: Standards, on: date
) -> list[tuple[Any, ...]]:
    """Lines with something said before them, each with the reasons of its change."""
    if later.is_empty():
        return []
    rules = KnownRules(standards, before.texts)
    since = min(before.judgements[key].as_of for key in later["before_id"])
    texts = dict(facts_texts(pool.tables, later["row"], on, since=since).iter_rows())
    explained: list[tuple[Any, ...]] = []
    for line in later.iter_rows(named=True):
        because = _because(line, before.judgements[line["before_id"]], rules, json.loads(texts[line["row"]]), on)
        origin = {"verdict": line["before_verdict"], "flag": line["before_flag_kind"]}
        explained.append((*(line[name] for name in _QUESTION), _text(because, origin)))
    return explained


def _because(
    line: Mapping[str, Any], earlier: Any, rules: "KnownRules", facts: Mapping[str, Any], on: date
) -> list[dict[str, Any]]:
    then = rules.of(earlier.rulebook, earlier.rulebook_digest)
    now = rules.of(line["rulebook"], line["rulebook_digest"])
    if then is None or now is None:
        return [{"code": "rulebook", "from": earlier.rulebook, "to": line["rulebook"]}]
    purpose = Purpose(line["purpose"])
    return reasons_of(
        JudgementChange(
            Case(*then, earlier.rulebook_digest, purpose, earlier.as_of, earlier.facts),
            Case(*now, line["rulebook_digest"], purpose, on, facts),
            _outcome(line, "before_"),
            _outcome(line, ""),
        )
    )


def _outcome(line: Mapping[str, Any], side: str) -> StoredJudgement:
    low, high = line[f"{side}score_low"], line[f"{side}score_high"]
    return StoredJudgement(
        line[f"{side}verdict"],
        line[f"{side}flag_kind"],
        frozenset(json.loads(line[f"{side}unmet"])),
        frozenset(json.loads(line[f"{side}unknown"])),
        None if low is None else (low, high),
    )


class KnownRules:
    """Rulebooks with their tables of sizes by digest: today's, and those that were kept."""

    def __init__(self, standards: Standards, texts: Mapping[str, str]) -> None:
        self._standards, self._texts = standards, texts
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
        try:
            rules = kept_rules(self._texts.get(digest, ""))
        except RulebookError:
            return None
        return rules.rulebook, rules.sizing


def _text(because: list[dict[str, Any]], origin: Mapping[str, Any] | None) -> str:
    return json.dumps({"from": origin, "because": because}, ensure_ascii=False)
