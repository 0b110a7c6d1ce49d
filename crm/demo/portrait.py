"""What a made-up enterprise is like: first one that has everything, then what it lacks for the verdict it shall get.

The numbers here are made up to lie safely on one side; the policies' own limits stand in the policy files.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from crm.cultivation.models import Tier
from crm.enterprises.facts.models import Grade, ListKind
from crm.enterprises.models import AMOUNTS, FigureName
from crm.money import FEN_IN_WAN

_REPORTED = FEN_IN_WAN // 100
_LISTS = frozenset(ListKind)


@dataclass
class Portrait:
    """One enterprise to be written: figures by year in fen and heads, facts by id, items by list."""

    tier: Tier
    verdict: str
    today: date
    figures: dict[int, dict[FigureName, int | None]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    items: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    complete: set[ListKind] = field(default_factory=lambda: set(_LISTS))
    grade: Grade = Grade.AUDITED

    @property
    def last_year(self) -> int:
        """The last complete year."""
        return self.today.year - 1

    def scale(self, name: FigureName, parts: int, of: int, year: int | None = None) -> None:
        """Set a figure to a part of what it is, in one year or in all."""
        for each, figures in self.figures.items():
            value = figures[name]
            if value is not None and year in (None, each):
                figures[name] = value * parts // of


def paint(random: Random, tier: Tier, verdict: str, today: date) -> Portrait:
    """An enterprise of a tier whose next question shall get the verdict."""
    portrait = Portrait(tier, verdict, today)
    _figures(portrait, random)
    _facts(portrait, random)
    _items(portrait, random)
    random.choice(LACKS[verdict][tier])(portrait, random)
    _round(portrait)
    return portrait


def _round(portrait: Portrait) -> None:
    """Amounts as reports give them: whole hundreds of yuan."""
    for figures in portrait.figures.values():
        for name in AMOUNTS:
            value = figures[name]
            figures[name] = None if value is None else value // _REPORTED * _REPORTED


def _figures(portrait: Portrait, random: Random) -> None:
    """Three years that grow, with a healthy balance."""
    size = {Tier.SEED: 900, Tier.INNOVATIVE: 3600, Tier.SRDI: 7_400, Tier.LITTLE_GIANT: 7_600}[portrait.tier]
    revenue = size * random.randrange(90, 140) // 100 * FEN_IN_WAN
    for year in range(portrait.last_year - 2, portrait.last_year + 1):
        main = revenue * random.randrange(94, 98) // 100
        assets = revenue * random.randrange(110, 150) // 100
        employees = max(12, revenue // FEN_IN_WAN // random.randrange(60, 90))
        portrait.figures[year] = {
            FigureName.REVENUE: revenue,
            FigureName.MAIN_REVENUE: main,
            FigureName.RD_EXPENSE: revenue * random.randrange(85, 115) // 1000,
            FigureName.NET_PROFIT: revenue * random.randrange(60, 120) // 1000,
            FigureName.TOTAL_ASSETS: assets,
            FigureName.TOTAL_LIABILITIES: assets * random.randrange(30, 45) // 100,
            FigureName.EMPLOYEES: employees,
            FigureName.RD_STAFF: employees * random.randrange(22, 34) // 100,
        }
        revenue = revenue * random.randrange(118, 126) // 100


def _facts(portrait: Portrait, random: Random) -> None:
    started = date(portrait.last_year - random.randrange(6, 12), random.randrange(1, 13), random.randrange(1, 29))
    portrait.facts = {
        "niche_started_on": started.isoformat(),
        "strategic_emerging": True,
        "product_field": random.choice(["fills_gap", "key_supporting"]),
        "rd_institution": "municipal",
        "digital_level": random.choice([2, 3]),
        "information_system": True,
        "product_certification": False,
        "quality": ["management_system", "own_brand", "standards"],
        "market.share": f"0.{random.randrange(12, 28)}",
        "market.rank": random.randrange(1, 8),
        "market.leading": True,
        "market.reputation": True,
        "chain_role": True,
        "product_domain": True,
        "compliance.abnormal_list": False,
        "compliance.dishonest_list": False,
        "compliance.prohibited_product": False,
        "compliance.serious_incident": False,
    }


def _items(portrait: Portrait, random: Random) -> None:
    for number in range(5 + random.randrange(3)):
        portrait.items.append(("intellectual_property", patent(portrait, random, number)))
    score = f"{random.randrange(660, 900) / 10:.1f}"
    portrait.items.append(("platform_scores", {"year": portrait.today.year, "score": score}))


def patent(portrait: Portrait, random: Random, number: int) -> dict[str, Any]:
    """An invention patent of its own, for the main product."""
    granted = portrait.today - timedelta(days=random.randrange(200, 2500))
    return {
        "class": "I",
        "kind": "invention_patent",
        "title": f"一种{random.choice('高精低快多')}型装置及其控制方法 {number + 1}",
        "number": f"ZL{granted.year}1{random.randrange(10**7):07d}.{number % 10}",
        "high_value": False,
        "self_developed": True,
        "related_to_main_product": True,
        "economic_benefit": True,
        "granted_on": granted,
        "transferred_in_on": None,
        "holder_rank": 1,
    }


def _keep_patents(portrait: Portrait, count: int) -> None:
    patents = [item for item in portrait.items if item[0] == "intellectual_property"]
    others = [item for item in portrait.items if item[0] != "intellectual_property"]
    portrait.items = patents[:count] + others


def _without_score(portrait: Portrait, _: Random) -> None:
    portrait.items = [item for item in portrait.items if item[0] != "platform_scores"]


def _without_facts(*names: str) -> Callable[[Portrait, Random], None]:
    def lack(portrait: Portrait, _: Random) -> None:
        for name in names:
            portrait.facts.pop(name, None)

    return lack


def _without_figure(*names: FigureName) -> Callable[[Portrait, Random], None]:
    def lack(portrait: Portrait, _: Random) -> None:
        for name in names:
            portrait.figures[portrait.last_year][name] = None

    return lack


def _nothing(_: Portrait, __: Random) -> None:
    """Lacks nothing."""


def _self_declared(portrait: Portrait, _: Random) -> None:
    """Lacks nothing but audited figures."""
    portrait.grade = Grade.SELF_DECLARED


def _less_research(portrait: Portrait, random: Random) -> None:
    """Spends a little too little on research in the last year."""
    figures = portrait.figures[portrait.last_year]
    revenue = figures[FigureName.REVENUE] or 0
    figures[FigureName.RD_EXPENSE] = revenue * random.randrange(25, 29) // 1000


def _modest(portrait: Portrait, random: Random) -> None:
    """A seed just under the score: slower growth, more debt, less research, only software copyrights."""
    _weak_property(portrait)
    last, before = portrait.last_year, portrait.last_year - 1
    main = portrait.figures[before][FigureName.MAIN_REVENUE] or 0
    figures = portrait.figures[last]
    figures[FigureName.MAIN_REVENUE] = main * random.randrange(106, 109) // 100
    figures[FigureName.REVENUE] = main * 160 // 100
    figures[FigureName.RD_EXPENSE] = main * 160 // 100 * 35 // 1000
    figures[FigureName.TOTAL_LIABILITIES] = (figures[FigureName.TOTAL_ASSETS] or 0) * 65 // 100
    portrait.facts["strategic_emerging"] = False


def _weak_property(portrait: Portrait) -> None:
    for _, item in portrait.items:
        if item.get("class") == "I":
            item |= {"class": "II", "kind": "software_copyright", "title": "设备管理软件 V2.0", "number": None}


def _too_much_debt(portrait: Portrait, random: Random) -> None:
    figures = portrait.figures[portrait.last_year]
    assets = figures[FigureName.TOTAL_ASSETS] or 0
    high = 88 if portrait.tier is Tier.INNOVATIVE else 79
    figures[FigureName.TOTAL_LIABILITIES] = assets * (high + random.randrange(3)) // 100


def _too_new(portrait: Portrait, random: Random) -> None:
    """Nearly three years in the niche: the calendar alone will do."""
    started = date(portrait.last_year - 2, random.randrange(2, 12), random.randrange(2, 28))
    portrait.facts["niche_started_on"] = started.isoformat()


def _one_patent_short(portrait: Portrait, _: Random) -> None:
    _keep_patents(portrait, 3)


def _low_score(portrait: Portrait, random: Random) -> None:
    low = 440 if portrait.tier is Tier.INNOVATIVE else 530
    for name, item in portrait.items:
        if name == "platform_scores":
            item["score"] = f"{(low + random.randrange(40)) / 10:.1f}"


def _no_system(portrait: Portrait, _: Random) -> None:
    portrait.facts["information_system"] = False


def _small_share(portrait: Portrait, random: Random) -> None:
    portrait.facts |= {"market.share": f"0.0{random.randrange(82, 98)}", "market.rank": 9}


def _bad_mark(portrait: Portrait, random: Random) -> None:
    portrait.facts[random.choice(["compliance.abnormal_list", "compliance.serious_incident"])] = True


def _hollow(portrait: Portrait, _: Random) -> None:
    """Hardly any research, no property, much debt."""
    _weak_property(portrait)
    portrait.scale(FigureName.RD_EXPENSE, 1, 40)
    portrait.scale(FigureName.MAIN_REVENUE, 45, 100)
    portrait.scale(FigureName.TOTAL_LIABILITIES, 24, 10)
    portrait.facts |= {
        "strategic_emerging": False,
        "market.leading": False,
        "market.share": "0.02",
        "market.rank": 40,
    }


def _unlisted(portrait: Portrait, _: Random) -> None:
    """Nobody has asked for the lists yet, and the figures alone do not suffice."""
    _modest(portrait, Random(0))
    portrait.complete = {ListKind.RECOGNITIONS}
    portrait.items = [item for item in portrait.items if item[0] != "intellectual_property"]


LACKS: dict[str, dict[Tier, tuple[Callable[[Portrait, Random], None], ...]]] = {
    "eligible": {
        Tier.SEED: (_nothing, _self_declared),
        Tier.INNOVATIVE: (_nothing, _self_declared),
        Tier.SRDI: (_nothing, _self_declared),
        Tier.LITTLE_GIANT: (_nothing, _self_declared),
    },
    "near": {
        Tier.SEED: (_modest,),
        Tier.INNOVATIVE: (_less_research, _too_much_debt, _too_new, _low_score),
        Tier.SRDI: (_less_research, _too_much_debt, _too_new, _one_patent_short, _low_score, _small_share),
        Tier.LITTLE_GIANT: (_too_much_debt, _no_system, _small_share),
    },
    "incomplete": {
        Tier.SEED: (
            _unlisted,
            _without_facts("compliance.abnormal_list"),
            _without_figure(FigureName.EMPLOYEES, FigureName.REVENUE),
        ),
        Tier.INNOVATIVE: (
            _without_score,
            _without_facts("market.leading"),
            _without_facts("niche_started_on", "market.leading"),
            _without_figure(FigureName.TOTAL_LIABILITIES),
        ),
        Tier.SRDI: (
            _without_score,
            _without_facts("chain_role"),
            _without_facts("market.share", "market.rank"),
            _without_figure(FigureName.MAIN_REVENUE),
        ),
        Tier.LITTLE_GIANT: (
            _without_facts("information_system"),
            _without_facts("market.share", "chain_role"),
            _without_figure(FigureName.TOTAL_ASSETS),
        ),
    },
    "far": {
        Tier.SEED: (_bad_mark, _hollow),
        Tier.INNOVATIVE: (_bad_mark, _hollow),
        Tier.SRDI: (_bad_mark, _hollow),
        Tier.LITTLE_GIANT: (_bad_mark, _hollow),
    },
}
