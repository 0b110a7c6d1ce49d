"""Words for what is measured: metrics, counts and scores with their limits; other conditions are worded elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from crm.rules.exact.facts_used import FactUse, facts_of
from crm.rules.exact.scoring import score_points
from crm.rules.exact.sight import Pair, Sight
from crm.rules.law.fields import FIELDS
from crm.rules.law.metrics import FigureMetric, Metric, PlatformMetric
from crm.rules.law.nodes import Compare, Count, Node, Relation, Score
from crm.rules.law.quantities import gap, show_number, shown_quotient

SIGNS = {Relation.AT_LEAST: "≥", Relation.AT_MOST: "≤"}
ROOT_SCALE = 10**12


def limit(leaf: Compare) -> str:
    return f"{SIGNS[leaf.relation]} {show_number(leaf.limit, leaf.metric.unit)}"


def name_metric(leaf: Compare, sight: Sight) -> str:
    """The metric with its year, where it goes by years."""
    if isinstance(leaf.metric, PlatformMetric) or (isinstance(leaf.metric, FigureMetric) and not _spans(leaf.metric)):
        return f"{sight.year + leaf.offset} 年{leaf.metric.zh}"
    return leaf.metric.zh


def _spans(metric: FigureMetric) -> bool:
    return any(away for _, away in metric.needs)


def named_limit(leaf: Compare, sight: Sight) -> str:
    return f"{name_metric(leaf, sight)} {limit(leaf)}"


def named_value(leaf: Compare, sight: Sight) -> str:
    return f"{name_metric(leaf, sight)} {value_of(leaf, sight)}"


def value_of(leaf: Compare, sight: Sight) -> str:
    low, high = sight.read(leaf.metric, leaf.offset)
    if low is None or (high is None and not low[0]):
        return unknown(leaf, sight)
    if high is None:
        return at_least(_number(leaf.metric, low, leaf), leaf, sight)
    least = _number(leaf.metric, low, leaf)
    return least if low == high else f"{least} 至 {_number(leaf.metric, high, leaf)}"


def _number(metric: Metric, pair: Pair, leaf: Compare) -> str:
    if isinstance(metric, FigureMetric) and metric.compounds:
        return show_number(_fraction(metric, pair), metric.unit, leaf.limit)
    return shown_quotient(*pair, metric.unit, leaf.limit)


def _fraction(metric: Metric, pair: Pair) -> Fraction:
    value = Fraction(*pair)
    if isinstance(metric, FigureMetric) and metric.compounds:
        return _yearly_rate(value, metric.compounds)
    return value


def _yearly_rate(quotient: Fraction, years: int) -> Fraction:
    """The compound rate of a quotient over some years, rounded down: for showing, never for comparing."""
    scaled = quotient.numerator * ROOT_SCALE**years // quotient.denominator
    return Fraction(_root(scaled, years), ROOT_SCALE) - 1


def _root(number: int, degree: int) -> int:
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle)
    return low


def unknown(node: Node, sight: Sight) -> str:
    """Which facts are missing; a ratio whose facts are there has no base to be taken over."""
    uses = facts_of(node, sight)
    missing = [fact_name(use.field, use.year) for use in uses if use.value is None]
    if missing:
        return f"未知（缺{'、'.join(missing)}）"
    return (
        f"未知（{_not_complete(uses)}）"
        if any(use.incomplete for use in uses)
        else "未知（基数为零或为负，无法计算）"
    )


def _not_complete(uses: Iterable[FactUse]) -> str:
    return f"{'、'.join(fact_name(use.field, use.year) for use in uses if use.incomplete)}尚未列全"


def at_least(shown: str, node: Node, sight: Sight) -> str:
    """A number that a list not declared complete may still raise."""
    return f"至少 {shown}（{_not_complete(facts_of(node, sight))}）"


def fact_name(field: str, year: int | None) -> str:
    """A fact as people call it, with its year."""
    zh = FIELDS[field].zh
    if "." in field and FIELDS[field].group in FIELDS and field.split(".", 1)[0] != "quality":
        group = FIELDS[FIELDS[field].group].zh
        zh = zh if year is not None else f"{group}的“{zh}”"
    return zh if year is None else f"{year} 年{zh}"


def compare_gap(leaf: Compare, sight: Sight) -> str | None:
    low, high = sight.read(leaf.metric, leaf.offset)
    best = high if leaf.relation is Relation.AT_LEAST else low
    if best is None:
        return None
    return gap(_fraction(leaf.metric, best), leaf.limit, leaf.metric.unit)


def count_found(leaf: Count, sight: Sight) -> str:
    low, high = sight.count(leaf.count, leaf.rules)
    if high is None:
        return f"{leaf.count.zh}{at_least(f'{low} 项', leaf, sight)}" if low else unknown(leaf, sight)
    if low == high:
        return f"{leaf.count.zh} {low} 项"
    return f"{leaf.count.zh} {low} 至 {high} 项"


def count_gap(leaf: Count, sight: Sight) -> str | None:
    _, high = sight.count(leaf.count, leaf.rules)
    return None if high is None else f"{leaf.at_least - high} 项"


def word_score_required(node: Score, _: Sight) -> str:
    parts = [f"{part.text.zh} ≥ {part.at_least} 分" for part in node.parts]
    return " 且 ".join([f"总分 ≥ {node.at_least} 分", *parts])


def _range(low: int, high: int) -> str:
    return f"{low} 分" if low == high else f"{low} 至 {high} 分"


def score_found(node: Score, sight: Sight) -> str:
    points = score_points(node, sight)
    parts = [f"{one.part.text.zh} {_range(one.low, one.high)}" for one in points.parts]
    return "，".join([f"总分 {_range(points.low, points.high)}", *parts])


def score_gap(node: Score, sight: Sight) -> str:
    points = score_points(node, sight)
    gaps = [(one.part.text.zh, one.part.at_least - one.high) for one in points.parts]
    named = [("总分", points.threshold - points.high), *gaps]
    return "，".join(f"{name}差 {missing} 分" for name, missing in named if missing > 0)
