"""No amount becomes a thousand times larger or smaller without a question, whatever layout it stands in."""

from __future__ import annotations

import pytest

from crm.enterprises import service as enterprises
from crm.enterprises.facts.models import Grade
from crm.enterprises.figures.wholesale import YearEntry, record_years
from crm.enterprises.models import FigureName
from crm.enterprises.service import Identity
from crm.imports.batches import service
from tests.cast import make_person
from tests.conftest import TODAY
from tests.imports.books import CODE, NAME

WAN = 1_000_000
KNOWN = 5_000 * WAN
WHO, WHOSE = ["企业名称", "统一社会信用代码"], [NAME, CODE]
LAYOUTS = {
    "a column": lambda amount: [[*WHO, "年度", "营业收入（元）"], [*WHOSE, 2025, amount]],
    "a year as column": lambda amount: [[*WHO, "所属街道", "2025年营业收入（元）"], [*WHOSE, "古城", amount]],
    "years under a group": lambda amount: [
        [*WHO, "营业收入（元）", None],
        [None, None, "2024年", "2025年"],
        [*WHOSE, None, amount],
    ],
    "a long sheet": lambda amount: [[*WHO, "指标", "年度", "数值", "单位"], [*WHOSE, "营业收入", 2025, amount, "元"]],
    "a year over the table": lambda amount: [
        ["2025年度情况（元）"],
        [*WHO, "营业收入", "从业人员"],
        [*WHOSE, amount, 3],
    ],
}


def held(session, staged, rows, *, year=2025, name=FigureName.REVENUE, known=KNOWN):
    """The reasons for which something is held of these rows, beside what is recorded of a year."""
    by = make_person(session, "maria").id
    enterprise = enterprises.register(session, CODE, Identity(NAME), by=by, on=TODAY)
    entry = YearEntry(enterprise.id, year, {name: known}, "登记册")
    record_years(session, [entry], grade=Grade.SELF_DECLARED, by=by, on=TODAY)
    session.flush()
    preview = service.preview(session, staged({"Sheet1": rows}), on=TODAY)
    return [finding.reason for finding in preview.staged.findings if finding.reason == "amount_leaps"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("amount", "is_asked"),
    [
        (KNOWN // 100 * 1000, True),
        (KNOWN // 100 * 1000 - 1, False),
        (KNOWN // 100 // 1000, True),
        (KNOWN // 100 // 1000 + 1, False),
    ],
)
def test_on_the_limit_an_amount_is_asked_about_in_every_layout(session, staged, layout, amount, is_asked):
    assert bool(held(session, staged, LAYOUTS[layout](amount))) is is_asked


@pytest.mark.parametrize("year", [2019, 2023, 2024, 2026])
def test_the_nearest_year_counts_however_far_it_is(session, staged, year):
    assert held(session, staged, LAYOUTS["a column"](KNOWN * 10), year=year) == ["amount_leaps"]


def test_a_profit_leaps_against_its_own_year_and_not_against_another(session, staged):
    rows = [["企业名称", "统一社会信用代码", "年度", "净利润（万元）"], [NAME, CODE, 2025, 5_000_000]]

    assert held(session, staged, rows, name=FigureName.NET_PROFIT) == ["amount_leaps"]


def test_a_profit_may_come_from_next_to_nothing_in_a_year(session, staged):
    rows = [["企业名称", "统一社会信用代码", "年度", "净利润（万元）"], [NAME, CODE, 2025, 5_000_000]]

    assert held(session, staged, rows, year=2024, name=FigureName.NET_PROFIT) == []
