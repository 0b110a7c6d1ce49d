"""What the bank returned, row by row: the list for the finance bureau with the results filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm.awards.batches.models import BatchOutcome
from crm.awards.batches.service import BankReturn
from crm.awards.models import LONGEST_VOUCHER
from crm.awards.payments.wholesale import RowFault
from crm.errors import CrmError
from crm.imports.cells.cell import show_cell
from crm.imports.cells.characters import compact, one_line
from crm.imports.payments.listing import amount_in, day_in, find_head

RETURN_HEADINGS = {
    "number": ("申请编号", "编号"),
    "amount": ("金额（元）", "金额（万元）"),
    "outcome": ("结果", "拨付结果"),
    "voucher": ("凭证号", "凭证"),
    "paid_on": ("拨付日期", "拨付时间"),
    "why": ("退票原因", "原因"),
}
RETURN_NEEDED = ("number", "amount", "outcome", "voucher", "paid_on")
_OUTCOMES = {
    "已拨付": BatchOutcome.PAID,
    "拨付": BatchOutcome.PAID,
    "成功": BatchOutcome.PAID,
    "退票": BatchOutcome.BOUNCED,
    "退回": BatchOutcome.BOUNCED,
}
_LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class ReturnList:
    """What was read: results, and the rows that could not be. A row without a result is left for later."""

    returns: tuple[BankReturn, ...]
    faults: tuple[RowFault, ...]


def read_returns(rows: Sequence[tuple[int, Sequence[Any]]]) -> ReturnList:
    """Every row under the headings; raises CrmError where the headings are not those of the list."""
    place, columns, unit = find_head(rows, RETURN_HEADINGS, RETURN_NEEDED, ("number", "outcome"))
    returns, faults = [], []
    for number, cells in rows[place + 1 :]:
        values = {name: cells[index] if index < len(cells) else "" for name, index in columns.items()}
        if not compact(show_cell(values["outcome"])):
            continue
        try:
            returns.append(_return(number, values, unit))
        except CrmError as error:
            faults.append(RowFault(number, error))
    return ReturnList(tuple(returns), tuple(faults))


def _return(row: int, values: Mapping[str, Any], unit: int) -> BankReturn:
    word = compact(show_cell(values["outcome"]))
    if word not in _OUTCOMES:
        raise CrmError("return_outcome_unknown", text=word[:_LONGEST_WHY])
    number, amount = compact(show_cell(values["number"])), amount_in(values["amount"], unit)
    if _OUTCOMES[word] is BatchOutcome.BOUNCED:
        why = one_line(show_cell(values.get("why", "")))[:_LONGEST_WHY]
        return BankReturn(row, number, BatchOutcome.BOUNCED, amount, why=why)
    voucher = one_line(show_cell(values["voucher"]))
    if not voucher or len(voucher) > LONGEST_VOUCHER:
        raise CrmError("list_voucher_missing")
    return BankReturn(row, number, BatchOutcome.PAID, amount, voucher, day_in(values["paid_on"]))
