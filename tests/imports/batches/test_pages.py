"""The manager uploads a register, looks at it, confirms it, and gets back what was left out."""

from __future__ import annotations

import io
import time
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from crm.db import reading, transaction
from crm.enterprises.models import Enterprise
from crm.imports.batches import queries, starting
from crm.imports.batches.models import BatchState, ImportBatch
from crm.imports.batches.store import BatchStore
from crm.imports.batches.work_cli import work
from crm.interactions.models import Interaction
from crm.people.models import User, UserState
from tests.conftest import NOW
from tests.imports.books import CODE, ENTERPRISES, NAME, SHORT

TIME_TO_READ = 60


@pytest.fixture
def maria(signed_in):
    return signed_in("maria")


def upload(client, content: bytes, name="登记册.xlsx"):
    return client.post("/imports", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def batch(app, batch_id=1) -> ImportBatch:
    with app.app_context(), reading() as session:
        return queries.get(session, batch_id)


def count(app, table) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_an_upload_is_previewed_and_changes_nothing(app, maria, at_once):
    answer = upload(maria, SHORT.read_bytes())

    assert answer.location == "/imports/1"
    page = maria.get("/imports/1").text
    assert "确认写入" in page
    for words in ("登记册.xlsx", "待确认", "单立文", "填表说明"):
        assert words in page
    assert count(app, Enterprise) == 0


def test_a_confirmed_register_is_written_under_the_person_s_name(app, maria, at_once):
    upload(maria, SHORT.read_bytes())

    answer = maria.post("/imports/1/apply", {"create_stewards": "y", "attest_clean": "y", "complete": "称号"})

    assert answer.status_code == 302
    written = batch(app)
    assert (written.state, written.applied_at) == (BatchState.APPLIED, NOW)
    assert (count(app, Enterprise), count(app, Interaction)) == (95, 132)
    page = maria.get("/imports/1").text
    assert "已写入" in page
    assert "待激活的管家" in page
    with app.app_context(), reading() as session:
        candidates = session.scalars(select(User).where(User.state == UserState.CANDIDATE)).all()
    assert len(candidates) == 10


def test_a_written_register_says_how_many_await_the_night_and_offers_the_evaluation(maria, at_once):
    upload(maria, SHORT.read_bytes())
    maria.post("/imports/1/apply", {"create_stewards": "y"})

    page = maria.get("/imports/1").text

    assert "95 家企业新入库或资料有变化，等待夜间评估。" in page
    assert "现在评估" in page
    assert ">导入记录</a>" in page
    assert "全部导入" not in page  # beside an import it reads as an act


def test_the_rows_of_a_written_register_leave_the_server_s_folder(app, maria, at_once):
    upload(maria, SHORT.read_bytes())
    folder = BatchStore.of(app.config["SETTINGS"], 1).folder
    assert {path.name for path in folder.iterdir()} == {
        "upload.xlsx",
        "staged.json",
        "excerpts.json",
        "findings.json",
    }

    maria.post("/imports/1/apply", {})

    assert {path.name for path in folder.iterdir()} == {"findings.json"}


def test_what_should_be_looked_at_is_filtered_by_kind_and_sheet(app, maria, at_once):
    upload(maria, SHORT.read_bytes())

    page = maria.get("/imports/1?note=rejected&sheet=企业台账").text

    assert "校验位不对" in page
    assert "约38538" not in page
    assert "共 3 条" in page
    assert maria.get("/imports/1?note=nothing").status_code == 400


def test_the_rejected_rows_come_back_in_their_own_layout_with_reasons(app, maria, at_once):
    upload(maria, SHORT.read_bytes(), "登记册 “2026”.xlsx")

    answer = maria.get("/imports/1/rejects")

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    rows = list(book["企业台账"].values)
    assert book.sheetnames == ["企业台账", "经营指标", "称号"]
    header = next(place for place, row in enumerate(rows) if row[:3] == ("序号", "企业名称", "统一社会信用代码"))
    assert rows[header][-2:] == ("未接收的原因", "原行号")
    assert rows[header + 3][1:3] == ("北京通安轨道交通设备技术(北京)有限公司", "91110107MADEM70930")
    assert rows[header + 3][-1] == "99"
    assert len(rows) == header + 4
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


def test_formulas_come_back_as_text(app, maria, at_once, workbook):
    rows = [ENTERPRISES, [NAME, "=1+1", "=cmd|' /C calc'!A0", "@SUM(1)"]]
    upload(maria, workbook({"企业台账": rows}).read_bytes())

    answer = maria.get("/imports/1/rejects")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["企业台账"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("不是工作簿".encode(), "不是工作簿"),
        (SHORT.read_bytes()[:9_000], "已损坏或不完整"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "另存为 .xlsx"),
        (b"", "文件是空的"),
    ],
)
def test_a_file_that_is_no_workbook_gets_one_sentence(app, maria, at_once, content, sentence):
    upload(maria, content)

    assert sentence in maria.get("/imports/1").text
    assert batch(app).state is BatchState.FAILED
    assert maria.post("/imports/1/apply", {}).status_code == 409
    assert count(app, Enterprise) == 0


