"""Gate, conditions, closeness and verdict; the points are in `score`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
from openfisca_core.variables import Variable

from benchmarks.openfisca.facts import MET, UNKNOWN, UNMET, all_of, any_of, at_least, interval_at_least, variable

FAR, NEAR, INCOMPLETE, ELIGIBLE = range(4)
FIXED = {
    "gate_legal_person": ("legal_person",),
    "gate_credit": ("off_abnormal_list", "off_dishonest_list"),
    "gate_product": ("product_allowed",),
    "gate_conduct": ("conduct_clean",),
    "prior_title": ("innovative_title",),
}
Limits = Callable[[str], float]


def gate_sme(enterprise: Any, period: Any, parameters: Any) -> Any:
    bounds = parameters(period).sizing
    is_large = [at_least(enterprise(name, period), bounds[name]) for name in ("employees", "revenue")]
    return MET - all_of(*is_large)


def fixed(*names: str) -> Any:
    def formula(enterprise: Any, period: Any) -> Any:
        return all_of(*[enterprise(name, period) for name in names])

    return formula


def niche_years(enterprise: Any, period: Any, rules: Any, eased: bool) -> Any:
    waited = rules.near.years if eased else 0
    return at_least(enterprise("niche_years", period) + waited, rules.conditions.niche_years)


def factor(rules: Any, eased: bool) -> float:
    return 1 - rules.near.relative if eased else 1.0


def rd_expense(enterprise: Any, period: Any, rules: Any, eased: bool) -> Any:
    return at_least(enterprise("rd_expense", period), rules.conditions.rd_expense * factor(rules, eased))


def rd_ratio(enterprise: Any, period: Any, rules: Any, eased: bool) -> Any:
    return at_least(enterprise("rd_ratio", period), rules.conditions.rd_ratio * factor(rules, eased))


def equity(enterprise: Any, period: Any, limit: float) -> Any:
    return interval_at_least(enterprise("equity_low", period), enterprise("equity_high", period), limit)


def scale(enterprise: Any, period: Any, rules: Any, eased: bool) -> Any:
    share = factor(rules, eased)
    return any_of(
        at_least(enterprise("revenue", period), rules.conditions.revenue * share),
        equity(enterprise, period, rules.conditions.equity * share),
    )


def score_reached(enterprise: Any, period: Any, rules: Any, eased: bool) -> Any:
    limit = rules.merit.score - (rules.near.points if eased else 0)
    return interval_at_least(enterprise("score_low", period), enterprise("score_high", period), limit)


def merit(enterprise: Any, period: Any, rules: Any, eased: bool) -> Any:
    share = factor(rules, eased)
    mean = (enterprise("rd_expense", period) + enterprise("rd_expense", period.last_year)) / 2
    return any_of(
        score_reached(enterprise, period, rules, eased),
        enterprise("science_award", period),
        at_least(mean, rules.merit.rd_mean * share),
        equity(enterprise, period, rules.merit.equity * share),
        enterprise("maker_in_china", period),
    )


EASED = {"niche_years": niche_years, "rd_expense": rd_expense, "rd_ratio": rd_ratio, "scale": scale, "merit": merit}


def condition(name: str, rule: Any, eased: bool) -> type[Variable]:
    def formula(enterprise: Any, period: Any, parameters: Any) -> Any:
        return rule(enterprise, period, parameters(period).srdi, eased)

    return variable(f"{'close' if eased else 'meets'}_{name}", int, formula=formula)


def verdict(enterprise: Any, period: Any, parameters: Any) -> Any:
    near = parameters(period).srdi.near
    truths = {name: enterprise(f"meets_{name}", period) for name in EASED}
    others = [enterprise(name, period) for name in ("gate_sme", *FIXED)]
    unmet = sum(truth == UNMET for truth in (*truths.values(), *others))
    unknown = sum(truth == UNKNOWN for truth in (*truths.values(), *others))
    hopeless = [truth == UNMET for truth in others]
    hopeless += [(truth == UNMET) & (enterprise(f"close_{name}", period) == UNMET) for name, truth in truths.items()]
    is_far = numpy.logical_or.reduce(hopeless) | (unmet > near.max_unmet)
    return numpy.select([is_far, unmet > 0, unknown > 0], [FAR, NEAR, INCOMPLETE], ELIGIBLE)


def variables() -> list[type[Variable]]:
    found = [variable("gate_sme", int, formula=gate_sme), variable("verdict", int, formula=verdict)]
    found += [variable(name, int, formula=fixed(*names)) for name, names in FIXED.items()]
    for name, rule in EASED.items():
        found += [condition(name, rule, eased=False), condition(name, rule, eased=True)]
    return found
