"""One dossier that has everything, from which tests take away what they are about."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from crm.rules.law.dossier import (
    Compliance,
    Dossier,
    IntellectualProperty,
    Market,
    PlatformScore,
    Recognition,
    YearFigures,
)

AS_OF = date(2026, 11, 23)
WAN = 1_000_000


def strong() -> Dossier:
    """An innovative enterprise that is eligible for srdi, with numbers safely on one side of every limit."""
    item = IntellectualProperty("I", False, True, True, True, date(2021, 5, 6), None, 1)
    return Dossier(
        uscc="91110107MADE00000X",
        name="样本",
        industry="C3563",
        niche_started_on=date(2018, 6, 1),
        strategic_emerging=True,
        product_field="fills_gap",
        figures=tuple(
            year_of(year, revenue) for year, revenue in ((2023, 6000 * WAN), (2024, 7000 * WAN), (2025, 8000 * WAN))
        ),
        equity_financing=(),
        intellectual_property=(item,) * 5,
        rd_institution="municipal",
        science_awards=(),
        maker_in_china=(),
        certificates=(),
        digital_level=2,
        quality=frozenset({"management_system", "own_brand"}),
        product_certification=False,
        information_system=True,
        market=Market(Fraction(15, 100), 4, leading=True, reputation=True),
        chain_role=True,
        product_domain=True,
        platform_scores=(PlatformScore(2026, Fraction(66)),),
        recognitions=(Recognition("innovative", date(2024, 6, 1), date(2027, 5, 31)),),
        compliance=Compliance(
            abnormal_list=False, dishonest_list=False, prohibited_product=False, serious_incident=False
        ),
    )


def year_of(year: int, revenue: int) -> YearFigures:
    """Figures in the usual proportions to the sales."""
    main, research, profit = revenue * 95 // 100, revenue * 8 // 100, revenue // 10
    return YearFigures(year, revenue, main, research, profit, revenue * 12 // 10, revenue * 5 // 10, 120, 36)
