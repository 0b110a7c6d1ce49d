"""What a judgement tells people: required, found, shortfall, facts with their source, and the day it is met."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm.rules import Dossier, Judgement, Library, Sight, Source, Status, dossier_from, judge, judge_seen
from tests.rules.case_files import read_cases

POLICIES = Path(__file__).parents[3] / "config" / "policies"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(POLICIES)


@pytest.fixture
def model() -> dict[str, Any]:
    """The model enterprise of the case files, which qualifies under every standard."""
    return next(read_cases("srdi-2026")).dossier


def judged(library: Library, dossier: Dossier | dict[str, Any], rulebook: str = "srdi-2026") -> Judgement:
    read = dossier if isinstance(dossier, Dossier) else dossier_from(dossier)
    return judge(library.rulebooks[rulebook], read, as_of=DAY, sizing=library.sizing)


def with_figures(model: dict[str, Any], **figures: Any) -> dict[str, Any]:
    last, *before = model["figures"]
    return {**model, "figures": [{**last, **figures}, *before]}


def test_a_ratio_says_what_is_required_found_and_lacking(library: Library, model: dict[str, Any]) -> None:
    finding = judged(library, with_figures(model, total_liabilities="83000000.00")).finding("debt_ratio")

    assert (finding.requirement, finding.actual, finding.shortfall) == ("≤ 80%", "83%", "3 个百分点")


def test_the_niche_says_from_when_it_would_be_met(library: Library, model: dict[str, Any]) -> None:
    finding = judged(library, {**model, "niche_started_on": "2023-06-01"}).finding("niche_years")

    assert (finding.requirement, finding.actual, finding.shortfall) == ("≥ 3 年", "2 年", "1 年")
    assert finding.met_on == date(2027, 1, 1)


def test_what_is_met_lacks_nothing(library: Library, model: dict[str, Any]) -> None:
    for finding in judged(library, model).criteria:
        assert finding.status is Status.MET
        assert finding.shortfall is None
        assert finding.met_on is None
        assert finding.missing == ()


def test_a_composite_names_each_thing_it_lacks(library: Library, model: dict[str, Any]) -> None:
    finding = judged(library, with_figures(model, rd_expense="990000.00")).finding("rd_each_year")

    assert finding.shortfall == "2025 年研发费用差 1 万元，2025 年研发费用占比差 1.76 个百分点"


def test_a_count_says_how_many_are_lacking(library: Library, model: dict[str, Any]) -> None:
    model["intellectual_property"] = model["intellectual_property"][:3]

    finding = judged(library, model, "little-giant-2026").finding("class1_ip.count")

    assert (finding.actual, finding.shortfall) == ("Ⅰ类知识产权 3 项", "1 项")


def test_a_compound_rate_is_shown_as_a_rate(library: Library, model: dict[str, Any]) -> None:
    finding = judged(library, with_figures(model, revenue="73000000.00"), "little-giant-2026").finding("growth")

    assert (finding.requirement, finding.actual, finding.shortfall) == ("≥ 5%", "3.61%", "1.39 个百分点")


def test_unknown_names_the_facts_to_ask_for(library: Library, model: dict[str, Any]) -> None:
    judgement = judged(library, {**with_figures(model, rd_expense=None), "recognitions": None})

    asked = [(fact.field, fact.year) for fact in judgement.missing]

    assert asked == [("recognitions", None), ("rd_expense", 2025)]
    assert "缺2025 年研发费用" in judgement.finding("rd_each_year").actual


def test_a_zero_base_is_said_to_be_one(library: Library, model: dict[str, Any]) -> None:
    finding = judged(library, with_figures(model, total_assets="0")).finding("debt_ratio")

    assert (finding.status, finding.actual) == (Status.UNKNOWN, "未知（基数为零或为负，无法计算）")


def test_an_unknown_attribute_is_asked_for_by_name(library: Library, model: dict[str, Any]) -> None:
    model["intellectual_property"] = [{**model["intellectual_property"][0], "economic_benefit": None}]

    finding = judged(library, model).finding("class1_ip.count")

    assert [fact.field for fact in finding.missing] == ["intellectual_property.economic_benefit"]


def test_a_source_is_told_and_changes_nothing(library: Library, model: dict[str, Any]) -> None:
    plain = dossier_from(model)
    audited = Source("audited", "2025 年度审计报告")

    sourced = judged(library, replace(plain, sources={("total_assets", 2025): audited}))

    sources = {fact.field: fact.source for fact in sourced.finding("debt_ratio").facts}
    assert sources == {"total_assets": audited, "total_liabilities": None}
    assert sourced.as_mapping() == judged(library, plain).as_mapping()


def test_one_line_of_output_has_the_keys_of_the_format(library: Library, model: dict[str, Any]) -> None:
    line = judged(library, model).as_mapping()

    assert list(line) == [
        "uscc",
        "target",
        "rulebook",
        "purpose",
        "as_of",
        "verdict",
        "score",
        "criteria",
        "branches",
        "notes",
        "detail",
    ]
    assert list(line["detail"][0]) == ["id", "status", "clause", "required", "found", "shortfall", "met_on"]
    assert [one["id"] for one in line["detail"]] == list(line["criteria"])
    assert line["score"] is None


def test_a_score_is_told_as_an_interval_with_its_parts(library: Library, model: dict[str, Any]) -> None:
    score = judged(library, {**model, "strategic_emerging": None}, "innovative-2022").as_mapping()["score"]

    assert (score["low"], score["high"], score["threshold"]) == (80, 85, 60)
    assert score["parts"]["specialisation"] == {"low": 25, "high": 30, "threshold": 15}


NOTED = [
    (date(2026, 4, 1), "review", True),
    (date(2026, 12, 31), "review", True),
    (date(2027, 1, 1), "review", False),
    (date(2026, 11, 23), "new", False),
]


@pytest.mark.parametrize(("day", "purpose", "noted"), NOTED)
def test_the_review_of_2026_is_marked(
    library: Library, model: dict[str, Any], day: date, purpose: str, noted: bool
) -> None:
    book = library.rulebooks["srdi-2026"]

    judgement = judge(book, dossier_from(model), as_of=day, purpose=purpose, sizing=library.sizing)

    assert bool(judgement.notes) is noted


def test_a_year_assumed_like_the_last_is_no_more_than_an_assumption(library: Library, model: dict[str, Any]) -> None:
    dossier = dossier_from(model)
    new_year = date(2027, 1, 15)
    book = library.rulebooks["srdi-2022"]

    strict = judge(book, dossier, as_of=new_year, sizing=library.sizing)
    assumed = judge(book, dossier.with_year_repeated(2026), as_of=new_year, sizing=library.sizing)

    assert strict.finding("rd_ratio").status is Status.UNKNOWN
    assert assumed.finding("rd_ratio").status is Status.MET
    assert dossier.with_year_repeated(2025).figures[1:] == dossier.figures[1:]
    assert dossier.with_year_repeated(2030) == dossier


def test_several_rulebooks_share_one_sight(library: Library, model: dict[str, Any]) -> None:
    dossier = dossier_from(model)
    sight = Sight(dossier, DAY, library.sizing)

    for name, book in library.rulebooks.items():
        assert judge_seen(book, sight).as_mapping() == judged(library, dossier, name).as_mapping()


def test_only_what_is_not_reported_is_assumed(model: dict[str, Any]) -> None:
    model["figures"] = [{"year": 2025, "revenue": "1.00"}, {"year": 2024, "revenue": "2.00", "rd_expense": "3.00"}]

    repeated = dossier_from(model).with_year_repeated(2025)

    assumed = repeated.figures[0]
    assert repeated.platform_scores == dossier_from(model).platform_scores
    assert (assumed.year, assumed.revenue, assumed.rd_expense, assumed.net_profit) == (2025, 100, 300, None)


def test_the_score_from_the_same_report_is_assumed_with_it(model: dict[str, Any]) -> None:
    assumed = dossier_from(model).with_year_repeated(2026).platform_scores

    assert [(one.year, one.score) for one in assumed] == [(2026, 70), (2027, 70)]
