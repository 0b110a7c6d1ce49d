"""Measures answer by clause and day, are read strictly with file and line, and never win by standing first."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from crm.awards.measures import FIRST_AWARD, measures_at
from crm.config.settings import ROOT
from crm.rules.law.problems import RulebookError

FILE = ROOT / "config" / "policies" / "measures" / "shijingshan-2023-24.yaml"
TEXT = FILE.read_text(encoding="utf-8")
FIRST, LAST = date(2023, 7, 11), date(2025, 12, 31)
DAY = timedelta(days=1)


@pytest.fixture
def measures(tmp_path):
    """Reads measures from texts by name of file."""
    folder = tmp_path / "measures"
    folder.mkdir()

    def read(**texts: str):
        for name, text in texts.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return measures_at(tmp_path)

    return read


def measure(name: str, since: str, until: str, text: str = TEXT) -> str:
    named = text.replace("id: shijingshan-2023-24", f"id: {name}")
    return named.replace("{from: 2023-07-11, to: 2025-12-31}", f"{{from: {since}, to: {until}}}")


@pytest.mark.parametrize(
    ("day", "in_force", "latest"),
    [(FIRST - DAY, False, False), (FIRST, True, True), (LAST, True, True), (LAST + DAY, False, True)],
)
def test_a_measure_answers_for_its_clause_from_its_first_day_to_its_last(day, in_force, latest):
    read = measures_at(ROOT / "config" / "policies")

    assert (read.measure_for(FIRST_AWARD, day) is not None) is in_force
    assert (read.latest_for(FIRST_AWARD, day) is not None) is latest


def test_of_two_measures_the_one_of_the_day_answers_whatever_its_file_is_called(measures):
    read = measures(a=measure("a", "2026-01-01", "2027-12-31"), b=measure("b", "2024-01-01", "2025-12-31"))

    assert read.measure_for(FIRST_AWARD, date(2025, 12, 31)).id == "b"
    assert read.measure_for(FIRST_AWARD, date(2026, 1, 1)).id == "a"
    assert read.latest_for(FIRST_AWARD, date(2028, 1, 1)).id == "a"


def test_two_measures_in_force_on_one_day_are_refused_with_file_and_line(measures):
    with pytest.raises(RulebookError, match=r"a\.yaml:7: b is in force until 2025-12-31"):
        measures(a=measure("a", "2025-12-31", "2027-12-31"), b=measure("b", "2024-01-01", "2025-12-31"))


def test_a_clause_nobody_has_is_named_with_those_there_are():
    with pytest.raises(LookupError, match=r"'rent'.*'first_award'"):
        measures_at(ROOT / "config" / "policies").measure_for("rent", FIRST)


def test_a_measure_is_known_by_the_digest_of_its_file():
    known = measures_at(ROOT / "config" / "policies").measure_for(FIRST_AWARD, FIRST)

    assert known.digest == sha256(FILE.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("srdi: 20", "srdi: -20", r"only\.yaml:15: an amount must be more than nothing"),
        ("srdi: 20", "srdy: 20", r"only\.yaml:15: unknown title 'srdy'"),
        ("srdi: 20", "srdi: 20.5", r"only\.yaml:15: must be a whole number"),
        ("  clause: 第一条", "  clause: 第一条\n  bonus: 1", r"only\.yaml:12: unknown key 'bonus'"),
        ("to: 2025-12-31", "to: 2023-07-10", r"only\.yaml:7: ends before it begins"),
        ("repeals: ", "repeels: ", r"only\.yaml:8: unknown key 'repeels'"),
        ("id: only", "id: other", r"only\.yaml:4: must be only"),
    ],
)
def test_a_broken_measure_is_refused_with_file_and_line(measures, old, new, said):
    text = measure("only", "2023-07-11", "2025-12-31")
    assert old in text

    with pytest.raises(RulebookError, match=said):
        measures(only=text.replace(old, new))
