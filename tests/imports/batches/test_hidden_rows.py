"""Hidden and filtered rows are read like others, unless the person who confirms leaves them out."""

from __future__ import annotations

import pytest
import xlsxwriter
from sqlalchemy import select

from crm.enterprises.facts.models import FactList, ListKind
from crm.enterprises.models import Enterprise
from crm.imports.batches.options import Options
from tests.cast import make_person
from tests.imports.books import CODE, NAME, OTHER_CODE, TITLES, stage, write

OTHER = "北京山石磁材有限公司"
LEAVING = Options(leave_hidden=True)


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


@pytest.fixture
def register(tmp_path):
    """Two enterprises, the second in a hidden row; the first has a title, which is hidden too."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        roll, titles = book.add_worksheet("企业台账"), book.add_worksheet("称号")
        for place, row in enumerate(
            (["企业名称", "统一社会信用代码", "主导产品"], [NAME, CODE, "稀土"], [OTHER, OTHER_CODE, "磁材"])
        ):
            roll.write_row(place, 0, row)
        titles.write_row(0, 0, TITLES)
        titles.write_row(1, 0, [NAME, CODE, "专精特新", "2024-05-08", None])
        roll.set_row(2, None, None, {"hidden": True})
        titles.set_row(1, None, None, {"hidden": True})
    return stage(path)


def codes(session):
    return set(session.scalars(select(Enterprise.credit_code)))


def test_a_hidden_row_is_written_unless_somebody_leaves_it_out(session, register, maria):
    written = write(session, register, by=maria)

    assert codes(session) == {CODE, OTHER_CODE}
    assert "hidden_row_read" in {finding.reason for finding in written.staged.findings}


def test_hidden_rows_can_be_left_out_and_complete_no_list(session, register, maria):
    written = write(session, register, by=maria, options=LEAVING)

    assert codes(session) == {CODE}
    assert written.counts["sheets"]["称号"]["new"] == 0
    assert {finding.reason for finding in written.staged.findings} == {"hidden_row_left_out"}
    assert session.scalars(select(FactList).where(FactList.kind == ListKind.RECOGNITIONS)).all() == []


def test_leaving_hidden_rows_out_is_another_import(session, register, maria):
    write(session, register, by=maria, options=LEAVING)

    assert not write(session, register, by=maria).repeated
    assert codes(session) == {CODE, OTHER_CODE}
