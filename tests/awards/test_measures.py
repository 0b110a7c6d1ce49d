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
    with pytest.raises(RulebookError, match=r"a\.yaml:9: b is in force until 2025-12-31"):
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
        ("srdi: 20", "srdi: -20", "an amount must be more than nothing"),
        ("srdi: 20", "srdi: 0", "an amount must be more than nothing"),
        ("srdi: 20", "srdy: 20", "unknown title 'srdy'"),
        ("srdi: 20", "srdi: 20.5", "must be a whole number"),
        ("    clause: 第一条", "    clause: 第一条\n    bonus: 1", "unknown key 'bonus'"),
        ("to: 2025-12-31", "to: 2023-07-10", "ends before it begins"),
        ("window_basis: recognition", "window_basis: claim", "unknown word 'claim'"),
        ("repeals: ", "repeels: ", "unknown key 'repeels'"),
        ("id: only", "id: other", "must be only"),
        ("document: 石经信局", f"document: {'长' * 200}", "at most 200 characters"),
        ("repeals: ", f"repeals: {'长' * 200}", "at most 200 characters"),
        ("      title_award:", f"      {'a' * 65}:", "must be a name of"),
        ("  first_award:", f"  {'a' * 65}:", "must be a name of"),
        ("evidence: [认定文件或公告, 营业执照]", f"evidence: [{'长' * 201}]", "at most 200 characters"),
        ("evidence: [认定文件或公告, 营业执照]", "evidence: [营业执照, 营业执照]", "names a piece of evidence twice"),
        ("rate: 30%", "rate: 0%", "a rate lies above 0%"),
        ("rate: 30%", "rate: 101%", "a rate lies above 0%"),
        ("rate: 30%", "rate: 0.3", "is no quantity"),
        ("{from: 1%, to: 2%}", "{from: 2%, to: 1%}", "a rate lies above 0% and at most at 100%, and rises"),
        ("cap: 200,", "cap: 0,", "an amount must be more than nothing"),
        ("per: project", "per: month", "unknown word 'month'"),
        ("{count: 1,", "{count: 0,", "a quota is at least one"),
        ("to: fund_manager", "to: fund", "unknown word 'fund'"),
        ("departments: [kw]", "departments: []", "name a department, or write 'concerned'"),
        ("fixed: 150", "fixed: 150\n        quota: {count: 1, unit: {zh: 套, en: flat}}", "needs exactly one of"),
        ("        fixed: 150\n", "", "needs exactly one of"),
        ("      listing_neeq_moved_in:", "      loan_interest:", "benefit 'loan_interest' stands in loan_interest"),
    ],
)
def test_a_broken_measure_is_refused_with_file_and_line(measures, old, new, said):
    text = measure("only", "2023-07-11", "2025-12-31")
    assert text.count(old) == 1, text.count(old)
    lines = [f"only.yaml:{number}: " for number in range(1, 200)]

    with pytest.raises(RulebookError) as refused:
        measures(only=text.replace(old, new))

    assert said in str(refused.value)
    assert any(line in str(refused.value) for line in lines)


def test_the_line_named_is_the_line_of_the_fault(measures):
    text = measure("only", "2023-07-11", "2025-12-31")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "srdi: 20" in each)

    with pytest.raises(RulebookError, match=rf"only\.yaml:{line}: an amount"):
        measures(only=text.replace("srdi: 20", "srdi: -20"))


BESIDE = """
id: beside
document: 石政发〔2024〕1号
title: 另一份措施
valid: {from: 2024-01-01, to: 2026-12-31}
window_basis: recognition
clauses:
  giants:
    clause: 第三条
    departments: [jxj]
    text: {zh: 奖励, en: Award}
    benefits:
      title_award:
        text: {zh: 首次认定奖励, en: First award}
        to: enterprise
        evidence: [认定文件]
        by_title: {srdi: 10, little_giant: 100}
"""


@pytest.mark.parametrize(
    ("tier", "day", "document"),
    [
        ("little_giant", date(2025, 6, 1), "石政发〔2024〕1号"),
        ("srdi", date(2025, 6, 1), "石经信局〔2023〕24号"),
        ("little_giant", date(2023, 12, 31), "石经信局〔2023〕24号"),
        ("srdi", date(2026, 1, 1), "石政发〔2024〕1号"),
        ("innovative", date(2026, 1, 1), None),
    ],
)
def test_of_like_benefits_of_two_measures_the_highest_applies_once(measures, tier, day, document):
    read = measures(only=measure("only", "2023-07-11", "2025-12-31"), beside=BESIDE)

    best = read.best_for_title("title_award", tier, day)

    assert (best.measure.document if best else None) == document


def test_of_equal_like_benefits_the_older_measure_answers_whatever_the_files_are_called(measures):
    equal = BESIDE.replace("srdi: 10", "srdi: 20")
    read = measures(zz=measure("zz", "2023-07-11", "2025-12-31"), beside=equal)

    assert read.best_for_title("title_award", "srdi", date(2025, 1, 1)).measure.id == "zz"


def test_all_nine_clauses_say_who_answers_for_them():
    read = measures_at(ROOT / "config" / "policies").all[0]

    numbers = [clause.number for clause in read.clauses.values()]
    assert numbers == [f"第{number}条" for number in "一二三四五六七八九"]
    concerned = [clause.number for clause in read.clauses.values() if not clause.departments]
    assert concerned == ["第五条", "第九条"]
    assert read.repeals == "石经信局〔2022〕8号"
