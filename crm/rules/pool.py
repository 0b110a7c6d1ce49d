"""Judges a whole pool at once: verdicts, flags and bit masks in columns; ids and words are decoded late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

import polars as pl

from crm.rules.findings import FlagKind, Verdict
from crm.rules.logic import Status
from crm.rules.nodes import AllOf, AnyOf, Brackets, Criterion, Node, Score
from crm.rules.pool_conditions import truth_of
from crm.rules.pool_scoring import score_of, score_truth
from crm.rules.pool_sight import PoolSight, Truth
from crm.rules.pool_tables import PoolTables
from crm.rules.rulebook import Near, Purpose, Rulebook
from crm.rules.sizing import Sizing

VERDICTS = tuple(Verdict)
"""The column `verdict` holds places in this tuple."""

FLAGS: tuple[FlagKind | None, ...] = (None, *FlagKind)
"""The column `flag` holds places in this tuple."""


@dataclass(frozen=True, slots=True)
class PoolJudgement:
    """What one rulebook says of a pool on one day.

    `frame` has one line an enterprise, in the order of the tables: row, verdict, flag, the masks unmet, unknown,
    branch_unmet and branch_unknown, whose bit n stands for the n-th of `criteria` or `branches`, and with a score
    table score_low and score_high, with its parts as <part>_low and <part>_high.
    """

    rulebook: Rulebook
    purpose: Purpose
    as_of: date
    criteria: tuple[str, ...]
    branches: tuple[str, ...]
    frame: pl.DataFrame

    def statuses(self, unmet: int, unknown: int) -> dict[str, Status]:
        """The criteria of one line by id."""
        return _decoded(self.criteria, unmet, unknown)

    def branch_statuses(self, unmet: int, unknown: int) -> dict[str, Status]:
        """The named alternatives of one line by id."""
        return _decoded(self.branches, unmet, unknown)


def judge_pool(
    rulebook: Rulebook, tables: PoolTables, *, as_of: date, purpose: Purpose | str = Purpose.NEW, sizing: Sizing
) -> PoolJudgement:
    """The judgement of every enterprise of the tables, the same as `judge` gives one by one."""
    return judge_pool_seen(rulebook, PoolSight(tables, as_of, sizing), purpose)


def judge_pool_seen(rulebook: Rulebook, sight: PoolSight, purpose: Purpose | str = Purpose.NEW) -> PoolJudgement:
    """The same for a sight already made, which several rulebooks and purposes may share."""
    purpose = Purpose(purpose)
    criteria, widened = rulebook.criteria[purpose], rulebook.widened[purpose]
    branches = tuple(branch for one in criteria for branch in _branches(one))
    truths = [truth_of(one, sight) for one in criteria]
    close = [truth_of(one, sight).possible for one in widened]
    askable = [_within_reach(one, sight, rulebook.near) for one in criteria]
    columns = {
        "row": pl.col("row"),
        **_masks("", truths),
        **_masks("branch_", [truth_of(branch, sight) for branch in branches]),
        **_points(criteria, sight),
    }
    far = _far(truths, close, rulebook.near)
    columns |= _verdicts(truths, far, askable, rulebook.near)
    return PoolJudgement(
        rulebook,
        purpose,
        sight.as_of,
        tuple(one.id for one in criteria),
        tuple(one.id for one in branches),
        sight.frame.select(**columns),
    )


def _far(truths: list[Truth], close: list[pl.Expr], near: Near) -> pl.Expr:
    """Something unmet is not close, or too much is unmet."""
    hopeless = reduce(or_, (~one.possible & ~within for one, within in zip(truths, close, strict=True)))
    return hopeless | (_how_many([~one.possible for one in truths]) > near.max_unmet)


def _verdicts(truths: list[Truth], far: pl.Expr, askable: list[pl.Expr], near: Near) -> dict[str, pl.Expr]:
    unmet = reduce(or_, (~one.possible for one in truths))
    unknown = [one.possible & ~one.sure for one in truths]
    ask = (_how_many(unknown) <= near.max_unknown) & reduce(
        and_, (~missing | within for missing, within in zip(unknown, askable, strict=True))
    )
    incomplete = reduce(or_, unknown)
    verdict = pl.when(far).then(_place(Verdict.FAR)).when(unmet).then(_place(Verdict.NEAR))
    verdict = verdict.when(incomplete).then(_place(Verdict.INCOMPLETE))
    flag = pl.when(far).then(_flag(None)).when(unmet).then(_flag(FlagKind.NEAR))
    flag = flag.when(incomplete).then(pl.when(ask).then(_flag(FlagKind.ASK)).otherwise(_flag(None)))
    return {"verdict": verdict.otherwise(_place(Verdict.ELIGIBLE)), "flag": flag.otherwise(_flag(FlagKind.ELIGIBLE))}


def _place(verdict: Verdict) -> pl.Expr:
    return pl.lit(VERDICTS.index(verdict), pl.UInt8)


def _flag(kind: FlagKind | None) -> pl.Expr:
    return pl.lit(FLAGS.index(kind), pl.UInt8)


def _how_many(holding: list[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(one.cast(pl.UInt8) for one in holding)


def _masks(prefix: str, truths: list[Truth]) -> dict[str, pl.Expr]:
    return {
        f"{prefix}unmet": _mask([~one.possible for one in truths]),
        f"{prefix}unknown": _mask([one.possible & ~one.sure for one in truths]),
    }


def _mask(holding: list[pl.Expr]) -> pl.Expr:
    bits = [one.cast(pl.UInt64) * (1 << place) for place, one in enumerate(holding)]
    return pl.sum_horizontal(bits) if bits else pl.lit(0, pl.UInt64)


def _decoded(names: tuple[str, ...], unmet: int, unknown: int) -> dict[str, Status]:
    return {
        name: Status.UNMET if unmet >> place & 1 else Status.UNKNOWN if unknown >> place & 1 else Status.MET
        for place, name in enumerate(names)
    }


def _parts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, AllOf | AnyOf | Brackets):
        return node.parts
    return (node.node,) if isinstance(node, Criterion) else ()


def _branches(node: Node) -> Iterator[Criterion]:
    """The alternatives inside a node that have an id of their own."""
    for part in _parts(node):
        if isinstance(part, Criterion):
            yield part
        yield from _branches(part)


def _scores(node: Node) -> Iterator[Score]:
    if isinstance(node, Score):
        yield node
    for part in _parts(node):
        yield from _scores(part)


def _within_reach(criterion: Criterion, sight: PoolSight, near: Near) -> pl.Expr:
    """Where an unknown score inside the criterion has its low end near enough to the threshold."""
    reachable = pl.lit(value=True)
    for score in _scores(criterion):
        truth = score_truth(score, sight)
        low, _ = score_of(score, sight).total
        reachable = reachable & (truth.sure | ~truth.possible | (low >= score.at_least - near.ask_points))
    return reachable


def _points(criteria: tuple[Criterion, ...], sight: PoolSight) -> dict[str, pl.Expr]:
    """The points of the first score table."""
    score = next((score for one in criteria for score in _scores(one)), None)
    if score is None:
        return {}
    columns = score_of(score, sight)
    named = {"score": columns.total, **dict(columns.parts)}
    return {
        f"{name}_{end}": points
        for name, ends in named.items()
        for end, points in zip(("low", "high"), ends, strict=True)
    }
