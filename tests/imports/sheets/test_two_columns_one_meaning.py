"""Two columns that mean one thing: the better one is read, the other named, and nothing is refused."""

from datetime import date

from crm.config.settings import ROOT
from crm.money import FEN_IN_WAN
from tests.imports.books import notes, stage

FILES = ROOT / "tests" / "fixtures" / "imports" / "two-columns-one-meaning"


def read(name: str):
    staged = stage(FILES / f"{name}.xlsx")
    assert "column_again" in [reason for _, reason in notes(staged)]
    return staged


def test_the_code_of_an_industry_goes_before_its_words():
    assert read("industry-and-code").enterprises[0].industry == "C3563"


def test_the_mobile_goes_before_the_telephone():
    assert read("phone-and-mobile").enterprises[0].phone == "13800138000"


def test_research_expense_goes_before_investment():
    assert read("rd-fee-and-invest").figures[0].values["rd_expense"] == 200 * FEN_IN_WAN


def test_the_day_of_recognition_goes_before_that_of_its_publication():
    title = read("term-from-to").titles[0]

    assert (title.granted_on, title.expires_on) == (date(2024, 5, 8), date(2027, 5, 7))
