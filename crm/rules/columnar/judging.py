"""Judges a whole pool at once: verdicts, flags and bit masks in columns; ids and words are decoded late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add, or_

import polars as pl

from crm.rules.columnar.conditions import truth_of
from crm.rules.columnar.scoring import score_of, score_truth
from crm.rules.columnar.sight import PoolSight, Stage, Truth
from crm.rules.columnar.tables import PoolTables
from crm.rules.exact.findings import FLAGGED, FlagKind, Verdict
from crm.rules.law.logic import Status
from crm.rules.law.nodes import AllOf, AnyOf, Brackets, Criterion, Node, Score
from crm.rules.law.rulebook import Near, Purpose, Rulebook
from crm.rules.reading.sizing import Sizing

WIDTHS = {8: pl.UInt8, 16: pl.UInt16, 32: pl.UInt32, 64: pl.UInt64}

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
        return decode_masks(self.criteria, unmet, unknown)

    def branch_statuses(self, unmet: int, unknown: int) -> dict[str, Status]:
        """The named alternatives of one line by id."""
        return decode_masks(self.branches, unmet, unknown)


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
    truths = [_drafted(f"truth.{one.id}", truth_of(one, sight), sight) for one in criteria]
    columns = {
        "row": pl.col("row"),
        **_masks("", truths, sight),
        **_masks("branch_", [truth_of(branch, sight) for branch in branches], sight),
        **_points(criteria, sight),
    }
    close = [None if one == wide else truth_of(wide, sight) for one, wide in zip(criteria, widened, strict=True)]
    hopeless = reduce(or_, (_hopeless(one, wide) for one, wide in zip(truths, close, strict=True)))
    columns |= _verdicts(hopeless, _out_of_reach(criteria, truths, sight, rulebook.near), rulebook.near)
    return PoolJudgement(
        rulebook,
        purpose,
        sight.as_of,
        tuple(one.id for one in criteria),
        tuple(one.id for one in branches),
        sight.conclude(columns),
    )


def _drafted(name: str, truth: Truth, sight: PoolSight) -> Truth:
    def kept(end: str, column: pl.Expr) -> pl.Expr:
        return sight.draft(Stage.TRUTHS, f"{name}.{end}", column)

    return Truth(kept("sure", truth.sure), kept("possible", truth.possible))


def _hopeless(truth: Truth, widened: Truth | None) -> pl.Expr:
    """Unmet, and still so with the limits widened where any of them can be."""
    return ~truth.possible if widened is None else ~truth.possible & ~widened.possible


def _unknown(truth: Truth) -> pl.Expr:
    return truth.possible & ~truth.sure


def _verdicts(hopeless: pl.Expr, unreachable: pl.Expr, near: Near) -> dict[str, pl.Expr]:
    """From the masks: how much is unmet and unknown is the number of their bits."""
    unmet, unknown = (pl.col(f"mask.{name}") for name in ("unmet", "unknown"))
    far = hopeless | (unmet.bitwise_count_ones() > near.max_unmet)
    quiet = unreachable | (unknown.bitwise_count_ones() > near.max_unknown)
    cases = (
        (far, Verdict.FAR, None),
        (unmet != 0, Verdict.NEAR, FLAGGED[Verdict.NEAR]),
        ((unknown != 0) & quiet, Verdict.INCOMPLETE, None),
        (unknown != 0, Verdict.INCOMPLETE, FLAGGED[Verdict.INCOMPLETE]),
    )
    verdict, flag = _place(Verdict.ELIGIBLE), _flag(FLAGGED[Verdict.ELIGIBLE])
    for case, reached, kind in reversed(cases):
        verdict = pl.when(case).then(_place(reached)).otherwise(verdict)
        flag = pl.when(case).then(_flag(kind)).otherwise(flag)
    return {"verdict": verdict, "flag": flag}


def _place(verdict: Verdict) -> pl.Expr:
    return pl.lit(VERDICTS.index(verdict), pl.UInt8)


def _flag(kind: FlagKind | None) -> pl.Expr:
    return pl.lit(FLAGS.index(kind), pl.UInt8)


def _masks(prefix: str, truths: list[Truth], sight: PoolSight) -> dict[str, pl.Expr]:
    masks = {
        f"{prefix}unmet": _mask([~one.possible for one in truths]),
        f"{prefix}unknown": _mask([_unknown(one) for one in truths]),
    }
    return {name: sight.draft(Stage.MASKS, f"mask.{name}", mask) for name, mask in masks.items()}


def _mask(holding: list[pl.Expr]) -> pl.Expr:
    """Bits put together in the smallest number that holds them all."""
    kind = next(kind for bits, kind in WIDTHS.items() if len(holding) <= bits)
    nothing = pl.lit(0, kind)
    bits = (pl.when(one).then(pl.lit(1 << place, kind)).otherwise(nothing) for place, one in enumerate(holding))
    return reduce(add, bits, nothing).cast(pl.UInt64)


def decode_masks(names: tuple[str, ...], unmet: int, unknown: int) -> dict[str, Status]:
    """Statuses by name from two masks; bit n stands for the n-th name."""
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


def _out_of_reach(criteria: tuple[Criterion, ...], truths: list[Truth], sight: PoolSight, near: Near) -> pl.Expr:
    """Where a criterion rests on an unknown score whose low end is too far below the threshold to ask for facts."""
    hopeless = pl.lit(value=False)
    for criterion, truth in zip(criteria, truths, strict=True):
        for score in _scores(criterion):
            points = score_truth(score, sight)
            low, _ = score_of(score, sight).total
            far = low < score.at_least - near.ask_points
            hopeless = hopeless | (_unknown(truth) & _unknown(points) & far)
    return hopeless


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