def test_an_upload_without_a_file_is_asked_for_one(maria):
    answer = maria.post("/imports", {})

    assert answer.status_code == 422
    assert "请选择一个工作簿或 .csv 文件" in answer.text


def test_the_same_file_is_written_once_and_says_so(app, maria, at_once):
    for number in (1, 2):
        upload(maria, SHORT.read_bytes())
        maria.post(f"/imports/{number}/apply", {"complete": "称号"})

    assert batch(app, 2).state is BatchState.DISCARDED
    assert "没有写入任何内容" in maria.get("/imports/2").text
    assert count(app, Enterprise) == 95


def test_a_discarded_upload_is_gone(app, maria, at_once):
    upload(maria, SHORT.read_bytes())

    answer = maria.post("/imports/1/discard")

    assert answer.location == "/imports"
    assert not BatchStore.of(app.config["SETTINGS"], 1).folder.exists()
    assert maria.post("/imports/1/apply", {}).status_code == 409
    assert maria.post("/imports/1/discard").status_code == 409


def test_progress_is_asked_for_until_the_work_is_done(app, maria, monkeypatch):
    monkeypatch.setattr(starting, "start", lambda settings, batch_id: None)
    upload(maria, SHORT.read_bytes())
    fragment = {"HX-Request": "true"}

    waiting = maria.get("/imports/1/progress", headers=fragment)
    with app.app_context():
        work(1)
    done = maria.get("/imports/1/progress", headers=fragment)

    assert 'hx-trigger="every 1s"' in waiting.text
    assert "文件已收到" in waiting.text
    assert done.headers["HX-Refresh"] == "true"


def test_work_that_fell_silent_can_be_taken_up_again(app, maria, monkeypatch):
    monkeypatch.setattr(starting, "start", lambda settings, batch_id: None)
    upload(maria, SHORT.read_bytes())
    assert maria.post("/imports/1/restart").status_code == 409
    with app.app_context(), transaction() as session:
        queries.get(session, 1).heartbeat_at = NOW - timedelta(minutes=10)

    page = maria.get("/imports/1").text
    answer = maria.post("/imports/1/restart")

    assert "接着处理" in page
    assert answer.status_code == 302
    assert batch(app).heartbeat_at == NOW


def test_nobody_keeps_more_than_a_few_imports_at_work(maria, monkeypatch):
    monkeypatch.setattr(starting, "start", lambda settings, batch_id: None)
    for _ in range(3):
        assert upload(maria, SHORT.read_bytes()).status_code == 302

    assert upload(maria, SHORT.read_bytes()).status_code == 429


def test_work_that_fails_leaves_nothing_behind_and_says_so(app, maria, at_once, monkeypatch):
    upload(maria, SHORT.read_bytes())

    def fail(*_args, **_named):
        raise RuntimeError("disk")

    monkeypatch.setattr("crm.imports.batches.service.write_visits", fail)
    maria.post("/imports/1/apply", {"create_stewards": "y"})

    assert batch(app).state is BatchState.FAILED
    assert "什么也没有写入" in maria.get("/imports/1").text
    assert count(app, Enterprise) == 0
    assert count(app, User) == 1


def test_a_child_of_the_web_process_reads_the_upload(app, maria, workbook):
    upload(maria, workbook({"企业台账": [ENTERPRISES, [NAME, CODE]]}).read_bytes())

    deadline = time.monotonic() + TIME_TO_READ
    while batch(app).state is BatchState.READING and time.monotonic() < deadline:
        time.sleep(0.2)

    assert batch(app).state is BatchState.PREVIEWED
    assert batch(app).report["compared"]["企业台账"] == {"new": 1, "changed": 0, "same": 0}


def test_a_batch_that_does_not_exist_is_not_found(maria):
    assert maria.get("/imports/99").status_code == 404
    assert maria.post("/imports/99/apply", {}).status_code == 404
