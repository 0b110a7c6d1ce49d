"""The ratios and the thirteen indicators of the score, each with its lowest and its highest points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
from openfisca_core.variables import Variable

from benchmarks.openfisca.facts import divided, variable

Formula = Callable[[Any, Any, Any], Any]

# The indicators that are one scale over one value, and the highest points of each.
SCALED = {
    "main_ratio": 5,
    "growth": 10,
    "niche_years": 5,
    "product_field": 5,
    "digital_level": 5,
    "quality_kinds": 5,
    "profit_ratio": 10,
    "staff_ratio": 5,
    "rd_institution": 10,
}
SCALES = {"quality_kinds": "quality"}
RATIOS = {
    "main_ratio": ("main_revenue", "revenue"),
    "rd_ratio": ("rd_expense", "revenue"),
    "profit_ratio": ("net_profit", "revenue"),
    "debt_ratio": ("total_liabilities", "total_assets"),
    "staff_ratio": ("rd_staff", "employees"),
}
PROPERTY = (("high_value", 10), ("self_developed", 8), ("class1", 6), ("class2", 2))


def ratio(name: str, above: str, below: str) -> type[Variable]:
    def formula(enterprise: Any, period: Any) -> Any:
        return divided(enterprise(above, period), enterprise(below, period))

    return variable(name, float, formula=formula)


def growth_of(enterprise: Any, period: Any) -> Any:
    before = enterprise("main_revenue", period.last_year)
    return divided(enterprise("main_revenue", period), before) - 1


def mean_growth(enterprise: Any, period: Any) -> Any:
    return (growth_of(enterprise, period) + growth_of(enterprise, period.last_year)) / 2


def interval(name: str, points: Formula, highest: float) -> list[type[Variable]]:
    """Two variables of one indicator; `points` answers NaN where its fact is unknown."""

    def low(enterprise: Any, period: Any, parameters: Any) -> Any:
        return numpy.nan_to_num(points(enterprise, period, parameters))

    def high(enterprise: Any, period: Any, parameters: Any) -> Any:
        found = points(enterprise, period, parameters)
        return numpy.where(numpy.isnan(found), highest, found)

    return [variable(f"{name}_low", float, formula=low), variable(f"{name}_high", float, formula=high)]


def scaled(name: str) -> Formula:
    def points(enterprise: Any, period: Any, parameters: Any) -> Any:
        value = enterprise(name, period)
        scale = parameters(period).srdi.points[SCALES.get(name, name)]
        return numpy.where(numpy.isnan(value), numpy.nan, scale.calc(value))

    return points


def debt_points(enterprise: Any, period: Any, parameters: Any) -> Any:
    value = enterprise("debt_ratio", period)
    found = parameters(period).srdi.points.debt_ratio.calc(value, right=True)
    return numpy.where(numpy.isnan(value), numpy.nan, found)


def local_points(enterprise: Any, period: Any, parameters: Any) -> Any:
    return enterprise("local_feature_points", period)


def spending(bound: str) -> Formula:
    """The better of amount and ratio; each end of the interval takes the better of two ends."""
    unknown = {"low": 0, "high": 10}[bound]

    def formula(enterprise: Any, period: Any, parameters: Any) -> Any:
        scales = parameters(period).srdi.points
        ends = []
        for name in ("rd_expense", "rd_ratio"):
            value = enterprise(name, period)
            ends.append(numpy.where(numpy.isnan(value), unknown, scales[name].calc(value)))
        return numpy.maximum(*ends)

    return formula


def property_points(bound: str) -> Formula:
    """Points of the first row that holds, or that may hold."""
    unknown = {"low": 0, "high": PROPERTY[0][1]}[bound]

    def formula(enterprise: Any, period: Any) -> Any:
        counts = [enterprise(f"{name}_{bound}", period) for name, _ in PROPERTY]
        found = numpy.select([count >= 1 for count in counts], [points for _, points in PROPERTY], 0)
        return numpy.where(numpy.isnan(counts[0]), unknown, found)

    return formula


INDICATORS = (*SCALED, "debt_points", "local_points", "spending", "property")


def total(bound: str) -> type[Variable]:
    def formula(enterprise: Any, period: Any) -> Any:
        parts = [f"points_{name}_{bound}" for name in INDICATORS]
        return sum(enterprise(part, period) for part in parts)

    return variable(f"score_{bound}", float, formula=formula)


def variables() -> list[type[Variable]]:
    found = [ratio(name, *parts) for name, parts in RATIOS.items()]
    found.append(variable("growth", float, formula=mean_growth))
    for name, highest in SCALED.items():
        found += interval(f"points_{name}", scaled(name), highest)
    found += interval("points_debt_points", debt_points, 5)
    found += interval("points_local_points", local_points, 15)
    for bound in ("low", "high"):
        found.append(variable(f"points_spending_{bound}", float, formula=spending(bound)))
        found.append(variable(f"points_property_{bound}", float, formula=property_points(bound)))
        found.append(total(bound))
    return found
