"""Every number of every rulebook is guarded: one more or one less, and a case of its case file fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.rules import Dossier, Library, RulebookError, dossier_from, judge
from crm.rules.reading.rulebooks import load_rulebook
from tests.rules.case_files import Case, read_cases
from tests.rules.exact.test_cases import POLICIES, STANDARDS, expected_of, said

pytestmark = pytest.mark.faults

NUMBER = re.compile(r"(?<![\d.A-Za-z_Y+-])\d+(?=(?: 万元| 亿元|%| years|\]|,|\}|\n))")
WORDS = ("#", "clause", "text", "- id", "zh:", "en:")

# All points of this table are multiples of five, so that one point less asks for no less.
IN_STEPS_OF_FIVE = ("innovative-2022", -1)
LEAST = re.compile(r"at_least: 60|(innovation|growth|specialisation): \{at_least: \d+")


def mutants(text: str) -> Iterator[tuple[str, str, int]]:
    """The text with one number changed, the line it stands in, and the change."""
    start = text.index("requires:")
    for match in NUMBER.finditer(text, start):
        line = text[text.rfind("\n", 0, match.start()) + 1 : text.find("\n", match.end())].strip()
        if line.startswith(WORDS):
            continue
        for change in (1, -1) if int(match.group()) else (1,):
            number = str(int(match.group()) + change)
            yield text[: match.start()] + number + text[match.end() :], line, change


def is_caught(path: Path, cases: list[tuple[Case, Dossier]], library: Library) -> bool:
    """Whether the loader refuses the rulebook or a case comes out otherwise."""
    try:
        book = load_rulebook(path, POLICIES)
    except RulebookError:
        return True
    judgements = (
        (case, judge(book, dossier, as_of=case.on, purpose=case.purpose, sizing=library.sizing))
        for case, dossier in cases
    )
    return any(said(case, judgement) != expected_of(case) for case, judgement in judgements)


@pytest.mark.parametrize("standard", STANDARDS)
def test_no_number_can_change_without_a_case_that_notices(standard: str, tmp_path: Path) -> None:
    library = Library.load(POLICIES)
    cases = [(case, dossier_from(case.dossier)) for case in read_cases(standard)]
    text = (POLICIES / "rulebooks" / f"{standard}.yaml").read_text(encoding="utf-8")
    path = tmp_path / f"{standard}.yaml"
    unnoticed = []

    tried = 0
    for mutant, line, change in mutants(text):
        path.write_text(mutant, encoding="utf-8")
        tried += 1
        if (standard, change) == IN_STEPS_OF_FIVE and LEAST.match(line):
            continue
        if not is_caught(path, cases, library):
            unnoticed.append((line, change))

    assert tried > len(library.rulebooks[standard].criteria)
    assert unnoticed == []
