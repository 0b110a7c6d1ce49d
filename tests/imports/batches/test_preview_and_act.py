"""What the preview counts and holds back is what the act writes and holds back, for registers of every kind."""

from __future__ import annotations

import pytest

from crm.config.settings import ROOT
from crm.imports.batches import service, writing_cli
from crm.imports.sheets.findings import FindingKind
from tests.cast import make_person
from tests.conftest import TODAY
from tests.imports.batches.test_hidden_rows import register  # noqa: F401  (fixture)
from tests.imports.batches.test_pages import maria, upload  # noqa: F401  (fixtures)
from tests.imports.books import stage, write

FILES = ROOT / "tests" / "fixtures" / "imports"
CASES = [
    *("visit-log/log", "visit-log/dates", "import-double-title/future", "title-names/title-names"),
    *("layouts/L2-two-row-header-years", "layouts/L10-park-visit-log", "layouts/L9-titles-as-columns"),
    *("unit-leap-across-files/q2-yuan-typed-as-wan", "review-row-as-new-grant/review", "codes/codes"),
]


def held_back(staged):
    return sorted(
        (each.sheet, each.row, each.reason)
        for each in staged.findings
        if each.note in (FindingKind.HELD, FindingKind.REJECTED)
    )


@pytest.mark.parametrize("case", CASES)
def test_preview_and_act_count_the_same(session, case):
    by = make_person(session, "maria")
    staged = stage(FILES / f"{case}.xlsx")

    before = service.preview(session, staged, on=TODAY)
    counts = before.comparison.counts()
    written = write(session, staged, by=by)

    assert written.counts["sheets"] == counts
    assert held_back(written.staged) == held_back(before.staged)


def test_a_title_that_was_held_back_completes_no_list(session):
    by = make_person(session, "maria")

    written = write(session, stage(FILES / "import-double-title" / "future.xlsx"), by=by)

    (finding,) = [each for each in written.staged.findings if each.note is FindingKind.HELD]
    assert (finding.reason, finding.values["owner"], finding.values["kind"]) == (
        "title_ahead",
        "91110107MA9000002R",
        "称号",
    )


def test_a_long_register_leaves_hidden_rows_out(maria, at_once, monkeypatch, tmp_path, register):  # noqa: F811
    monkeypatch.setattr(writing_cli, "AT_ONCE", 1)
    monkeypatch.setattr(writing_cli, "PART", 1)
    monkeypatch.setattr(writing_cli, "SHORTEST_PAUSE", 0.0)
    upload(maria, (tmp_path / "book.xlsx").read_bytes())

    maria.post("/imports/1/apply", {"leave_hidden": "y"})

    page = maria.get("/imports/1").text
    assert "这是隐藏行，按您的选择没有写入" in page
    assert "已和其他行一样读取" not in page
