"""A year is read in every spelling; a part of one, a month or a quarter, is never taken for the whole."""

import pytest

from crm.imports.cells.amounts import Unreadable
from crm.imports.cells.periods import PART_OF_A_YEAR, read_year


@pytest.mark.parametrize(
    "words",
    [
        *("2025", "2025年", "2025年度", "2025年全年", "2025年1—12月", "2025年末"),
        *("2025-01-01至2025-12-31", "2025-01至2025-12", "202501-202512", "20250101-20251231", "2025/1/1-2025/12/31"),
        *("2025年01月01日-2025年12月31日", "2025年1月-12月", "2025.1-12", "二〇二五年", "２０２５年", 2025, 2025.0),
    ],
)
def test_a_whole_year_is_that_year(words):
    assert read_year(words) == 2025


@pytest.mark.parametrize(
    "words",
    [
        "2025-01-01至2025-03-31",
        "2025年1-6月",
        "202512",
        202512,
        "2025年12月",
        "2025Q4",
        "2024-07至2025-06",
        "2025年前三季度",
    ],
)
def test_a_part_of_a_year_is_said_to_be_one(words):
    assert read_year(words) == Unreadable(PART_OF_A_YEAR)


@pytest.mark.parametrize("words", ["第2025年", 202500, 20251231, "2024至2025", "明年"])
def test_other_words_name_no_year(words):
    assert isinstance(read_year(words), Unreadable)
