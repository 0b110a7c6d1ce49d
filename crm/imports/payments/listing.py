"""The rows of a list of payments as entries: headings found by name, cells read as everywhere in imports."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.awards.law.arithmetic import ByTitle
from crm.awards.law.measure import LONGEST_LINE, BeneficiaryKind
from crm.awards.measures import Measures
from crm.awards.models import FIRST_YEAR, LAST_YEAR, LONGEST_PROJECT, LONGEST_VOUCHER
from crm.awards.payments.service import PaymentEntry
from crm.awards.payments.wholesale import ListedPayment, RowFault
from crm.errors import CrmError
from crm.imports.cells.amounts import Silence, Unreadable, read_amount
from crm.imports.cells.cell import show_cell
from crm.imports.cells.characters import compact, one_line
from crm.imports.cells.codes import BadCode, read_code
from crm.imports.cells.days import Day, read_day
from crm.imports.cells.words.title_words import TitleWord, read_title
from crm.money import FEN_IN_WAN, FEN_IN_YUAN

HEADINGS = {
    "code": ("统一社会信用代码", "信用代码"),
    "document": ("依据文件", "依据文号", "文号"),
    "benefit": ("事项", "条款", "条款与事项"),
    "amount": ("金额（万元）", "金额（元）"),
    "title": ("称号",),
    "project": ("项目", "项目名称"),
    "year": ("年度",),
    "paid_on": ("拨付日期", "拨付时间"),
    "voucher": ("凭证号", "凭证"),
}
NEEDED = ("code", "document", "benefit", "amount", "paid_on", "voucher")
_YUAN = "金额（元）"
_LOOKED_THROUGH = 10
_YEAR = re.compile(r"\d{4}", re.ASCII)
_LONGEST = {"voucher": LONGEST_VOUCHER, "document": LONGEST_LINE, "project": LONGEST_PROJECT}


@dataclass(frozen=True, slots=True)
class PaymentList:
    """What was read: entries, and the rows that could not be."""

    listed: tuple[ListedPayment, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class ListWords:
    """What names stand for, compared without blanks and width: benefits, with whether they go by title; documents."""

    benefits: Mapping[str, tuple[str, bool]]
    documents: Mapping[str, str]


def read_list(rows: Sequence[tuple[int, Sequence[Any]]], measures: Measures) -> PaymentList:
    """Every row under the headings; raises CrmError where the headings are not those of a list of payments."""
    place, columns, unit = find_head(rows, HEADINGS, NEEDED, ("code", "voucher"))
    words = ListWords(_benefits_by_name(measures), {compact(one): one for one in measures.documents})
    listed, faults = [], []
    for number, cells in rows[place + 1 :]:
        values = {name: cells[index] if index < len(cells) else "" for name, index in columns.items()}
        try:
            listed.append(ListedPayment(number, _code(values["code"]), _entry(values, words, unit)))
        except CrmError as error:
            faults.append(RowFault(number, error))
    return PaymentList(tuple(listed), tuple(faults))


def find_head(
    rows: Sequence[tuple[int, Sequence[Any]]],
    headings: Mapping[str, tuple[str, ...]],
    needed: Sequence[str],
    anchors: tuple[str, str],
) -> tuple[int, dict[str, int], int]:
    """Which row has the headings, where each column stands, and the unit of the amounts in fen.

    A row with both anchors is taken for it; CrmError names the columns that it lacks.
    """
    for place, (_number, cells) in enumerate(rows[:_LOOKED_THROUGH]):
        texts = [compact(str(cell)).replace("(", "（").replace(")", "）") for cell in cells]
        columns = {name: texts.index(word) for name, words in headings.items() for word in words if word in texts}
        if all(anchor in columns for anchor in anchors):
            lacking = [headings[name][0] for name in needed if name not in columns]
            if lacking:
                raise CrmError("list_lacks_columns", columns="、".join(lacking))
            return place, columns, FEN_IN_YUAN if texts[columns["amount"]] == _YUAN else FEN_IN_WAN
    raise CrmError("list_without_headings")


def _benefits_by_name(measures: Measures) -> dict[str, tuple[str, bool]]:
    """Benefits of enterprises by their words, and by the number of the clause where it has one such benefit."""
    names: dict[str, tuple[str, bool]] = {}
    for measure in reversed(measures.all):
        for clause in measure.clauses.values():
            own = [one for one in clause.benefits if one.to is BeneficiaryKind.ENTERPRISE]
            for one in own:
                found = (one.id, isinstance(one.arithmetic, ByTitle))
                names[compact(one.text.zh)] = names[compact(f"{clause.number}{one.text.zh}")] = found
                if len(own) == 1:
                    names[compact(clause.number)] = found
    return names


def _entry(values: Mapping[str, Any], words: ListWords, unit: int) -> PaymentEntry:
    name, document = compact(show_cell(values["benefit"])), _text(values, "document")
    if name not in words.benefits:
        raise CrmError("list_benefit_unknown", text=name or "—")
    benefit, is_by_title = words.benefits[name]
    subject = _title(values.get("title", "")) if is_by_title else _text(values, "project")
    return PaymentEntry(
        benefit=benefit,
        document=words.documents.get(compact(document), document),
        paid_on=day_in(values["paid_on"]),
        voucher=_needed(values, "voucher"),
        amount=amount_in(values["amount"], unit),
        subject=subject,
        period=_year(values.get("year", "")),
    )


def _code(cell: Any) -> str:
    code = read_code(cell)
    if isinstance(code, BadCode):
        raise CrmError("list_code_bad")
    return code.text


def amount_in(cell: Any, unit: int) -> int:
    """Fen of a cell in a unit; raises CrmError for what is no amount above nothing."""
    amount = read_amount(cell, unit)
    if isinstance(amount, Silence | Unreadable) or amount <= 0:
        raise CrmError("list_amount_bad")
    return amount


def day_in(cell: Any) -> date:
    """The day of a cell; raises CrmError for what is none."""
    day = read_day(cell)
    if not isinstance(day, Day) or day.assumed:
        raise CrmError("list_day_bad")
    return day.date


def _title(cell: Any) -> str:
    title = read_title(cell)
    if not isinstance(title, TitleWord):
        raise CrmError("list_title_bad")
    return title.tier


def _year(cell: Any) -> int:
    text = compact(show_cell(cell)).removesuffix("年")
    if not text:
        return 0
    if not (_YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise CrmError("list_year_bad")
    return int(text)


def _needed(values: Mapping[str, Any], name: str) -> str:
    text = _text(values, name)
    if not text:
        raise CrmError("list_voucher_missing")
    return text


def _text(values: Mapping[str, Any], name: str) -> str:
    """A text as the page would keep it: with its blanks, on one line."""
    text = one_line(show_cell(values.get(name, "")))
    if len(text) > _LONGEST[name]:
        raise CrmError("list_text_long", column=HEADINGS[name][0], most=_LONGEST[name])
    return text
