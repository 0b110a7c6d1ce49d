"""A workbook to be filled in: a sheet for each kind of a register, with its choices and a row that shows how."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from crm.imports.cells.codes import EXAMPLE_CODE
from crm.imports.cells.words.code_words import PURPOSES
from crm.imports.lists.registry import LIST_SHEETS
from crm.imports.tables.column import Column
from crm.imports.tables.layout import KINDS, LAYOUTS, SAYING_MORE, SheetKind
from crm.rules.law.fields import FIELDS, PROPERTY_CLASSES, TITLE_TIERS, FactKind

EXAMPLE_NAME = "北京示例科技有限公司"
LEFT_OUT = frozenset({"period_from", "period_to"}) | SAYING_MORE
"""Columns that only registers kept elsewhere have: beside a year or the name of a title they would say it twice."""
VISIT_WAYS = ("走访", "电话", "座谈", "微信", "宣讲")
YES_NO = ("是", "否")
YEARS, FILLED_ROWS = 4, 2_000
_WIDTH, _UNIT = 18, "（万元）"
_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
EXAMPLE: Mapping[str, Any] = {
    "name": EXAMPLE_NAME,
    "enterprise": EXAMPLE_NAME,
    "uscc": EXAMPLE_CODE,
    "industry": "C4021",
    "product": "工业传感器",
    "niche_started_on": "2019-03-01",
    "steward": "张三",
    "contact": "李四",
    "position": "总经理",
    "phone": "13900000000",
    "remark": "这一行是示例，不会导入，可以删去",
    "source": "审计报告",
    "batch": "第一批",
    "certificate": "ZJTX-2024-0001",
    "granted_on": "2024-03-15",
    "expires_on": "2027-03-14",
    "title": "一种工业传感器",
    "transferred_in_on": "2024-03-15",
    "holder_rank": 1,
    "paid_on": "2024-05-08",
    "amount": 500,
    "investor": "某某创业投资有限公司",
    "on": "2026-03-15",
    "summary": "了解生产和用工情况",
    "demand": "希望对接产业基金",
    "department": "区金融办",
}
"""What the row of the example says; where there are choices it takes the first."""
EXAMPLE_AMOUNT, EXAMPLE_COUNT = 5000, 80


def write_template(streets: Sequence[str], *, on: date) -> bytes:
    """The workbook, as it is offered on a day: its years are those before."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, _TEXT) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for kind in KINDS:
            sheet = book.add_worksheet(kind)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(columns_of(kind)):
                sheet.set_column(place, place, _WIDTH, None if _is_number(kind, column) else text)
                sheet.write(0, place, heading_of(column), bold)
                choices = choices_of(kind, column.field, streets, on)
                sheet.write(1, place, choices[0] if choices else example_of(column.field))
                _offer(sheet, place, choices)
    return content.getvalue()


def example_of(field: str) -> Any:
    """What the example says in a column; of a figure a round number, and half of it for a part."""
    if field in EXAMPLE:
        return EXAMPLE[field]
    figure = FIELDS[field]
    whole = EXAMPLE_AMOUNT if figure.kind is FactKind.MONEY else EXAMPLE_COUNT
    return whole // 2 if figure.part_of else whole


def columns_of(kind: str) -> list[Column]:
    """The columns of a sheet that are to be filled in."""
    return [column for column in LAYOUTS[kind] if column.field not in LEFT_OUT]


def heading_of(column: Column) -> str:
    """The usual heading, with the unit of an amount."""
    return f"{column.label}{_UNIT}" if column.is_amount else column.label


def choices_of(kind: str, field: str, streets: Sequence[str], on: date) -> list[Any]:
    """The words one may choose from in a column; none where anything can be written."""
    if field == "year":
        return [on.year - before for before in range(1, YEARS + 1)]
    own: dict[str, Sequence[str]] = {
        "street": streets,
        "kind": VISIT_WAYS,
        "purposes": PURPOSES,
        "tier": [tier.zh for tier in TITLE_TIERS],
        "class": [each.zh for each in PROPERTY_CLASSES],
    }
    if field in own:
        return list(own[field])
    fact = FIELDS.get(f"{LIST_SHEETS[kind].list_id}.{field}" if kind in LIST_SHEETS else field)
    if fact is None or fact.kind not in (FactKind.YES_NO, FactKind.CHOICE):
        return []
    return list(YES_NO) if fact.kind is FactKind.YES_NO else [choice.zh for choice in fact.choices]


def _is_number(kind: str, column: Column) -> bool:
    return (kind == SheetKind.FIGURES and column.field not in ("name", "uscc", "source")) or column.is_amount


def _offer(sheet: Worksheet, place: int, choices: Sequence[Any]) -> None:
    if choices:
        offered = {"validate": "list", "source": list(choices), "error_type": "warning"}
        sheet.data_validation(1, place, FILLED_ROWS, place, offered)
