"""One question to the search, and what the reference says of a dossier on a day; nothing is moved here."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.rules.reference import rulebook_for
from tests.rules.reference.ease import STRICT
from tests.rules.reference.facts import Facts
from tests.rules.reference.sizing import industry_of
from tests.rules.reference.verdict import answer

Dossier = dict[str, Any]
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
HEADS = ("employees", "rd_staff")


@dataclass(frozen=True)
class Question:
    """Who wants which title, from when on."""

    dossier: Dossier
    target: str
    today: date
    purpose: str = "new"


def figures_of(dossier: Dossier, year: int) -> dict[str, int | None]:
    """Amounts in fen, staff in heads."""
    row = next((one for one in dossier.get("figures") or [] if one["year"] == year), {})
    return {name: _number(name, row.get(name)) for name in FIGURES}


def _number(name: str, value: Any) -> int | None:
    if value is None or name in HEADS:
        return value
    sign, text = (-1, value[1:]) if value.startswith("-") else (1, value)
    whole, _, rest = text.partition(".")
    return sign * (int(whole) * 100 + int((rest + "00")[:2]))


def with_figures(dossier: Dossier, year: int, figures: dict[str, int | None]) -> Dossier:
    row: dict[str, Any] = {"year": year}
    for name, value in figures.items():
        row[name] = value if value is None or name in HEADS else _yuan(value)
    others = [one for one in dossier.get("figures") or [] if one["year"] != year]
    return {**dossier, "figures": [*others, row]}


def _yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def update_due(target: str, year: int) -> date:
    """The last day of the annual update: 30 April; from 2026 on 31 May, but for innovative enterprises."""
    return date(year, 5, 31) if year >= 2026 and target != "innovative" else date(year, 4, 30)


def on_day(question: Question, day: date) -> Dossier:
    """The facts as they are seen on a day, each year whose figures may still come like the one before."""
    dossier = deepcopy(question.dossier)
    today = question.today
    first = today.year - 1 if today <= update_due(question.target, today.year) else today.year
    for year in range(first, day.year):
        dossier = repeated(dossier, year)
    return dossier


def repeated(dossier: Dossier, year: int) -> Dossier:
    """What is not reported of a year as it was the year before, and the platform's score of the year after."""
    rows = {one["year"]: one for one in dossier.get("figures") or []}
    if year - 1 in rows:
        before, own = figures_of(dossier, year - 1), figures_of(dossier, year)
        dossier = with_figures(
            dossier, year, {name: before[name] if own[name] is None else own[name] for name in FIGURES}
        )
    scores = {one["year"]: one["score"] for one in dossier.get("platform_scores") or []}
    if year in scores and year + 1 not in scores:
        more = {"year": year + 1, "score": scores[year]}
        dossier = {**dossier, "platform_scores": [*(dossier.get("platform_scores") or []), more]}
    return dossier


def review_day(question: Question, day: date) -> date:
    """The last day of the title that is to be reviewed; without one that counts on, the day itself."""
    last_days = [
        date.fromisoformat(one["expires_on"])
        for one in question.dossier.get("recognitions") or []
        if one["tier"] == question.target and not _is_lost(one, day)
    ]
    return max((last for last in last_days if last >= day), default=day)


def _is_lost(title: Dossier, day: date) -> bool:
    lost = title.get("revoked_on")
    return lost is not None and date.fromisoformat(lost) <= day


def suffices(question: Question, dossier: Dossier, day: date) -> bool:
    """Whether everything is met on a day; marks in the gate that nobody knows of are to be confirmed.

    A review is judged by the rules of the last day of the title as it is held today.
    """
    of_rules = review_day(question, day) if question.purpose == "review" else day
    book = rulebook_for(question.target, question.purpose, of_rules)
    if book is None:
        return False
    criteria, _, _ = answer(book, Facts(dossier, day), STRICT, question.purpose)
    return all(truth is True or (truth is None and _to_confirm(name, dossier)) for name, truth in criteria.items())


def _to_confirm(criterion: str, dossier: Dossier) -> bool:
    if criterion == "gate.sme":
        return industry_of(dossier.get("industry")) is None
    return criterion.startswith("gate.")
