"""The word 清空 empties a value, after it was said; a blank cell erases nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.enterprises.facts.models import CurrentFacts, Grade
from crm.enterprises.models import Contact, Enterprise, FigureChange, YearlyFigures
from crm.imports.batches import service
from crm.imports.outcome.report import of
from crm.imports.sheets.findings import FindingKind
from tests.cast import make_person
from tests.conftest import TODAY
from tests.imports.books import CODE, FIGURES, NAME, TITLES, write

HEADINGS = ["企业名称", "统一社会信用代码", "所属街道", "主导产品", "战略性新兴产业", "联系人", "手机", "备注"]
FULL = [NAME, CODE, "古城", "新材料", "是", "张芳", "13887825707", "重点"]
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


@pytest.fixture
def known(session, staged, maria):
    """The enterprise with everything a register says of it."""
    book = {"企业台账": [HEADINGS, FULL], "经营指标": [FIGURES, [NAME, CODE, 2025, 5, 6, 1, 12]]}
    write(session, staged(book), by=maria)
    return session.scalars(select(Enterprise)).one()


def test_the_word_empties_what_it_stands_for_and_leaves_a_row_of_what_was(session, staged, maria, known):
    row = [NAME, CODE, "清空", None, "清空", None, None, "清空"]

    written = write(session, staged({"企业台账": [HEADINGS, row]}), by=maria, on=TOMORROW)

    assert (known.street, known.main_product, known.remark) == (None, "新材料", None)
    assert session.scalars(select(CurrentFacts.strategic_emerging)).one() is None
    assert written.counts["sheets"]["企业台账"] == {"new": 0, "changed": 1, "same": 0}
    assert session.scalars(select(Contact.name)).all() == ["张芳"]


def test_the_preview_says_cell_by_cell_what_will_be_emptied(session, staged, known):
    row = [NAME, CODE, "清空", None, None, None, None, None]

    preview = service.preview(session, staged({"企业台账": [HEADINGS, row]}), on=TODAY)

    said = [(one.cell, one.reason, one.values["heading"]) for one in of(preview.staged, FindingKind.WARNING)]
    assert said == [("C2", "blanked", "所属街道")]
    assert preview.comparison.counts()["企业台账"]["changed"] == 1
    assert known.street == "古城"


def test_a_figure_is_emptied_with_its_grade_unless_its_evidence_is_better(session, staged, maria, known):
    figures = session.scalars(select(YearlyFigures)).one()
    figures.rd_expense_grade = Grade.AUDITED

    written = write(session, staged({"经营指标": [FIGURES, [NAME, CODE, 2025, "清空", "清空", None, 12]]}), by=maria)

    assert (figures.revenue, figures.revenue_grade, figures.employees) == (None, None, 12)
    assert figures.rd_expense is not None
    assert [one.reason for one in of(written.staged, FindingKind.KEPT)] == ["figure_kept"]
    last = session.scalars(select(FigureChange).order_by(FigureChange.id.desc())).first()
    assert (last.field, last.new, last.grade) == ("revenue", None, None)


def test_what_cannot_be_emptied_so_is_not_taken_for_a_value(session, staged, maria, known):
    book = {
        "企业台账": [HEADINGS, [NAME, CODE, None, None, None, "清空", None, None]],
        "称号": [TITLES, [NAME, CODE, "创新型", "清空", None]],
    }

    written = write(session, staged(book), by=maria)

    unread = [(one.sheet, one.reason) for one in of(written.staged, FindingKind.UNREADABLE)]
    assert unread == [("企业台账", "not_to_be_blanked"), ("称号", "not_to_be_blanked")]
    assert session.scalars(select(Contact.name)).all() == ["张芳"]


def test_there_is_nothing_to_empty_of_a_newcomer_and_nothing_twice(session, staged, maria):
    book = {"企业台账": [HEADINGS, [NAME, CODE, "清空", None, "清空", None, None, None]]}
    write(session, staged(book), by=maria)

    again = write(session, staged(book), by=maria, file="again.xlsx", on=TOMORROW)

    assert session.scalars(select(Enterprise.street)).one() is None
    assert again.repeated or again.counts["sheets"]["企业台账"] == {"new": 0, "changed": 0, "same": 1}
