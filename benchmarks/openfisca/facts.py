"""The entity, its input variables and three-valued logic on arrays; no rule."""

from __future__ import annotations

from typing import Any

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

Enterprise = build_entity(key="enterprise", plural="enterprises", label="Enterprise", is_person=True)

# Truths are numbers, so that all-of is the smallest and any-of the largest.
UNMET, UNKNOWN, MET = 0, 1, 2

FIGURES = (
    "revenue",
    "main_revenue",
    "rd_expense",
    "net_profit",
    "total_assets",
    "total_liabilities",
    "employees",
    "rd_staff",
)
# Levels and amounts of which a missing one is NaN; counts come as what is sure and what may be.
NUMBERS = (
    "niche_years",
    "product_field",
    "digital_level",
    "quality_kinds",
    "local_feature_points",
    "rd_institution",
    "equity_low",
    "equity_high",
    "high_value_low",
    "high_value_high",
    "self_developed_low",
    "self_developed_high",
    "class1_low",
    "class1_high",
    "class2_low",
    "class2_high",
)
TRUTHS = (
    "legal_person",
    "off_abnormal_list",
    "off_dishonest_list",
    "product_allowed",
    "conduct_clean",
    "innovative_title",
    "science_award",
    "maker_in_china",
)


def variable(name: str, value_type: type, **attributes: Any) -> type[Variable]:
    shared = {"value_type": value_type, "entity": Enterprise, "definition_period": DateUnit.YEAR}
    return type(name, (Variable,), {**shared, "label": name, **attributes})


def inputs() -> list[type[Variable]]:
    numbers = [variable(name, float, default_value=numpy.nan) for name in (*FIGURES, *NUMBERS)]
    return numbers + [variable(name, int, default_value=UNKNOWN) for name in TRUTHS]


def at_least(value: Any, limit: float) -> Any:
    return numpy.where(numpy.isnan(value), UNKNOWN, MET * (value >= limit))


def interval_at_least(low: Any, high: Any, limit: float) -> Any:
    """An interval is given by two arrays; both NaN where nothing is known."""
    return numpy.where(numpy.isnan(low), UNKNOWN, 1 * (low >= limit) + (high >= limit))


def all_of(*truths: Any) -> Any:
    return numpy.minimum.reduce(truths)


def any_of(*truths: Any) -> Any:
    return numpy.maximum.reduce(truths)


def divided(above: Any, below: Any) -> Any:
    """A ratio, NaN where a part is missing or the denominator is not positive."""
    return above / numpy.where(below > 0, below, numpy.nan)
