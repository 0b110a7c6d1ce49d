"""Every broken rulebook is refused with a complaint that names the file, the line and the mistake."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from crm.rules import Library, RulebookError
from crm.rules.reading.rulebooks import load_rulebook

POLICIES = Path(__file__).parents[3] / "config" / "policies"
BROKEN = Path(__file__).parents[1] / "broken"

COMPLAINTS = {
    "anchors": "12: anchors, aliases and own tags",
    "another_name": "1: the id 'some_name' must be the name of the file",
    "award_of_no_level": "12: names no level",
    "award_without_window": "9: missing 'within'",
    "bands_out_of_order": "15: the limits must go from the hardest to the easiest",
    "brackets_by_no_figure": "12: 'market_share' is no yearly figure",
    "brackets_out_of_order": "9: brackets must fall",
    "branch_of_another_rule": "13: 'merit.award' is no id for this place",
    "choice_without_all_words": "15: missing 'key_supporting'",
    "count_without_property_rules": "9: the rulebook does not say which intellectual property counts",
    "duplicate_key": "3: 'target' is written twice",
    "empty": "1: the file is empty",
    "empty_any": "12: an empty list would decide without a rule",
    "ends_before_it_begins": "6: ends before it begins",
    "everything_is_near": "7: must be less than the whole limit",
    "impossible_date": "6: no such date: 2026-02-30",
    "indicator_without_points": "11: must give points by one of first, bands",
    "judgement_asked_as_fact": "12: unknown fact 'chain_role'",
    "limit_as_words": "13: '一百万元' is no quantity",
    "limit_without_unit": "13: 100 needs a unit",
    "missing_clause": "9: missing 'clause'",
    "missing_include": "9: there is no fence.yaml to include",
    "missing_near": "1: missing 'near'",
    "missing_text": "9: missing 'text'",
    "no_bands": "15: has no bands",
    "no_operator": "9: must say exactly one of all, any",
    "no_purpose": "5: names no purpose",
    "no_rules": "8: has no rules, so it would approve everyone",
    "not_yaml": "4: not YAML",
    "note_without_text": "9: missing 'text'",
    "octal_number": "14: '012' is no quantity",
    "platform_score_without_year": "9: 'platform_score' needs its years",
    "points_that_rise": "11: points must fall from row to row",
    "python_tag": "3: anchors, aliases and own tags",
    "rank_as_words": "12: must be a whole number",
    "rule_for_no_purpose_in_force": "8: has no rules, so it would approve everyone",
    "rules_as_a_mapping": "8: must be a list",
    "same_id_twice": "14: 'revenue' names two rules",
    "score_without_table": "9: the rulebook has no score table",
    "target_without_a_tier": "2: unknown word 'seed'",
    "text_in_one_language": "11: missing 'en'",
    "two_limits": "9: must say exactly one of at_least, at_most",
    "two_operators": "9: must say exactly one of .* it says metric, at_least, title",
    "unit_that_does_not_fit": "13: the unit of '3%' does not fit",
    "unknown_certificate": "12: unknown word 'iso_9001'",
    "unknown_choice_word": "13: unknown word 'galactic'",
    "unknown_count": "12: unknown count 'class3'",
    "unknown_fact": "12: unknown fact 'has_canteen'",
    "unknown_key": "3: unknown key 'authority'",
    "unknown_metric": "12: unknown metric 'turnover'",
    "unknown_operator": "13: unknown key 'more_than'",
    "unknown_purpose": "6: unknown key 'renew'",
    "unknown_size": "12: unknown word 'huge'",
    "unknown_tier": "12: unknown word 'unicorn'",
    "unknown_year": "13: 2025 is no year; write Y, Y-1",
    "unreachable_score": "9: no enterprise can reach so many points",
    "wrong_most": "13: 'debt' can give 10 points at most",
    "year_twice": "13: must name at least one year, and none twice",
    "years_of_a_share": "13: 'market_share' does not go by years",
    "yes_instead_of_true": "13: must be true or false",
}


def test_every_broken_file_has_its_complaint() -> None:
    assert {file.stem for file in BROKEN.glob("*.yaml")} == set(COMPLAINTS)


@pytest.mark.parametrize(("name", "complaint"), COMPLAINTS.items())
def test_a_broken_rulebook_is_refused_and_file_and_line_are_named(name: str, complaint: str) -> None:
    with pytest.raises(RulebookError) as raised:
        load_rulebook(BROKEN / f"{name}.yaml", POLICIES)

    assert re.match(rf"{name}\.yaml:{complaint}", str(raised.value))


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A copy of the policies that a test may spoil."""
    return Path(shutil.copytree(POLICIES, tmp_path / "policies"))


def spoil(file: Path, right: str, wrong: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")


SPOILT = {
    "sizing.yaml: codes that overlap": ("sizing.yaml", "[F52]", "[F5]", "overlap"),
    "sizing.yaml: bounds that rise": ("sizing.yaml", "large: 1000, medium: 300", "large: 100, medium: 300", "fall"),
    "sizing.yaml: no figure": ("sizing.yaml", "      employees:", "      desks:", "'desks' is no yearly figure"),
    "tiers.yaml: a tier is missing": ("tiers.yaml", "- id: tech_sme", "- id: innovative", "every tier once"),
    "tiers.yaml: an unknown tier": ("tiers.yaml", "next: little_giant", "next: giant", "unknown word 'giant'"),
    "deadlines.yaml: an unknown key": ("deadlines.yaml", "clause:", "clauses:", "unknown key 'clauses'"),
    "windows.yaml: ends before it begins": ("windows.yaml", "to: 2026-05-25", "to: 2026-04-24", "ends before"),
    "windows.yaml: a condition nobody answers": (
        "windows.yaml",
        "        to_confirm: true\n",
        "",
        "either what it requires",
    ),
    "gate.yaml: a rule without clause": (
        "gate.yaml",
        "    clause: 第四条 具有独立法人资格\n",
        "",
        "missing 'clause'",
    ),
}


@pytest.mark.parametrize(("file", "right", "wrong", "complaint"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_table_is_refused_by_name(policies: Path, file: str, right: str, wrong: str, complaint: str) -> None:
    spoil(policies / file, right, wrong)

    with pytest.raises(RulebookError, match=complaint) as raised:
        Library.load(policies)

    assert str(raised.value).startswith(f"{file}:")


def test_two_rulebooks_for_the_same_question_are_refused(policies: Path) -> None:
    spoil(policies / "rulebooks" / "srdi-2026.yaml", "new: {from: 2026-04-01}", "new: {from: 2026-03-31}")

    with pytest.raises(RulebookError, match=r"srdi-2026\.yaml: is in force at the same time as srdi-2022"):
        Library.load(policies)


def test_a_folder_without_rulebooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="holds no rulebook"):
        Library.load(tmp_path)
