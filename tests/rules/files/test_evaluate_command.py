"""The command `evaluate`: lines in, lines out in their order, bad lines in their places, no database and no secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crm.commands.evaluate import evaluate_command
from crm.rules import Library
from crm.rules.files.batch import question
from tests.rules.case_files import read_cases

ROOT = Path(__file__).parents[3]
DAY = "2026-11-23"


@pytest.fixture
def model() -> dict[str, Any]:
    return next(read_cases("srdi-2026")).dossier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def run(folder: Path, content: bytes, *options: str) -> tuple[Result, list[dict[str, Any]]]:
    (folder / "in.jsonl").write_bytes(content)
    arguments = [str(folder / "in.jsonl"), "--as-of", DAY, "--output", str(folder / "out.jsonl"), *options]
    result = CliRunner().invoke(evaluate_command, arguments)
    out = folder / "out.jsonl"
    return result, [json.loads(line) for line in out.read_text("utf-8").splitlines()] if out.exists() else []


def line(dossier: dict[str, Any]) -> bytes:
    return json.dumps(dossier, ensure_ascii=False).encode() + b"\n"


def test_each_line_is_answered_for_the_three_tiers_in_order(folder: Path, model: dict[str, Any]) -> None:
    result, lines = run(folder, line(model) + b"\n  \n" + line({**model, "market": None}))

    assert result.exit_code == 0
    assert [(one["target"], one["rulebook"]) for one in lines] == 2 * [
        ("innovative", "innovative-2022"),
        ("srdi", "srdi-2026"),
        ("little_giant", "little-giant-2026"),
    ]
    assert [one["verdict"] for one in lines[:3]] == ["eligible"] * 3
    assert lines[4]["criteria"]["market_standing"] == "unknown"


def test_a_named_rulebook_is_asked_alone_whether_in_force_or_not(folder: Path, model: dict[str, Any]) -> None:
    result, lines = run(folder, line(model), "--rulebook", "srdi-2022", "--purpose", "review")

    assert result.exit_code == 0
    assert [(one["rulebook"], one["purpose"]) for one in lines] == [("srdi-2022", "review")]
    assert "prior_title" not in lines[0]["criteria"]


def test_bad_lines_stop_nothing_and_are_counted(folder: Path, model: dict[str, Any]) -> None:
    bad = [b"{\n", b"\xff\n", line({**model, "colour": "red"}), b'{"\\ud800": 1}\n']

    result, lines = run(folder, b"\n" + line(model) + b"".join(bad) + line(model))

    assert result.exit_code == 1
    assert "无法读取 4 行" in result.output
    assert [one.get("line") for one in lines] == [None, None, None, 3, 4, 5, 6, None, None, None]
    assert lines[5]["error"] == "colour：不认识的字段"


def test_a_file_that_begins_with_a_mark_and_ends_without_a_line_break_is_read(
    folder: Path, model: dict[str, Any]
) -> None:
    result, lines = run(folder, b"\xef\xbb\xbf" + line(model).rstrip())

    assert (result.exit_code, len(lines)) == (0, 3)


def test_a_large_file_gives_the_same_as_its_lines_one_by_one(
    folder: Path, model: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = line(model) + b"{\n" + line({**model, "industry": None}) + b"\n" + line(model)
    _, alone = run(folder, content)
    monkeypatch.setattr("crm.commands.evaluate.ALONE", 10)
    monkeypatch.setattr("crm.commands.evaluate.CHUNK", 2)

    result, together = run(folder, content)

    assert result.exit_code == 1
    assert together == alone


def test_progress_is_shown_on_a_terminal_and_nowhere_else(folder: Path, model: dict[str, Any]) -> None:
    (folder / "in.jsonl").write_bytes(line(model))
    command = [sys.executable, "-m", "crm.commands.evaluate", str(folder / "in.jsonl"), "--as-of", DAY]
    command += ["--output", str(folder / "out.jsonl")]
    terminal, its_end = os.openpty()

    on_terminal = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=its_end)
    elsewhere = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    os.close(its_end)
    shown = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert "100%" in shown
    assert "100%" not in elsewhere.stderr.decode()
    assert (on_terminal.stdout, elsewhere.stdout) == (b"", b"")
    assert "已评估 1 行" in elsewhere.stderr.decode()


def test_what_fails_half_way_leaves_the_earlier_results(
    folder: Path, model: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder, line(model))
    before = (folder / "out.jsonl").read_bytes()
    monkeypatch.setattr("crm.commands.evaluate.one_by_one", lambda *_: 1 / 0)

    result, _ = run(folder, line(model))

    assert isinstance(result.exception, ZeroDivisionError)
    assert (folder / "out.jsonl").read_bytes() == before
    assert sorted(one.name for one in folder.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_day_without_rulebook_is_one_clear_error_and_writes_nothing(folder: Path, model: dict[str, Any]) -> None:
    result, lines = run(folder, line(model), "--as-of", "2022-07-31")

    assert result.exit_code == 1
    assert "2022-07-31" in result.output
    assert "innovative" in result.output
    assert lines == []


def test_an_unknown_rulebook_is_answered_with_the_known_ones(folder: Path, model: dict[str, Any]) -> None:
    result, _ = run(folder, line(model), "--rulebook", "srdi-2030")

    assert result.exit_code == 1
    assert "srdi-2026" in result.output


def test_the_dossier_file_is_never_written_over(folder: Path, model: dict[str, Any]) -> None:
    result, _ = run(folder, line(model), "--output", str(folder / "in.jsonl"))

    assert result.exit_code == 2
    assert (folder / "in.jsonl").read_bytes() == line(model)


def test_the_command_needs_no_secrets_and_no_database(folder: Path, model: dict[str, Any]) -> None:
    (folder / "in.jsonl").write_bytes(line(model))
    environment = {"PATH": os.environ["PATH"], "CRM_INSTANCE": str(folder / "instance")}
    arguments = ["--as-of", DAY, "--output", str(folder / "out.jsonl")]

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "crm", "evaluate", str(folder / "in.jsonl"), *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
    )

    assert done.returncode == 0, done.stderr.decode()
    assert len((folder / "out.jsonl").read_bytes().splitlines()) == 3
    assert not (folder / "instance").exists()


def test_the_three_tiers_are_those_in_force_on_the_day() -> None:
    library = Library.load(ROOT / "config" / "policies")

    asked = question(library, date(2026, 3, 31), "review")

    assert [book.id for book in asked.rulebooks] == ["innovative-2022", "srdi-2022", "little-giant-2022"]
