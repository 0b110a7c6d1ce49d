"""Which rulebook answers on which day, and what the ladder, the deadlines and the windows say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crm.rules import FIELDS, METRICS, Library, NoRulebookInForce
from crm.rules.law.dossier import Recognition
from crm.rules.law.metrics import FigureMetric

POLICIES = Path(__file__).parents[3] / "config" / "policies"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(POLICIES)


GATE = [
    ("innovative", "new", date(2022, 8, 1), "innovative-2022"),
    ("innovative", "review", date(2030, 1, 1), "innovative-2022"),
    ("srdi", "new", date(2022, 8, 1), "srdi-2022"),
    ("srdi", "new", date(2026, 3, 31), "srdi-2022"),
    ("srdi", "review", date(2026, 3, 31), "srdi-2022"),
    ("srdi", "new", date(2026, 4, 1), "srdi-2026"),
    ("srdi", "review", date(2026, 4, 1), "srdi-2026"),
    ("little_giant", "new", date(2022, 8, 1), "little-giant-2022"),
    ("little_giant", "new", date(2026, 3, 31), "little-giant-2022"),
    ("little_giant", "new", date(2026, 4, 1), "little-giant-2026"),
    ("little_giant", "review", date(2026, 12, 31), "little-giant-2022"),
    ("little_giant", "review", date(2027, 1, 1), "little-giant-2026"),
]


@pytest.mark.parametrize(("target", "purpose", "on", "rulebook"), GATE)
def test_the_rulebook_in_force_answers(library: Library, target: str, purpose: str, on: date, rulebook: str) -> None:
    assert library.rulebook_for(target, purpose, on).id == rulebook


@pytest.mark.parametrize("target", ["innovative", "srdi", "little_giant"])
def test_a_day_without_rulebook_is_named_with_its_tier(library: Library, target: str) -> None:
    with pytest.raises(NoRulebookInForce) as raised:
        library.rulebook_for(target, "new", date(2022, 7, 31))

    assert "2022-07-31" in str(raised.value)
    assert target in str(raised.value)


NEXT = [
    ((), "innovative"),
    (("tech_sme",), "srdi"),
    (("innovative",), "srdi"),
    (("innovative", "srdi"), "little_giant"),
    (("tech_sme", "little_giant"), None),
]


@pytest.mark.parametrize(("held", "target"), NEXT)
def test_the_next_title_follows_from_the_highest_held(
    library: Library, held: tuple[str, ...], target: str | None
) -> None:
    assert library.next_target(held) == target


TERMS = [
    ("srdi", date(2024, 3, 15), date(2027, 3, 14)),
    ("tech_sme", date(2026, 1, 1), date(2026, 12, 31)),
    ("tech_sme", date(2026, 12, 31), date(2026, 12, 31)),
    ("tech_sme", date(2024, 2, 29), date(2024, 12, 31)),
    ("innovative", date(2024, 2, 29), date(2027, 2, 28)),
]


@pytest.mark.parametrize(("tier", "granted", "last"), TERMS)
def test_a_title_ends_on_the_day_before_its_anniversary(
    library: Library, tier: str, granted: date, last: date
) -> None:
    assert library.ladder.tier(tier).expires_on(granted) == last


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        (date(2027, 3, 14), date(2030, 3, 14)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
    ],
)
def test_a_passed_review_gives_three_more_years_from_the_old_end(library: Library, ended: date, last: date) -> None:
    assert library.ladder.tier("srdi").renewed_until(ended) == last


ENDS_LATE = Recognition("little_giant", date(2024, 7, 1), date(2027, 6, 30))
ENDS_SOON = Recognition("little_giant", date(2023, 12, 1), date(2026, 11, 30))
REVIEWS = [
    ("review", (ENDS_LATE,), "little-giant-2026"),
    ("review", (ENDS_SOON,), "little-giant-2022"),
    ("review", (ENDS_SOON, ENDS_LATE), "little-giant-2026"),
    ("review", (replace(ENDS_LATE, revoked_on=date(2026, 11, 1)),), "little-giant-2022"),
    ("review", (replace(ENDS_LATE, expires_on=date(2026, 6, 30)),), "little-giant-2022"),
    ("review", (replace(ENDS_LATE, tier="srdi"),), "little-giant-2022"),
    ("review", (), "little-giant-2022"),
    ("new", (ENDS_LATE,), "little-giant-2026"),
]


@pytest.mark.parametrize(("purpose", "titles", "rulebook"), REVIEWS)
def test_a_review_is_judged_by_the_rules_of_the_day_on_which_it_takes_place(
    library: Library, purpose: str, titles: tuple[Recognition, ...], rulebook: str
) -> None:
    assert library.rulebook_of("little_giant", purpose, titles, date(2026, 11, 23)).id == rulebook


DEADLINES = [
    ("srdi", 2025, date(2025, 4, 30)),
    ("srdi", 2026, date(2026, 5, 31)),
    ("little_giant", 2027, date(2027, 5, 31)),
    ("innovative", 2026, date(2026, 4, 30)),
    ("tech_sme", 2026, None),
]


@pytest.mark.parametrize(("tier", "year", "last"), DEADLINES)
def test_annual_updates_end_by_tier_and_year(library: Library, tier: str, year: int, last: date | None) -> None:
    assert library.ladder.update_deadline(tier, year) == last


def test_every_criterion_has_its_clause_and_both_languages(library: Library) -> None:
    criteria = [one for book in library.rulebooks.values() for rules in book.criteria.values() for one in rules]

    assert all(one.clause.startswith("工信部企业〔") and one.text.zh and one.text.en for one in criteria)


def test_every_figure_a_metric_needs_is_a_fact_of_the_dossier() -> None:
    needed = {field for metric in METRICS.values() if isinstance(metric, FigureMetric) for field, _ in metric.needs}

    assert needed <= {name for name, field in FIELDS.items() if field.yearly}


def test_a_changed_policy_file_has_another_version(library: Library, tmp_path: Path) -> None:
    for file in POLICIES.rglob("*.yaml"):
        copy = tmp_path / file.relative_to(POLICIES)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes() + (b"\n# a word more\n" if file.name == "srdi-2026.yaml" else b""))

    changed = {
        name
        for name, book in Library.load(tmp_path).rulebooks.items()
        if book.version != library.rulebooks[name].version
    }

    assert changed == {"srdi-2026"}
