"""A file that names no unit of its amounts is asked about before anybody confirms it, and remembered for its source."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from crm.db import reading
from crm.enterprises.models import YearlyFigures
from crm.imports.batches import queries
from crm.imports.batches.models import BatchState
from tests.imports.books import CODE, NAME

HEADINGS = ["纳税人名称", "纳税人识别号", "税款所属期起", "税款所属期止", "营业收入", "资产总额"]
ROW = [NAME, CODE, "2025-01-01", "2025-12-31", 52_000_000, 80_000_000]
ENTERPRISES = [["企业名称", "统一社会信用代码", "所属街道"], [NAME, CODE, "古城街道"]]
SHOW, PAGE, APPLY = "/imports/1", "/imports/1/columns", "/imports/1/apply"


@pytest.fixture
def maria(signed_in, at_once):
    return signed_in("maria")


@pytest.fixture
def send(maria, workbook):
    def upload(headings=HEADINGS, row=ROW):
        content = workbook({"Sheet1": [headings, row], "企业台账": ENTERPRISES}).read_bytes()
        form = {"file": (io.BytesIO(content), "税务.xlsx"), "source": "区税务局"}
        return maria.post("/imports", form, content_type="multipart/form-data")

    return upload


def state(app, batch_id=1):
    with app.app_context(), reading() as session:
        return queries.get(session, batch_id).state


def revenue(app):
    with app.app_context(), reading() as session:
        return [figures.revenue for figures in session.scalars(select(YearlyFigures))]


def test_amounts_without_a_unit_are_not_confirmed_before_somebody_named_it(app, maria, send):
    send()

    shown, asked, refused = maria.get(SHOW).text, maria.get(PAGE).text, maria.post(APPLY, {})

    assert "没有写明金额单位的列：营业收入、资产总额" in shown
    assert 'action="/imports/1/apply"' not in shown
    assert "营业收入 5,200.00 万元，资产总额 8,000.00 万元" in asked
    assert "营业收入 52,000,000.00 万元" in asked
    assert refused.status_code == 422
    assert (state(app), revenue(app)) == (BatchState.PREVIEWED, [])


def test_the_answer_is_read_by_and_remembered_for_the_source(app, maria, send):
    send()
    tried = maria.post(PAGE, {"0-unit": "元", "0-unit-before": ""}, headers={"HX-Request": "true"}).text
    maria.post(PAGE, {"0-unit": "元", "0-unit-before": "", "act": "save"})
    maria.post(APPLY, {})
    send(row=[*ROW[:4], 61_000_000, 80_000_000])

    assert 'value="元" checked' in tried
    assert revenue(app) == [52_000_000 * 100]
    assert "没有写明金额单位" not in maria.get("/imports/2").text


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ([*HEADINGS[:4], "营业收入（元）", "资产总额（元）"], ROW),
        (HEADINGS, [*ROW[:4], "5200万元", "8000万元"]),
        (HEADINGS, [*ROW[:4], 0, None]),
    ],
)
def test_nothing_is_asked_where_heading_or_cell_names_the_unit_or_nothing_depends_on_it(
    app, maria, send, headings, row
):
    send(headings, row)

    assert "没有写明金额单位" not in maria.get(SHOW).text


def test_nothing_is_asked_where_the_record_tells_a_wrong_unit(app, maria, send):
    send([*HEADINGS[:4], "营业收入（元）", "资产总额（元）"], ROW)
    maria.post(APPLY, {})
    send(row=[*ROW[:4], 5_300, 8_100])

    assert "没有写明金额单位" not in maria.get("/imports/2").text


LONG = ["单位名称", "统一社会信用代码", "年份", "指标", "数值"]


def test_a_sheet_with_one_figure_a_row_is_asked_and_answered_the_same(app, maria, send):
    send(LONG, [NAME, CODE, 2025, "营业收入", 52_000_000])

    shown, asked = maria.get(SHOW).text, maria.get(PAGE).text
    maria.post(PAGE, {"0-unit": "元", "0-unit-before": "", "act": "save"})
    maria.post(APPLY, {})

    assert "没有写明金额单位的列：营业收入" in shown
    assert "数值 5,200.00 万元" in asked
    assert 'value="long.value" selected' in asked
    assert revenue(app) == [52_000_000 * 100]
