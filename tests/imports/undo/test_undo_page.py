"""The manager takes an import back from its page, and reads there what stayed."""

from __future__ import annotations

from functools import partial

import pytest

from crm.db import reading, transaction
from crm.enterprises.models import Enterprise
from crm.imports.batches import starting
from crm.imports.batches.models import BatchState
from crm.imports.undo.undoing_cli import undo_batch
from crm.jobs.models import JobRun, RunState
from crm.jobs.running.claims import LEASE
from tests.conftest import NOW
from tests.imports.batches.test_pages import batch, count, upload
from tests.imports.books import CODE, ENTERPRISES, NAME, OTHER_CODE
from tests.together import at_once as together

BOOK = {"企业台账": [ENTERPRISES, [NAME, CODE], ["北京星博有限公司", OTHER_CODE]]}


def test_a_written_import_is_taken_back_from_its_page(app, signed_in, at_once, workbook):
    maria = signed_in("maria")
    upload(maria, workbook(BOOK).read_bytes())
    maria.post("/imports/1/apply", {})
    assert "/imports/1/undo" in maria.get("/imports/1").text
    assert "这次导入写入了 2 家企业的内容。" in maria.get("/imports/1/undo").text
    with app.app_context(), transaction() as session:
        session.get_one(Enterprise, 1).address = "京原路"
    ahead = maria.get("/imports/1/undo").text
    assert "整家保留：名称、街道等基本信息在导入之后改动过。" in ahead

    maria.post("/imports/1/undo")

    assert (batch(app).state, count(app, Enterprise)) == (BatchState.UNDONE, 1)
    page = maria.get("/imports/1").text
    assert f"{NAME}" in page
    assert "整家保留：名称、街道等基本信息在导入之后改动过。" in page
    assert "/imports/1/undo" not in page
    assert "已经撤回过了" in maria.post("/imports/1/undo").text


def test_of_an_import_that_wrote_nothing_there_is_nothing_to_take_back(signed_in, at_once, workbook):
    maria = signed_in("maria")
    upload(maria, workbook(BOOK).read_bytes())

    page = maria.get("/imports/1/undo").text

    assert "没有可撤回的内容" in page
    assert "撤回这次导入" not in page


def test_of_two_who_take_an_import_back_at_once_the_second_reads_who_was_first(app, signed_in, at_once, workbook):
    maria, other = signed_in("maria"), signed_in("maria")
    upload(maria, workbook(BOOK).read_bytes())
    maria.post("/imports/1/apply", {})
    with pytest.MonkeyPatch.context() as nobody_works:
        nobody_works.setattr(starting, "start", lambda _settings, _batch_id: None)
        posts = [
            partial(each.raw.post, "/imports/1/undo", data={"csrf_token": each.token()}) for each in (maria, other)
        ]
        answers = together(posts)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (refused,) = (answer for answer in answers if answer.status_code == 409)
    assert "Maria正在撤回“登记册.xlsx”，这一次没有再改动任何内容。" in refused.text
    with app.app_context():
        undo_batch(1)
    assert (batch(app).state, count(app, Enterprise)) == (BatchState.UNDONE, 0)


def test_while_a_night_runs_the_page_says_so_and_the_child_waits(app, signed_in, at_once, workbook, monkeypatch):
    maria = signed_in("maria")
    upload(maria, workbook(BOOK).read_bytes())
    maria.post("/imports/1/apply", {})
    with app.app_context(), transaction() as session:
        session.add(a_running_night())

    assert "夜间评估正在运行" in maria.post("/imports/1/undo").text

    assert batch(app).state is BatchState.APPLIED
    end_night(app)
    maria.post("/imports/1/undo")
    assert count(app, Enterprise) == 0


def a_running_night() -> JobRun:
    night = JobRun(job="night", slot="2026-11-24", state=RunState.RUNNING, lease_until=NOW + LEASE, started_at=NOW)
    night.trigger, night.covers, night.counts, night.report = "schedule", [], {}, {}
    return night


def end_night(app) -> None:
    with app.app_context(), transaction() as session:
        session.query(JobRun).one().state = RunState.DONE


def test_a_night_that_began_meanwhile_is_waited_for(app, signed_in, at_once, workbook, monkeypatch):
    maria = signed_in("maria")
    upload(maria, workbook(BOOK).read_bytes())
    maria.post("/imports/1/apply", {})
    steps = []

    def pass_the_time(_seconds: float) -> None:
        with app.app_context(), reading() as session:
            steps.append(session.get_one(type(batch(app)), 1).step)
        end_night(app)

    monkeypatch.setattr("crm.imports.undo.undoing_cli.time.sleep", pass_the_time)
    monkeypatch.setattr("crm.imports.batches.starting.start", lambda _settings, _batch_id: None)
    maria.post("/imports/1/undo")
    with app.app_context(), transaction() as session:
        session.add(a_running_night())

    with app.app_context():
        undo_batch(1)

    assert steps[0] == "undo_waits"
    assert (batch(app).state, count(app, Enterprise)) == (BatchState.UNDONE, 0)
