"""Flags: opened once an episode, changed in kind while it lasts, closed with the reason; the night decides here."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from crm.cultivation.flags import awaiting
from crm.cultivation.flags.opened import STRENGTH
from crm.cultivation.models import Evaluation, Flag
from crm.cultivation.night.verdicts import Standards
from crm.cultivation.pool.columns import Pool
from crm.enterprises.facts.columns import Chosen
from crm.rules import Purpose
from crm.rules.reading.ladder import Ladder
from crm.sql import columns
from crm.work import Report

QUESTION = ("enterprise_id", "target", "purpose")
_OPEN = {
    "id": pl.Int64,
    "enterprise_id": pl.Int64,
    "target": pl.String,
    "purpose": pl.String,
    "kind": pl.String,
    "evaluation_id": pl.Int64,
    "awaiting_year": pl.Int64,
}
_TOLD = ("code", "year", "years", "list", "field", "tier", "from", "to", "kind")


@dataclass(frozen=True, slots=True)
class NightFindings:
    """What the evaluation found out, as the flags need it."""

    pool: Pool
    standards: Standards
    on: date
    verdicts: pl.DataFrame
    changed: pl.DataFrame
    reasons: pl.DataFrame
    gone: pl.DataFrame
    before: pl.DataFrame
    waiting: list[int]


def read_open(session: Session, span: Chosen) -> pl.DataFrame:
    """The open flags of a span."""
    is_open = select(*(getattr(Flag, name) for name in _OPEN)).where(Flag.closed_on.is_(None))
    return columns.read(session, is_open.where(span.of(Flag.enterprise_id)), _OPEN)


def update_flags(session: Session, span: Chosen, night: NightFindings, report: Report) -> None:
    """Bring the flags of a span in line with what was said; nothing that was said twice is done twice."""
    open_flags = read_open(session, span)
    both = open_flags.join(night.verdicts.drop("row"), on=QUESTION, how="left", maintain_order="left")
    both = both.join(night.reasons, on=QUESTION, how="left")
    waits = pl.col("id").is_in(night.waiting)
    _hold(session, both.filter(waits), night.on.year - 1, report)
    rest = both.filter(~waits)
    _close(session, rest.filter(pl.col("flag_kind").is_null()), night, report)
    current = _current_ids(session, span, night)
    _follow(session, rest.filter(pl.col("flag_kind").is_not_null()), current, report)
    _open(session, span, night, (open_flags, current), report)


def _hold(session: Session, lines: pl.DataFrame, year: int, report: Report) -> None:
    fresh = lines.filter(pl.col("awaiting_year").ne_missing(pl.lit(year)))
    columns.stamp(session, Flag, fresh["id"], awaiting_year=year)
    for line in fresh.iter_rows(named=True):
        report.tell("awaiting", line["enterprise_id"], **_about(line), year=year)


def _close(session: Session, lines: pl.DataFrame, night: NightFindings, report: Report) -> None:
    ended = _why_gone(night, lines) if lines.height else {}
    for line in lines.iter_rows(named=True):
        because = _because(line) or [ended.get(line["id"]) or _figures_missing(line)]
        session.execute(
            update(Flag)
            .where(Flag.id == line["id"], Flag.closed_on.is_(None))
            .values(closed_on=night.on, closed_why={"because": because, "verdict": line["verdict"]})
        )
        report.tell("closed", line["enterprise_id"], **_about(line), reason=main_reason(because))


def _figures_missing(line: dict[str, Any]) -> dict[str, Any]:
    """What was awaited did not come."""
    return {"code": "figures_missing", "year": line["awaiting_year"]} if line["awaiting_year"] else {"code": "time"}


def _why_gone(night: NightFindings, lines: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """Why a question is not asked any more: out of the pool, the title won, renewed or ended."""
    members = set(night.pool.members["enterprise_id"])
    held = awaiting.held_tiers(night.pool, night.on)
    ladder = night.standards.library.ladder
    lost_reviews = night.pool.failed_reviews.join(night.pool.members, on="row")
    failed = set(lost_reviews.select("enterprise_id", "tier").iter_rows())
    found: dict[int, dict[str, Any]] = {}
    for line in lines.filter(pl.col("verdict").is_null()).iter_rows(named=True):
        enterprise_id, target = line["enterprise_id"], line["target"]
        if enterprise_id not in members:
            found[line["id"]] = {"code": "left_pool"}
        else:
            tiers = held.get(enterprise_id, set())
            is_lost = line["purpose"] == Purpose.REVIEW and (enterprise_id, target) in failed
            lost = {"code": "review_failed", "tier": target}
            found[line["id"]] = lost if is_lost else _why_no_question(ladder, target, line["purpose"], tiers)
    return found


def _why_no_question(ladder: Ladder, target: str, purpose: str, held: set[str]) -> dict[str, Any]:
    if purpose == Purpose.REVIEW:
        return {"code": "title_renewed" if target in held else "title_ended", "tier": target}
    rank = ladder.tier(target).rank
    if any(ladder.tier(tier).rank >= rank for tier in held):
        return {"code": "title_granted", "tier": target}
    below = [tier.id for tier in ladder.tiers if tier.next == target]
    return {"code": "title_ended", "tier": below[-1]}


def _follow(session: Session, lines: pl.DataFrame, current: pl.DataFrame, report: Report) -> None:
    """Open flags whose evaluation or kind is another now."""
    stale = lines.join(current, on=QUESTION, how="left").filter(
        (pl.col("current_id") != pl.col("evaluation_id"))
        | (pl.col("kind") != pl.col("flag_kind"))
        | pl.col("awaiting_year").is_not_null()
    )
    for line in stale.iter_rows(named=True):
        session.execute(
            update(Flag)
            .where(Flag.id == line["id"])
            .values(
                kind=line["flag_kind"],
                evaluation_id=line["current_id"],
                awaiting_year=None,
                unmet_count=len(json.loads(line["unmet"])),
                unknown_count=len(json.loads(line["unknown"])),
            )
        )
        _tell_change(line, report)


def _tell_change(line: dict[str, Any], report: Report) -> None:
    if line["kind"] == line["flag_kind"]:
        return
    way = "raised" if STRENGTH.get(line["flag_kind"], 0) > STRENGTH.get(line["kind"], 0) else "lowered"
    about = {**_about(line), "kind": line["flag_kind"], "before": line["kind"]}
    because = _because(line) or [_figures_missing(line)]
    report.tell(way, line["enterprise_id"], **about, reason=main_reason(because))


def _open(
    session: Session, span: Chosen, night: NightFindings, standing: tuple[pl.DataFrame, pl.DataFrame], report: Report
) -> None:
    """A new kind where no flag is open; one that a person closed stays closed while its kind stays the same."""
    open_flags, current = standing
    lines = night.changed.filter(
        pl.col("flag_kind").is_not_null(), pl.col("flag_kind").ne_missing(pl.col("before_flag_kind"))
    ).join(open_flags, on=QUESTION, how="anti")
    lines = lines.join(night.reasons, on=QUESTION).join(current, on=QUESTION)
    numbers = _opened_today(session, span, night.on) if lines.height else {}
    rows = [_row(line, numbers, night.on) for line in lines.sort(QUESTION).iter_rows(named=True)]
    if rows:
        columns.append(session, Flag, pl.DataFrame(rows, infer_schema_length=None))
    for line in lines.iter_rows(named=True):
        report.tell(
            "opened",
            line["enterprise_id"],
            **_about({**line, "kind": line["flag_kind"]}),
            reason=main_reason(_because(line)),
        )


def _row(line: dict[str, Any], numbers: dict[tuple[Any, ...], int], on: date) -> dict[str, Any]:
    question = tuple(line[name] for name in QUESTION)
    number = numbers.get(question, 0) + 1
    return {
        **dict(zip(QUESTION, question, strict=True)),
        "kind": line["flag_kind"],
        "opened_on": on,
        "episode_key": ":".join(map(str, (*question, on.isoformat(), number))),
        "evaluation_id": line["current_id"],
        "unmet_count": len(json.loads(line["unmet"])),
        "unknown_count": len(json.loads(line["unknown"])),
    }


def _opened_today(session: Session, span: Chosen, on: date) -> dict[tuple[Any, ...], int]:
    rows = session.execute(
        select(Flag.enterprise_id, Flag.target, Flag.purpose, func.count())
        .where(span.of(Flag.enterprise_id), Flag.opened_on == on)
        .group_by(Flag.enterprise_id, Flag.target, Flag.purpose)
    )
    return {(enterprise_id, target.value, purpose): count for enterprise_id, target, purpose, count in rows}


def _current_ids(session: Session, span: Chosen, night: NightFindings) -> pl.DataFrame:
    """The ids of what is said now; read again only when the night has written."""
    if night.changed.is_empty() and night.gone.is_empty():
        return night.before.select(*QUESTION, pl.col("id").alias("current_id"))
    schema = {"current_id": pl.Int64, "enterprise_id": pl.Int64, "target": pl.String, "purpose": pl.String}
    wanted = select(Evaluation.id, Evaluation.enterprise_id, Evaluation.target, Evaluation.purpose)
    return columns.read(
        session, wanted.where(span.of(Evaluation.enterprise_id), Evaluation.superseded_on.is_(None)), schema
    )


def main_reason(because: list[dict[str, Any]]) -> dict[str, Any]:
    """The weightiest reason, without what differs from one enterprise to the next."""
    return _alike(because[0])


def _alike(reason: dict[str, Any]) -> dict[str, Any]:
    if "of" in reason:
        return {"code": reason["code"], "of": [_alike(one) for one in reason["of"]]}
    return {name: value for name, value in reason.items() if name in _TOLD}


def _because(line: dict[str, Any]) -> list[dict[str, Any]]:
    because: list[dict[str, Any]] = json.loads(line["reasons"])["because"] if line.get("reasons") else []
    return because


def _about(line: dict[str, Any]) -> dict[str, Any]:
    return {"target": line["target"], "purpose": line["purpose"], "kind": line["kind"]}
