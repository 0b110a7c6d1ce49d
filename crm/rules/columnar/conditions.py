"""The truth of each condition over a whole pool; the same tree as one enterprise's, with columns for numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import ceil
from operator import and_, or_
from typing import Any

import polars as pl

from crm.rules.columnar.readings import count_items, reaches
from crm.rules.columnar.scoring import score_truth
from crm.rules.columnar.sight import PoolSight, Truth
from crm.rules.law.nodes import (
    AllOf,
    Answer,
    AnyOf,
    AssumedMet,
    Award,
    Brackets,
    CodeBegins,
    Compare,
    Contest,
    Count,
    Criterion,
    HoldsCertificate,
    HoldsTitle,
    Node,
    NoRevocation,
    OneOf,
    Relation,
    Score,
    SmallerThan,
)
from crm.rules.reading.sizing import CLASSES

ALWAYS = Truth(pl.lit(value=True), pl.lit(value=True))


def truth_of(node: Node, sight: PoolSight) -> Truth:
    """Where in the pool a node holds and where it may hold; worked out once for all that rest on it."""
    known = sight.truths.get(id(node))
    if known is None:
        known = sight.truths[id(node)] = JUDGES[type(node)](node, sight)
    return known


def all_of(truths: list[Truth]) -> Truth:
    """Kleene's and: sure where all are sure, possible where all are possible."""
    return Truth(reduce(and_, (one.sure for one in truths)), reduce(and_, (one.possible for one in truths)))


def any_of(truths: list[Truth]) -> Truth:
    """Kleene's or."""
    return Truth(reduce(or_, (one.sure for one in truths)), reduce(or_, (one.possible for one in truths)))


def _compare(leaf: Compare, sight: PoolSight) -> Truth:
    return reaches(sight, leaf.metric, leaf.relation, leaf.bound, leaf.offset, leaf.days_later)


def _answer(leaf: Answer, _: PoolSight) -> Truth:
    return Truth.of(pl.col(leaf.fact) == leaf.expected)


def _one_of(leaf: OneOf, _: PoolSight) -> Truth:
    return Truth.of(reduce(or_, (pl.col(leaf.fact) == word for word in leaf.within)))


def _code(leaf: CodeBegins, sight: PoolSight) -> Truth:
    return sight.code_begins(leaf.prefix)


def _smaller(leaf: SmallerThan, sight: PoolSight) -> Truth:
    """One indicator below the bound settles it; an industry that is not listed has no known size."""
    limit = CLASSES.index(leaf.size)
    fields = sorted({one.field for row in sight.sizing.industries for one in row.indicators})
    _join_bounds(sight, fields, limit)
    smaller = []
    for field in fields:
        bound = pl.col(f"bound.{field}@{limit}")
        below = Truth.of(sight.figure(field, 0) < bound)
        smaller.append(Truth(below.sure, below.possible & bound.is_not_null()))
    either = any_of(smaller)
    unlisted = reduce(and_, (pl.col(f"bound.{field}@{limit}").is_null() for field in fields))
    return Truth(either.sure, either.possible | unlisted)


def _join_bounds(sight: PoolSight, fields: list[str], limit: int) -> None:
    """Beside every enterprise the bounds of its industry."""
    if f"bound.{fields[0]}@{limit}" in sight.frame.columns:
        return
    lines = []
    for code in sight.frame["industry"].unique().drop_nulls():
        industry = sight.sizing.industry(code)
        bounds = {one.field: ceil(one.bounds[limit]) for one in industry.indicators} if industry else {}
        lines.append((code, *(bounds.get(field) for field in fields)))
    schema = {"industry": pl.String, **{f"bound.{field}@{limit}": pl.Int64 for field in fields}}
    bounds_frame = pl.DataFrame(lines, schema=schema, orient="row")
    sight.frame = sight.frame.join(bounds_frame, on="industry", how="left", maintain_order="left")


def _brackets(node: Brackets, sight: PoolSight) -> Truth:
    """The part of the first bracket reached; with the metric unknown what all parts agree on."""
    parts = [truth_of(part, sight) for part in node.parts]
    unknown = reaches(sight, node.metric, Relation.AT_LEAST, node.bounds[-1])
    open_ = unknown.possible & ~unknown.sure
    sure, possible = parts[-1].sure, parts[-1].possible
    for bound, part in zip(reversed(node.bounds), reversed(parts[:-1]), strict=True):
        here = reaches(sight, node.metric, Relation.AT_LEAST, bound).sure
        sure = pl.when(here).then(part.sure).otherwise(sure)
        possible = pl.when(here).then(part.possible).otherwise(possible)
    return Truth(
        pl.when(open_).then(all_of(parts).sure).otherwise(sure),
        pl.when(open_).then(any_of(parts).possible).otherwise(possible),
    )


def _all(node: AllOf, sight: PoolSight) -> Truth:
    return all_of([truth_of(part, sight) for part in node.parts])


def _any(node: AnyOf, sight: PoolSight) -> Truth:
    return any_of([truth_of(part, sight) for part in node.parts])


JUDGES: dict[type[Any], Callable[[Any, PoolSight], Truth]] = {
    Compare: _compare,
    Count: count_items,
    HoldsTitle: lambda leaf, sight: sight.title(leaf),
    NoRevocation: lambda leaf, sight: sight.no_revocation(leaf),
    Award: lambda leaf, sight: sight.award(leaf),
    Contest: lambda leaf, sight: sight.contest(leaf),
    HoldsCertificate: lambda leaf, sight: sight.holds_certificate(leaf),
    Answer: _answer,
    OneOf: _one_of,
    CodeBegins: _code,
    SmallerThan: _smaller,
    AssumedMet: lambda _leaf, _sight: ALWAYS,
    Score: score_truth,
    AllOf: _all,
    AnyOf: _any,
    Brackets: _brackets,
    Criterion: lambda criterion, sight: truth_of(criterion.node, sight),
}
