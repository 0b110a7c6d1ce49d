"""The lightest class of effort that suffices: all that a class may move at its best, and the reference asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.rules.reference.sizing import industry_of
from tests.rules.ways.checker.days import days_to_try
from tests.rules.ways.checker.question import FIGURES, Dossier, Question, figures_of, on_day, suffices, with_figures

WAIT, RECORD, OBTAIN, SPEND = range(4)
WAN = 1_000_000
STEP = 10_000
MOST = 10**14
AMOUNTS = (1000, 1500, 5000, 10_000)
SHARES = (1, 2, 3, 4, 5, 6, 8, 10)
MAIN_SHARES = (50, 55, 60, 70, 80, 90)
GROWTHS = (0, 4, 5, 6, 8, 10, 15)
OBTAINED = {"management_system", "own_brand", "standards"}
LEVELS = ("none", "below_municipal", "municipal", "provincial", "national")


def lightest(question: Question) -> tuple[int, date] | None:
    """The lightest class over all days, and the first day on which it suffices."""
    best: tuple[int, date] | None = None
    for day in days_to_try(question):
        ground = on_day(question, day)
        most = SPEND if best is None else best[0] - 1
        if most < WAIT or not reaches(question, ground, day, most):
            continue
        first = next(effort for effort in range(WAIT, most + 1) if reaches(question, ground, day, effort))
        best = first, day
    return best


def reaches(question: Question, ground: Dossier, day: date, effort: int) -> bool:
    """Whether anything a class of effort may do suffices on a day."""
    if effort == WAIT:
        return suffices(question, ground, day)
    best = with_best_facts(question, ground, day, effort)
    return any(suffices(question, one, day) for one in with_best_figures(question, best, day, effort))


def with_best_facts(question: Question, ground: Dossier, day: date, effort: int) -> Dossier:
    dossier = {
        **ground,
        **_best_single(ground, effort),
        "market": _best_market(ground),
        **_best_lists(ground, question, day),
    }
    dossier["platform_scores"] = _best_scores(ground, question, day, effort)
    if effort >= OBTAIN:
        dossier["intellectual_property"] = [*(dossier["intellectual_property"] or []), *_items()]
        dossier["recognitions"] = [_renewed(one, question.today) for one in dossier["recognitions"]]
    if effort >= SPEND and day.year - 1 >= question.today.year:
        dossier["equity_financing"] = [*dossier["equity_financing"], _round(date(day.year - 1, 12, 31))]
    return dossier


def _best_single(ground: Dossier, effort: int) -> Dossier:
    best: Dossier = {
        "niche_started_on": "1990-01-01",
        "product_field": "fills_gap",
        "strategic_emerging": True,
        "digital_level": 4,
        "rd_institution": "national",
        "quality": [*OBTAINED, "provincial_quality_award"],
        "product_certification": True,
        "information_system": True,
        "local_feature_points": 15,
        "chain_role": True,
        "product_domain": True,
    }
    found = {key: value if ground.get(key) is None else ground[key] for key, value in best.items()}
    if is_open(ground, "quality"):
        found["quality"] = best["quality"]
    if effort >= OBTAIN:
        found["quality"] = [*{*found["quality"], *OBTAINED}]
        found["product_certification"] = found["information_system"] = True
        found["digital_level"] = max(found["digital_level"], 3)
        found["rd_institution"] = max(found["rd_institution"], "municipal", key=LEVELS.index)
    return found


def _best_market(ground: Dossier) -> Dossier:
    best: Dossier = {"share": "1", "rank": 1, "leading": True, "reputation": True}
    known = ground.get("market") or {}
    return {key: value if known.get(key) is None else known[key] for key, value in best.items()}


def is_open(ground: Dossier, listing: str) -> bool:
    return ground.get(listing) is None or listing in (ground.get("incomplete") or [])


def _best_lists(ground: Dossier, question: Question, day: date) -> Dossier:
    """Lists that are open hold what is best; what is unknown of their items is as good as can be."""
    today = question.today
    span = {"valid_from": f"{today.year - 1}-01-01", "valid_to": f"{day.year + 1}-12-31"}
    held = {"granted_on": f"{today.year - 1}-01-01", "expires_on": f"{day.year + 1}-12-31"}
    more: dict[str, list[Dossier]] = {
        "intellectual_property": _items(),
        "equity_financing": [_round(min(today, date(day.year - 1, 12, 31)))],
        "science_awards": [{"level": "national", "awarded_on": today.isoformat(), "rank": 1}],
        "maker_in_china": [{"list": "top50", "year": today.year}],
        "certificates": [{"kind": "high_tech", **span}],
        "recognitions": [{"tier": tier, **held} for tier in ("innovative", "srdi")],
    }
    settled: Dossier = {}
    for name, items in more.items():
        own = [_settled(name, one, today) for one in ground.get(name) or []]
        settled[name] = [*own, *items] if is_open(ground, name) else own
    return settled


def _settled(listing: str, item: Dossier, today: date) -> Dossier:
    if (
        listing == "equity_financing"
        and item.get("qualified") is None
        and date.fromisoformat(item["paid_on"]) <= today
    ):
        return {**item, "qualified": True}
    if listing == "science_awards" and item.get("rank") is None:
        return {**item, "rank": 1}
    if listing == "intellectual_property":
        flags = ("high_value", "self_developed", "related_to_main_product", "economic_benefit")
        answers = {name: True if item.get(name) is None else item[name] for name in flags}
        return {**item, **answers, "holder_rank": item.get("holder_rank") or 1}
    return item


def _items() -> list[Dossier]:
    flags = ("high_value", "self_developed", "related_to_main_product", "economic_benefit")
    return [{"class": "I", **dict.fromkeys(flags, True), "holder_rank": 1}] * 4


def _round(paid_on: date) -> Dossier:
    return {"paid_on": paid_on.isoformat(), "amount": "1000000000000.00", "qualified": True}


def _renewed(title: Dossier, today: date) -> Dossier:
    """One more term for a title valid today and not revoked; a technology SME is registered anew and not reviewed."""
    first, last = date.fromisoformat(title["granted_on"]), date.fromisoformat(title["expires_on"])
    if title.get("revoked_on") is not None or not first <= today <= last:
        return title
    if title["tier"] == "tech_sme":
        return title
    return {**title, "expires_on": _years_on(last, 3).isoformat()}


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def _best_scores(ground: Dossier, question: Question, day: date, effort: int) -> list[Dossier]:
    scores = {one["year"]: one["score"] for one in ground.get("platform_scores") or []}
    for year in (day.year, day.year - 1):
        if (year <= question.today.year and year not in scores) or (year > question.today.year and effort >= OBTAIN):
            scores[year] = "100"
    return [{"year": year, "score": score} for year, score in scores.items()]


def with_best_figures(question: Question, ground: Dossier, day: date, effort: int) -> Iterator[Dossier]:
    """Figures at their best, for every revenue and every amount of assets at which anything turns."""
    last = day.year - 1
    years = {back: figures_of(ground, last - back) for back in range(3)}
    opened = {back for back in years if effort >= SPEND and last - back >= question.today.year}
    for revenue, main, is_moved in _revenues(years, ground, opened):
        for assets in _assets(years[0], ground):
            now = {**years[0], "revenue": revenue, "main_revenue": main, "total_assets": assets}
            best = {0: _best_year(now, years[0], is_open_year=0 in opened, is_moved=is_moved)}
            best[1] = _best_earlier(years[1], is_open_year=1 in opened)
            best[2] = _best_earlier(years[2], is_open_year=2 in opened)
            dossier = ground
            for back, figures in best.items():
                dossier = with_figures(dossier, last - back, figures)
            yield dossier


def _revenues(years: Any, ground: Dossier, opened: set[int]) -> Iterator[tuple[int, int | None, bool]]:
    """Revenue and main-business revenue of Y: as known, as sold more, or as they may turn out to be."""
    now, main = years[0]["revenue"], years[0]["main_revenue"]
    if now is None:
        for one in sorted(
            {max(value, main or 0) for value in _limits_of_revenue(years, ground) if 0 < value <= MOST}
        ):
            yield -(-one // STEP) * STEP, main, False
        return
    yield now, main, False
    if 0 in opened:
        wanted = {value - now for value in _limits_of_revenue(years, ground)} | _more_sales(years)
        for more in sorted({-(-one // STEP) * STEP for one in wanted if 0 < one <= MOST}):
            yield now + more, None if main is None else main + more, True


def _limits_of_revenue(years: Any, ground: Dossier) -> Iterator[int]:
    now, before = years[0], years[2]["revenue"]
    yield from (amount * WAN for amount in AMOUNTS)
    industry = industry_of(ground.get("industry"))
    if industry is not None and "revenue" in industry.bounds:
        yield (industry.bounds["revenue"][0] * WAN - 1) // STEP * STEP
    for name, shares in (("rd_expense", SHARES), ("net_profit", SHARES), ("main_revenue", MAIN_SHARES)):
        if now[name]:
            yield from (floor(Fraction(now[name] * 100, share)) // STEP * STEP for share in shares)
    yield now["main_revenue"] or 10 * WAN
    if before:
        yield ceil(Fraction(before * 11025, 10_000))
    yield 100 * WAN


def _more_sales(years: Any) -> set[int]:
    """Sales for every growth of main-business revenue and for its share of all revenue."""
    main, before, first = (years[back]["main_revenue"] for back in range(3))
    found: set[int] = set()
    if main is None:
        return found
    if before:
        found.update(ceil(Fraction(before * (100 + growth), 100)) - main for growth in GROWTHS)
        if first:
            earlier = Fraction(before, first) - 1
            found.update(ceil(before * (1 + Fraction(2 * growth, 100) - earlier)) - main for growth in GROWTHS)
        elif first is None:
            found.add(0)
    revenue = years[0]["revenue"]
    for share in MAIN_SHARES:
        part = Fraction(share, 100)
        found.add(ceil((part * revenue - main) / (1 - part)))
    return found


def _assets(now: dict[str, int | None], ground: Dossier) -> list[int | None]:
    if now["total_assets"] is not None:
        return [now["total_assets"]]
    industry = industry_of(ground.get("industry"))
    found: list[int | None] = [MOST]
    if industry is not None and "total_assets" in industry.bounds:
        found.append((industry.bounds["total_assets"][0] * WAN - 1) // STEP * STEP)
    return found


def _best_year(figures: Any, known: Any, *, is_open_year: bool, is_moved: bool) -> dict[str, int | None]:
    """Y: what is unknown at its best; in an open year also what can be moved."""
    best = dict(figures)
    if best["employees"] is None:
        best["employees"] = max(best["rd_staff"] or 1, 1)
    for name, value in (("rd_expense", MOST), ("net_profit", MOST), ("total_liabilities", 0)):
        if known[name] is None:
            best[name] = value
        elif is_open_year:
            best[name] = 0 if name == "total_liabilities" else known[name] + MOST
    if is_open_year or known["rd_staff"] is None:
        best["rd_staff"] = max(best["employees"], best["rd_staff"] or 0)
    if known["main_revenue"] is None:
        best["main_revenue"] = best["revenue"] // STEP * STEP
    elif is_open_year and best["revenue"] is not None:
        best["main_revenue"] = max(best["main_revenue"], best["revenue"])
    return best


def _best_earlier(known: dict[str, int | None], *, is_open_year: bool) -> dict[str, int | None]:
    """A year before: as little as possible to be measured by, and much research; the whole holds its part."""
    best = {name: known[name] for name in FIGURES}
    if best["main_revenue"] is None:
        best["main_revenue"] = STEP
    if best["revenue"] is None:
        best["revenue"] = max(-(-(known["main_revenue"] or 0) // STEP) * STEP, STEP)
    if best["rd_expense"] is None:
        best["rd_expense"] = MOST
    elif is_open_year:
        best["rd_expense"] += MOST
    return best
