"""A large dossier file is judged in columns: its output is, byte for byte, that of one line after the other."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.rules import dossier_from
from crm.rules.columnar.tables import fits
from crm.rules.files.batch import BatchQuestion, one_by_one, question
from crm.rules.files.batch_pool import together
from tests.rules.border import AS_OF_DATES, BORDERS, border_dossiers
from tests.rules.engine import library
from tests.rules.strategies import PURPOSES, BorderCase, border_cases

ROWS = 40
SEED = 5
DAY = AS_OF_DATES[0]
BAD = (b"{\n", b"\xff\n", b"\n", b'{"\\ud800": 1}\n', b'{"uscc": NaN}\n', b"  \r\n", b"[]\n", b'{"uscc": "x"}\n')


def asked(rulebook: str | None, as_of: date = DAY, purpose: str = "new") -> BatchQuestion:
    return question(library(), as_of, purpose, rulebook)


def border_lines(rulebook: str, as_of: date, count: int, seed: int) -> list[bytes]:
    rows = border_dossiers(rulebook, as_of, count, seed)
    return [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows]


@cache
def mixed_lines() -> list[bytes]:
    """Rows on the borders of every rulebook, with a bad or blank line after every few of them."""
    drawn = zip(*(border_lines(rulebook, DAY, len(BAD) * 2, seed=SEED) for rulebook in BORDERS), strict=True)
    return [line for place, rows in enumerate(drawn) for line in (*rows, BAD[place % len(BAD)])]


@pytest.mark.parametrize("rulebook", BORDERS)
@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("as_of", AS_OF_DATES, ids=str)
def test_every_rulebook_and_purpose_writes_the_same_bytes(rulebook, purpose, as_of):
    lines = border_lines(rulebook, as_of, ROWS, seed=as_of.toordinal() + 2)
    one_rulebook = asked(rulebook, as_of, purpose)

    assert together(lines, one_rulebook) == one_by_one(lines, one_rulebook)


def test_the_rows_hold_numbers_too_large_for_the_columns_beside_those_that_fit():
    held = [fits(dossier_from(json.loads(line))) for line in mixed_lines() if line.strip() and line not in BAD]

    assert {True, False} == set(held)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_three_tiers_share_what_they_have_in_common_and_write_the_same_bytes(purpose):
    lines = mixed_lines()

    done = together(lines, asked(None, purpose=purpose))

    assert done == one_by_one(lines, asked(None, purpose=purpose))
    assert done.unreadable == sum(line in BAD and bool(line.strip()) for line in lines)
    assert done.answered == sum(bool(line.strip()) for line in lines)


@given(size=st.integers(1, 48))
@settings(max_examples=12, deadline=None)
def test_the_length_of_a_chunk_changes_nothing(size: int):
    lines = mixed_lines()[:48]
    three = asked(None)

    chunks = [together(lines[first : first + size], three, first + 1) for first in range(0, len(lines), size)]

    assert b"".join(one.text for one in chunks) == one_by_one(lines, three).text


@given(cases=st.lists(border_cases(), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_no_search_finds_lines_that_are_written_differently(cases: list[BorderCase]):
    lines = [json.dumps(case.dossier).encode() for case in cases]
    first = asked(cases[0].rulebook, cases[0].as_of, cases[0].purpose)

    assert together(lines, first) == one_by_one(lines, first)


@pytest.mark.parametrize("lines", [[], [b"\n", b" \n"], [b"{\n"]], ids=["none", "blank", "bad"])
def test_lines_without_an_enterprise_are_no_pool(lines: list[bytes]):
    done = together(lines, asked(None))

    assert done == one_by_one(lines, asked(None))
    assert done.answered == len(list(chain.from_iterable(line.split() for line in lines)))


def test_only_the_first_line_of_the_file_may_begin_with_a_mark():
    line = b"\xef\xbb\xbf" + border_lines("srdi-2026", DAY, 1, seed=1)[0]

    done = [together([line], asked(None), number) for number in (1, 2)]

    assert [one.unreadable for one in done] == [0, 1]
    assert done == [one_by_one([line], asked(None), number) for number in (1, 2)]
