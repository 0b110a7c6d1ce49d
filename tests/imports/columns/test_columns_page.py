"""The manager sees what each column was taken for and sets it otherwise; the next file like it is read the same."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEvent
from crm.db import reading
from crm.enterprises.models import Enterprise
from crm.imports.batches import queries
from crm.imports.batches.models import BatchState
from crm.imports.columns.models import ColumnMap
from tests.imports.books import CODE, NAME

HEADINGS = ["单位", "代码", "主营", "合同额（万元）", "电话"]
PAGE = "/imports/1/columns"
READ = {
    "0-0-meaning": "name",
    "0-1-meaning": "uscc",
    "0-2-meaning": "enterprises.product",
    "0-3-meaning": "figures.revenue",
    "0-3-year": "2025",
    "0-4-meaning": "-",
}


@pytest.fixture
def maria(signed_in, at_once):
    return signed_in("maria")


@pytest.fixture
def send(maria, workbook):
    """Uploads a workbook of one sheet from a source."""

    def upload(*rows, source="区税务局", sheet="一季度", headings=HEADINGS):
        content = workbook({sheet: [headings, *rows]}).read_bytes()
        form = {"file": (io.BytesIO(content), "表.xlsx"), "source": source}
        return maria.post("/imports", form, content_type="multipart/form-data")

    return upload


ROW = [NAME, CODE, "稀土", 300, "13800138000"]


def batch(app, batch_id=1):
    with app.app_context(), reading() as session:
        return queries.get(session, batch_id)


def test_a_file_nobody_recognises_is_drawn_and_can_be_explained(app, maria, send):
    send(ROW)

    refused = maria.get("/imports/1").text
    page = maria.get(PAGE).text

    assert batch(app).state is BatchState.FAILED
    assert "逐列指定读法" in refused
    assert "合同额（万元）" in page
    assert "138****8000" in page
    assert "13800138000" not in page
    assert "这张表现在什么也不读取" in page


def test_the_effect_of_a_choice_is_seen_before_anything_is_kept(app, maria, send):
    send(ROW)

    effect = maria.post(PAGE, READ, headers={"HX-Request": "true"}).text

    assert "<h1" not in effect
    assert "经营指标" in effect
    assert "前 1 行读出 1 条" in effect
    assert "按文件：万元" in effect
    assert "不读取的列：电话" in effect
    assert batch(app).state is BatchState.FAILED
    with app.app_context(), reading() as session:
        assert session.scalars(select(ColumnMap)).all() == []


def test_a_saved_answer_reads_the_file_again_and_is_in_the_trail(app, maria, send):
    send(ROW)

    answer = maria.post(PAGE, {**READ, "act": "save"})

    assert answer.location == "/imports/1"
    assert batch(app).state is BatchState.PREVIEWED
    assert batch(app).report["sheets"]["经营指标"] == {"accepted": 1, "rejected": 0}
    assert "工作表“一季度”的列：电话" in maria.get("/imports/1").text
    with app.app_context(), reading() as session:
        assert "import.columns_set" in session.scalars(select(AuditEvent.action)).all()
        assert session.scalars(select(Enterprise)).all() == []


def test_the_next_file_with_these_headings_from_this_source_is_read_the_same(app, maria, send):
    send(ROW)
    maria.post(PAGE, {**READ, "act": "save"})

    send([NAME, CODE, "磁材", 400, None])
    send([NAME, CODE, "磁材", 400, None], source="街道")
    send([NAME, CODE, "磁材", 400, None], headings=[*HEADINGS[:-1], "座机"])

    assert [batch(app, number).state for number in (2, 3, 4)] == [
        BatchState.PREVIEWED, BatchState.FAILED, BatchState.FAILED,
    ]  # fmt: skip
    maria.post("/imports/2/apply", {})
    assert batch(app, 2).state is BatchState.APPLIED


def test_what_was_remembered_can_be_taken_back(app, maria, send):
    send(ROW)
    maria.post(PAGE, {**READ, "act": "save"})

    maria.post(PAGE, {"act": "forget"})

    assert batch(app).state is BatchState.FAILED


def test_a_field_set_twice_is_refused_with_its_columns_and_nothing_changes(app, maria, send):
    send(ROW)
    twice = {**READ, "0-4-meaning": "enterprises.product"}

    tried = maria.post(PAGE, twice, headers={"HX-Request": "true"})
    saved = maria.post(PAGE, {**twice, "act": "save"})

    sentence = "C、E 列都读作“主导产品”，无法判断以哪一列为准"
    assert sentence in tried.text
    assert saved.status_code == 422
    assert sentence in saved.text
    assert batch(app).state is BatchState.FAILED


def test_a_year_that_is_none_is_refused_with_its_column(maria, send):
    send(ROW)

    answer = maria.post(PAGE, {**READ, "0-3-year": "去年", "act": "save"})

    assert answer.status_code == 422
    assert "D 列（合同额（万元））的年度“去年”不是四位年份" in answer.text


def test_a_column_without_what_a_row_needs_says_what_is_missing(maria, send):
    send(ROW)

    effect = maria.post(PAGE, {**READ, "0-1-meaning": "-"}, headers={"HX-Request": "true"}).text

    assert "缺少这些列：统一社会信用代码" in effect


def test_saving_what_nobody_changed_is_refused(app, maria, send):
    send(ROW)

    answer = maria.post(PAGE, {"act": "save"})

    assert answer.status_code == 422
    assert "没有改动任何一列" in answer.text
    assert batch(app).state is BatchState.FAILED


def test_a_unit_can_be_set_where_the_file_names_none_one_can_read(app, maria, send):
    headings = ["企业名称", "统一社会信用代码", "年度", "营业收入（美元）"]
    send([NAME, CODE, 2025, 300], headings=headings, sheet="经营指标")
    assert "按文件：美元" in maria.get(PAGE).text

    maria.post(PAGE, {"0-3-unit": "千元", "act": "save"})

    assert "selected>千元" in maria.get(PAGE).text
    assert batch(app).report["compared"]["经营指标"]["new"] == 0  # the enterprise itself is not in the record
    assert "不能换算成元" not in maria.get("/imports/1").text


@pytest.mark.parametrize("form", [{"0-0-meaning": "nonsense"}, {"0-3-meaning": "figures.revenue", "0-3-unit": "斤"}])
def test_what_the_page_does_not_offer_is_refused(maria, send, form):
    send(ROW)

    assert maria.post(PAGE, {**form, "act": "save"}).status_code == 400


def test_a_written_batch_is_not_open_to_another_reading(app, maria, send):
    send(ROW)
    maria.post(PAGE, {**READ, "act": "save"})
    maria.post("/imports/1/apply", {})

    assert maria.get(PAGE).status_code == 409
    assert maria.post(PAGE, {"act": "save"}).status_code == 409


def test_sheets_with_the_same_headings_are_set_as_one(maria, workbook):
    rows = [["企业名称", "统一社会信用代码", "主导产品"], [NAME, CODE, "稀土"]]
    content = workbook({"八宝山街道": rows, "老山街道": rows}).read_bytes()
    maria.post("/imports", {"file": (io.BytesIO(content), "表.xlsx")}, content_type="multipart/form-data")

    page = maria.get(PAGE).text

    assert "八宝山街道、老山街道" in page
    assert page.count('name="0-2-meaning"') == 1
    assert "1-2-meaning" not in page
