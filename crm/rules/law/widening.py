"""Turns a tree into the same tree with every limit widened, which says what still counts as close."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crm.rules.law.nodes import (
    AllOf,
    Answer,
    AnyOf,
    AssumedMet,
    Brackets,
    Compare,
    Count,
    Criterion,
    Node,
    OneOf,
    Relation,
    Score,
)
from crm.rules.law.quantities import Unit
from crm.rules.law.rulebook import Near


def widen(node: Node, near: Near) -> Node:
    """Gates, titles, awards, lists, ranks, revenue brackets, judgements and score bands stay as they are."""
    how = WIDENED.get(type(node))
    return node if how is None else how(node, near)


def widen_criterion(criterion: Criterion, near: Near) -> Criterion:
    return replace(criterion, node=widen(criterion.node, near))


def _compare(leaf: Compare, near: Near) -> Compare:
    if leaf.metric.unit is Unit.YEARS:
        return replace(leaf, days_later=near.days)
    if leaf.metric.unit is Unit.RANK:
        return leaf
    if leaf.metric.unit is Unit.COUNT:
        wider = leaf.limit - near.count if leaf.relation is Relation.AT_LEAST else leaf.limit + near.count
        return replace(leaf, limit=wider)
    factor = 1 - near.relative if leaf.relation is Relation.AT_LEAST else 1 + near.relative
    return replace(leaf, limit=leaf.limit * factor)


def _count(leaf: Count, near: Near) -> Count:
    return replace(leaf, at_least=leaf.at_least - near.count)


def _obtainable(leaf: Answer | OneOf, _: Near) -> Node:
    return AssumedMet() if leaf.obtainable else leaf


def _parts(node: AllOf | AnyOf | Brackets, near: Near) -> Node:
    return replace(node, parts=tuple(widen(part, near) for part in node.parts))


def _score(node: Score, near: Near) -> Score:
    parts = tuple(replace(part, at_least=part.at_least - near.points) for part in node.parts)
    return replace(node, at_least=node.at_least - near.points, parts=parts)


WIDENED: dict[type[Any], Callable[[Any, Near], Node]] = {
    Compare: _compare,
    Count: _count,
    Answer: _obtainable,
    OneOf: _obtainable,
    AllOf: _parts,
    AnyOf: _parts,
    Brackets: _parts,
    Score: _score,
    Criterion: widen_criterion,
}
