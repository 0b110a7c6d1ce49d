"""`flask import` previews unless told to write, answers with the report, and says in one sentence why it cannot."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from crm.audit.models import AuditEvent
from crm.db import Base, reading
from crm.enterprises.models import Enterprise
from crm.imports import cli
from crm.imports.batches.models import ImportBatch
from crm.imports.workbook.child import read_or_refuse, understood
from tests.imports.books import CODE, ENTERPRISES, NAME, REGISTER

SMALL = {"企业台账": [ENTERPRISES, [NAME, CODE, "古城", "新材料", "赵敏"]]}


@pytest.fixture
def run(app, fresh_database, monkeypatch):
    """Runs the command; the workbook is read in this process instead of a child."""
    monkeypatch.setattr(cli, "read_apart", lambda *asked: understood(read_or_refuse(*asked)))
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["import", *map(str, arguments)])


def counts(app) -> dict[str, int]:
    with app.app_context(), reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


def test_without_apply_the_register_is_only_previewed(app, run, tmp_path):
    before, told = counts(app), tmp_path / "report.json"

    result = run(REGISTER, "--report", told)

    assert result.exit_code == 0, result.output
    assert "只是预览" in result.output
    report = json.loads(told.read_text(encoding="utf-8"))
    assert report["sheets"]["企业台账"] == {"accepted": 454, "rejected": 26, "repaired": 56, "merged": 10}
    assert counts(app) == before


def test_apply_writes_and_the_second_time_changes_nothing_at_all(app, run, tmp_path, cast):
    maria = cast.person("maria")
    options = ("--apply", "--create-stewards", "--attest-clean", "--complete", "称号，知识产权", "--by", "MARIA")

    first = run(REGISTER, *options, "--report", tmp_path / "first.json")
    after = counts(app)
    second = run(REGISTER, *options, "--report", tmp_path / "second.json")

    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "分派 426 家，待分派 28 家，走访 680 条" in first.output
    assert "没有写入任何内容" in second.output
    assert counts(app) == after
    assert (tmp_path / "first.json").read_text() == (tmp_path / "second.json").read_text()
    with app.app_context(), reading() as session:
        act = session.scalars(select(AuditEvent).where(AuditEvent.action == "import.applied")).one()
        assert (act.actor, act.detail["counts"]["attested"]) == (maria.id, 454)
        assert session.scalars(select(ImportBatch.applied_by)).one() == maria.id


def test_a_name_nobody_bears_is_said_in_the_preview(run, workbook):
    assert "赵敏" in run(workbook(SMALL)).output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--complete", "走访记录"), "只能是这些表：称号、知识产权"),
        (("--apply", "--by", "nobody-at-all"), "没有工号为 nobody-at-all 的在用账号"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(app, run, workbook, arguments, sentence):
    before = counts(app)

    result = run(workbook(SMALL), *arguments)

    assert result.exit_code != 0
    assert sentence in result.output
    assert counts(app) == before


@pytest.mark.parametrize(("content", "sentence"), [(b"", "文件是空的"), (b"text", "不是工作簿")])
def test_a_file_that_cannot_be_read_changes_nothing(app, run, tmp_path, content, sentence):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)

    result = run(path, "--apply")

    assert result.exit_code == 1
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert counts(app)["import_batches"] == 0


def test_an_enterprise_of_the_record_takes_figures_from_a_register_of_figures(app, run, workbook):
    run(workbook(SMALL), "--apply")

    headings = ["统一社会信用代码", "年度"]
    refused = run(workbook({"经营指标": [[*headings, "营业收入"], [CODE, 2025, 5200]]}), "--apply")
    result = run(workbook({"经营指标": [[*headings, "营业收入（万元）"], [CODE, 2025, 5200]]}), "--apply")

    assert (refused.exit_code, "没有写明这些列的金额单位：营业收入" in refused.output) == (1, True)
    assert "经营指标：接收 1，未接收 0，新增 1" in result.output
    with app.app_context(), reading() as session:
        assert session.scalar(select(func.count()).select_from(Enterprise)) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("INSERT", {}, Exception("canceling statement")), "请稍候再次执行同一命令"),
        (OperationalError("INSERT", {}, Exception("database is locked")), "请稍候再次执行同一命令"),
        (OperationalError("SELECT", {}, Exception("no such table: users")), "db upgrade"),
        (ProgrammingError("SELECT", {}, Exception('relation "users" does not exist')), "db upgrade"),
    ],
    ids=["waited for long", "locked", "no table", "no relation"],
)
def test_a_database_that_is_busy_is_not_called_unprepared(run, workbook, monkeypatch, error, said):
    def fail(*_asked):
        raise error

    monkeypatch.setattr(cli, "_apply", fail)

    result = run(workbook(SMALL), "--apply")

    assert result.exit_code == 1
    assert said in result.output
