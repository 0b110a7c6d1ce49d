"""What the policies measure, as exact pairs of integers; limits stand in the policy files, not here.

A figure metric is written once, over anything that can be added and multiplied, so that integers of one
enterprise and whole columns of a pool go through the same arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from crm.rules.law.quantities import Unit

Operand = Any
"""An integer, or a column of integers."""


class Figures(Protocol):
    """Gives the figure `field` of the year `offset` years after Y."""

    def __call__(self, field: str, offset: int, /) -> Operand: ...


FigureKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class FigureMetric:
    """Numerator and denominator from yearly figures.

    `needs` are the figures read, relative to the year asked about. Those in `positive` must be above zero,
    otherwise the metric is unknown. `degree` tells how many amounts are multiplied in the pair. With
    `compounds` = n the pair is a quotient over n years, and a limit r stands for (1 + r) to the power n.
    """

    id: str
    zh: str
    en: str
    unit: Unit
    clause: str
    needs: tuple[FigureKey, ...]
    pair: Callable[[Figures], tuple[Operand, Operand]]
    positive: tuple[FigureKey, ...] = ()
    degree: int = 1
    compounds: int = 0


@dataclass(frozen=True, slots=True)
class NicheMetric:
    """Complete years in the niche market, on the as-of date or at the end of Y."""

    id: str
    zh: str
    en: str
    clause: str
    at_year_end: bool
    unit: Unit = Unit.YEARS


@dataclass(frozen=True, slots=True)
class EquityMetric:
    """Equity paid in by qualified institutions in the `years` calendar years up to Y."""

    id: str
    zh: str
    en: str
    clause: str
    years: int
    unit: Unit = Unit.MONEY


@dataclass(frozen=True, slots=True)
class PlatformMetric:
    """The platform's score of one year; an input, never computed."""

    id: str
    zh: str
    en: str
    clause: str
    unit: Unit = Unit.POINTS


@dataclass(frozen=True, slots=True)
class FactMetric:
    """A number the dossier simply states."""

    id: str
    zh: str
    en: str
    clause: str
    field: str
    unit: Unit


Metric = FigureMetric | NicheMetric | EquityMetric | PlatformMetric | FactMetric

ANNEX = "工信部企业〔2022〕63号 附件4 指标和要求说明"
ANNEX_2026 = "工信部企业〔2026〕2号 附件"


def _amount(field: str, zh: str, en: str, unit: Unit = Unit.MONEY) -> FigureMetric:
    needs = ((field, 0),)
    return FigureMetric(field, zh, en, unit, ANNEX, needs, lambda of: (of(field, 0), 1))


def _ratio(name: str, zh: str, en: str, top: str, bottom: str) -> FigureMetric:
    needs = ((top, 0), (bottom, 0))
    return FigureMetric(
        name, zh, en, Unit.RATIO, ANNEX, needs, lambda of: (of(top, 0), of(bottom, 0)), positive=((bottom, 0),)
    )


def _growth(of: Figures) -> tuple[Operand, Operand]:
    now, before = of("main_revenue", 0), of("main_revenue", -1)
    return now - before, before


def _growth_mean(of: Figures) -> tuple[Operand, Operand]:
    now, before, first = (of("main_revenue", offset) for offset in (0, -1, -2))
    return (now - before) * first + (before - first) * before, 2 * before * first


def _compound_growth(of: Figures) -> tuple[Operand, Operand]:
    return of("revenue", 0), of("revenue", -2)


def _rd_two_years(of: Figures) -> Operand:
    return of("rd_expense", 0) + of("rd_expense", -1)


MAIN_TWO_YEARS = (("main_revenue", 0), ("main_revenue", -1))
MAIN_THREE_YEARS = (*MAIN_TWO_YEARS, ("main_revenue", -2))
RD_TWO_YEARS = (("rd_expense", 0), ("rd_expense", -1))

FIGURE_METRICS = (
    _amount("revenue", "营业收入", "Revenue"),
    _amount("main_revenue", "主营业务收入", "Main-business revenue"),
    _amount("rd_expense", "研发费用", "R&D expense"),
    _amount("total_assets", "资产总额", "Total assets"),
    _amount("employees", "从业人员", "Employees", Unit.COUNT),
    _ratio("main_ratio", "主营业务收入占比", "Main-business share", "main_revenue", "revenue"),
    _ratio("rd_ratio", "研发费用占比", "R&D ratio", "rd_expense", "revenue"),
    _ratio("profit_ratio", "净利润率", "Profit ratio", "net_profit", "revenue"),
    _ratio("debt_ratio", "资产负债率", "Debt ratio", "total_liabilities", "total_assets"),
    _ratio("rd_staff_ratio", "研发人员占比", "R&D staff share", "rd_staff", "employees"),
    FigureMetric(
        "main_growth",
        "主营业务收入增长率",
        "Growth of main-business revenue",
        Unit.RATIO,
        ANNEX,
        MAIN_TWO_YEARS,
        _growth,
        positive=(("main_revenue", -1),),
    ),
    FigureMetric(
        "main_growth_mean",
        "近2年主营业务收入平均增长率",
        "Mean growth of main-business revenue",
        Unit.RATIO,
        ANNEX,
        MAIN_THREE_YEARS,
        _growth_mean,
        positive=(("main_revenue", -1), ("main_revenue", -2)),
        degree=2,
    ),
    FigureMetric(
        "compound_growth",
        "近2年营业收入复合增长率",
        "Two-year compound growth",
        Unit.RATIO,
        ANNEX_2026,
        (("revenue", 0), ("revenue", -2)),
        _compound_growth,
        positive=(("revenue", -2),),
        compounds=2,
    ),
    FigureMetric(
        "rd_mean",
        "近2年研发费用均值",
        "Mean R&D of two years",
        Unit.MONEY,
        ANNEX,
        RD_TWO_YEARS,
        lambda of: (_rd_two_years(of), 2),
    ),
    FigureMetric(
        "rd_total",
        "近2年研发费用合计",
        "R&D of two years",
        Unit.MONEY,
        ANNEX_2026,
        RD_TWO_YEARS,
        lambda of: (_rd_two_years(of), 1),
    ),
)

OTHER_METRICS: tuple[Metric, ...] = (
    NicheMetric("niche_years", "从事细分市场年限", "Years in the niche", ANNEX, at_year_end=False),
    NicheMetric(
        "niche_years_at_year_end",
        "截至上年末从事细分市场年限",
        "Years in the niche at year end",
        ANNEX,
        at_year_end=True,
    ),
    EquityMetric("equity_2y", "近2年新增股权融资", "Equity of two years", ANNEX, years=2),
    EquityMetric("equity_3y", "近3年新增股权融资", "Equity of three years", ANNEX, years=3),
    PlatformMetric("platform_score", "专精特新发展评价得分", "Platform score", ANNEX_2026),
    FactMetric("market_share", "细分市场占有率", "Niche market share", ANNEX, "market.share", Unit.RATIO),
    FactMetric("market_rank", "细分市场全国排名", "National rank in the niche", ANNEX_2026, "market.rank", Unit.RANK),
    FactMetric(
        "local_feature_points", "地方特色指标得分", "Local feature points", ANNEX, "local_feature_points", Unit.POINTS
    ),
)

METRICS: Mapping[str, Metric] = MappingProxyType({metric.id: metric for metric in (*FIGURE_METRICS, *OTHER_METRICS)})
