"""Amounts in every spelling a register uses, and the ones that must not pass as amounts."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.imports.cells.amounts import Silence, Unreadable, read_amount
from crm.imports.cells.cell import Formula
from crm.money import FEN_IN_WAN, FEN_IN_YUAN

READ = {
    "37173.13": 371_731_300_00,
    " 3951.21 ": 39_512_100_00,
    "３１８１０．７３": 318_107_300_00,
    "1,234.50": 12_345_000_00,
    "１，２３４．５": 12_345_000_00,
    "¥1208万": 12_080_000_00,
    "￥5": 50_000_00,
    "1208.5万元": 12_085_000_00,
    "12万": 120_000_00,
    "3亿元": 300_000_000_00,
    "52000000元": 52_000_000_00,
    "7千元": 7_000_00,
    "0": 0,
    "1234.567891": 1_234_567_891,
}
LOSSES = {
    "-1170.79": -1_170_790_000,
    "¥-9.5万": -9_500_000,
    "-¥9.5万": -9_500_000,
    "（12.5）": -12_500_000,
    "−3": -3_000_000,
}
UNREADABLE = {
    "约1200": "about",
    "1200左右": "about",
    ">1000": "about",
    "12%": "percent",
    "#DIV/0!": "error_value",
    "1_000": "not_an_amount",
    "1e5": "not_an_amount",
    "1E+999999": "not_an_amount",
    "nan": "not_an_amount",
    "sNaN": "not_an_amount",
    "Infinity": "not_an_amount",
    "12²": "not_an_amount",
    "1,23,4": "not_an_amount",
    "12 34": "not_an_amount",
    "--5": "not_an_amount",
    "-(5)": "not_an_amount",
    "١٢": "not_an_amount",
    "3万美元": "not_an_amount",
    "9" * 5_000: "not_an_amount",
    "999999999999999999": "too_large",
    "0.0000001": "finer_than_fen",
    "=1+1": "not_an_amount",
    "审计中": "not_an_amount",
}


@pytest.mark.parametrize(("spelling", "fen"), READ.items())
def test_an_amount_is_read_in_ten_thousand_yuan_unless_it_says_otherwise(spelling, fen):
    assert read_amount(spelling) == fen


@pytest.mark.parametrize(("spelling", "fen"), LOSSES.items())
def test_a_loss_is_read_where_a_loss_can_stand(spelling, fen):
    assert read_amount(spelling, signed=True) == fen
    assert read_amount(spelling) == Unreadable("negative")


@pytest.mark.parametrize("word", ["-", "—", "——", "－", "/", "／", "无", " 未提供 ", "N/A", "不详"])
def test_a_word_for_none_given_is_unknown_and_no_error(word):
    assert read_amount(word) is Silence.BY_WORD


@pytest.mark.parametrize("nothing", [None, "", "  ", "\u00a0", "\u200b", "\u3000"])
def test_an_empty_cell_is_unknown(nothing):
    assert read_amount(nothing) is Silence.BLANK


@pytest.mark.parametrize(("text", "reason"), UNREADABLE.items(), ids=[text[:12] for text in UNREADABLE])
def test_what_is_no_amount_is_told_and_never_guessed(text, reason):
    assert read_amount(text, signed=True) == Unreadable(reason)


NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf"), 1e30, 2**63, True, NAIVE])
def test_a_cell_that_is_no_finite_number_is_no_amount(cell):
    assert isinstance(read_amount(cell, signed=True), Unreadable)


def test_a_formula_without_result_is_no_amount():
    assert isinstance(read_amount(Formula("=A1*2")), Unreadable)


def test_the_unit_of_a_heading_counts_where_the_cell_names_none():
    assert read_amount("52000.25", FEN_IN_YUAN) == 52_000_25
    assert read_amount("5.2万元", FEN_IN_YUAN) == 52_000_00


def test_the_dust_of_a_calculated_cell_is_swept_off():
    assert read_amount(0.1 + 0.2) == 3_000_00
    assert read_amount(1000 / 3) == 333_333_333


@given(st.integers(min_value=0, max_value=10**15))
def test_every_amount_written_in_ten_thousand_yuan_comes_back_to_the_fen(fen):
    whole, rest = divmod(fen, FEN_IN_WAN)

    assert read_amount(f"{whole}.{rest:06d}") == fen
    assert read_amount(f"{whole:,}.{rest:06d}万元") == fen


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_a_number_with_two_decimals_is_the_amount_it_shows(hundredths):
    number = float(f"{hundredths / 100:.2f}")

    assert read_amount(number, signed=True) == hundredths * FEN_IN_WAN // 100


@given(st.text())
def test_no_text_makes_the_reader_stumble(text):
    assert isinstance(read_amount(text, signed=True), int | Silence | Unreadable)
