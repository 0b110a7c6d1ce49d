"""Sheets that list facts: each is read, compared, written and declared by what it says of itself."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from crm.enterprises.facts.lists.listings import LISTINGS
from crm.enterprises.facts.models import FactList, ListKind
from crm.enterprises.models import Enterprise
from crm.imports.batches.options import Options
from crm.imports.batches.service import LIST_KINDS
from crm.imports.lists.list_sheet import ListColumn, ListSheet
from crm.imports.lists.property import PROPERTY
from crm.imports.lists.registry import LIST_SHEETS, register_lists
from crm.imports.outcome.reasons import sentence
from crm.imports.record.list_columns import column_values
from crm.imports.sheets.staged import StagedItem, StagedRegister
from crm.imports.tables.choices import MEANINGS
from crm.imports.tables.layout import KINDS, LAYOUTS, LISTS
from crm.rules.law.fields import FIELDS, FactKind
from tests.architecture.sources import application
from tests.cast import make_person
from tests.imports.books import CODE, ENTERPRISES, NAME, OTHER_CODE, write

TYPO = CODE[:-1] + "X"
SAMPLES = {
    FactKind.TEXT: ("一种装置", "一种装置"),
    FactKind.DATE: ("2024-05-08", "2024-05-08"),
    FactKind.YEAR: (2024, 2024),
    FactKind.MONEY: (12.5, 12_500_000),
    FactKind.COUNT: (2, 2),
    FactKind.YES_NO: ("是", True),
}


@pytest.fixture
def maria(session):
    return make_person(session, "maria")


def sample(sheet: ListSheet, column: ListColumn) -> tuple[object, object]:
    """A cell, and what it is read as."""
    if sheet.kind(column) is FactKind.CHOICE:
        choice = sheet.choices(column)[0]
        return choice.zh, choice.value
    return SAMPLES[sheet.kind(column)]


def book(sheet: ListSheet) -> dict[str, list[list[object]]]:
    """A register of two enterprises, of which the second has one item."""
    cells = [sample(sheet, column)[0] for column in sheet.fields]
    headings = [column.label for column in sheet.columns if column.field not in ("enterprise", "state")]
    return {
        "企业台账": [ENTERPRISES, [NAME, CODE], ["北京星博有限公司", OTHER_CODE]],
        sheet.name: [headings, [OTHER_CODE, *cells]],
    }


@pytest.mark.parametrize("name", LIST_SHEETS)
def test_a_sheet_is_read_by_the_kinds_of_its_facts(staged, name):
    sheet = LIST_SHEETS[name]

    (item,) = staged(book(sheet)).items[name]

    assert item.uscc == OTHER_CODE
    assert item.values == {column.field: sample(sheet, column)[1] for column in sheet.fields}


@pytest.mark.parametrize("name", LIST_SHEETS)
def test_its_items_are_written_once_and_complete_the_list(session, staged, maria, name):
    sheet = LIST_SHEETS[name]
    register = staged(book(sheet))

    first = write(session, register, by=maria, options=Options(complete=(name,)))
    again = write(session, register, by=maria, options=Options(complete=(name,), attest_clean=True))

    (row,) = session.scalars(select(LISTINGS[sheet.list_id].table))
    (item,) = register.items[name]
    said = column_values(sheet, item)
    assert {column: getattr(row, column) for column in said} == said
    assert (first.counts["sheets"][name]["new"], again.counts["sheets"][name]["same"]) == (1, 1)
    complete = select(Enterprise.credit_code, FactList.kind).join(FactList, FactList.enterprise_id == Enterprise.id)
    assert set(session.execute(complete).tuples()) == {(code, ListKind(sheet.list_id)) for code in (CODE, OTHER_CODE)}


@pytest.mark.parametrize(
    ("code", "name", "completed"),
    [
        (None, None, set()),
        (TYPO, None, set()),
        (TYPO, "北京某某有限公司", {CODE, OTHER_CODE}),
        (TYPO, NAME, {OTHER_CODE}),
        (None, NAME, {OTHER_CODE}),
    ],
)
def test_a_rejected_row_that_may_be_anybodys_completes_the_list_of_nobody(
    session, staged, maria, code, name, completed
):
    made = book(PROPERTY)
    headings, item = made[PROPERTY.name]
    made[PROPERTY.name] = [[*headings, "企业名称"], [*item, None], [code, *item[1:], name]]

    written = write(session, staged(made), by=maria, options=Options(complete=(PROPERTY.name,)))

    lists = select(Enterprise.credit_code).join(FactList, FactList.enterprise_id == Enterprise.id)
    assert set(session.scalars(lists)) == completed
    warned = [(each.row, each.values) for each in written.staged.findings if each.reason == "row_of_nobody"]
    assert warned == ([] if completed else [(3, {"kind": PROPERTY.name})])


@pytest.mark.parametrize("name", LIST_SHEETS)
def test_a_row_without_what_an_item_needs_is_left_out_and_said_so(staged, name):
    sheet = LIST_SHEETS[name]
    needed = [column for column in sheet.fields if column.needed]
    made = book(sheet)
    for column in needed:
        made[name][1][1 + sheet.fields.index(column)] = None

    read = staged(made)

    assert read.items[name] == []
    assert [finding.reason for finding in read.findings if finding.sheet == name] == [needed[0].missing]
    assert all(sentence(finding) for finding in read.findings)


@pytest.mark.parametrize("name", LIST_SHEETS)
def test_a_sheet_is_known_wherever_sheets_are_named(name):
    sheet = LIST_SHEETS[name]

    assert all(name in named for named in (KINDS, LISTS, LIST_KINDS))
    assert LAYOUTS[name] == sheet.columns
    assert {sheet.fact(column) for column in sheet.fields} <= set(MEANINGS)
    assert all(
        FIELDS[sheet.fact(column)].zh in _headings(sheet, column) for column in sheet.fields if not column.word
    )


def _headings(sheet: ListSheet, column: ListColumn) -> tuple[str, ...]:
    return next(each.headings for each in sheet.columns if each.field == column.field)


@pytest.mark.parametrize("sheet", LIST_SHEETS.values(), ids=LIST_SHEETS)
def test_a_list_sheet_is_one_file_and_one_line(sheet):
    """What else of the imports names it? Its own file, and the registry, once beside the import."""
    defined = rf'^(\w+) = ListSheet\(\s*"{sheet.name}"'
    imports = [source for source in application() if source.name.startswith("crm/imports/")]
    ((own, constant),) = [
        (source.name, match[1]) for source in imports if (match := re.search(defined, source.text, re.MULTILINE))
    ]

    named = {
        source.name: len(names)
        for source in imports
        if (names := re.findall(rf'\b{constant}\b|"{sheet.name}"|"{sheet.list_id}"', source.text))
    }

    assert set(named) == {own, "crm/imports/lists/registry.py"}
    assert named["crm/imports/lists/registry.py"] == 2


def test_a_name_or_a_heading_given_twice_is_refused_and_named():
    twins = ListSheet("证照", "certificates", (ListColumn("kind", ("名目",)), ListColumn("valid_from", ("名目",))))

    with pytest.raises(ValueError, match="知识产权"):
        register_lists(PROPERTY, PROPERTY)
    with pytest.raises(ValueError, match="证照/名目"):
        register_lists(twins)


def test_a_fact_nobody_knows_is_refused_and_named():
    with pytest.raises(ValueError, match=r"certificates\.colour"):
        register_lists(ListSheet("证照", "certificates", (ListColumn("colour"),)))


def test_items_stand_as_json_between_reading_and_writing(staged):
    read = staged(book(PROPERTY))

    kept = StagedRegister.from_json(read.to_json())

    assert kept == read
    assert isinstance(kept.items["知识产权"][0], StagedItem)
