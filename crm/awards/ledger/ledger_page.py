"""The ledger as its pages and its file show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.awards.beneficiaries.whose_page import url_of_payee
from crm.awards.budget.budget_page import benefits_of
from crm.awards.ledger.queries import LEDGER_PARTS, Holder, LedgerRow
from crm.awards.measures import Measures
from crm.money import wan

PARTS: Mapping[str, Any] = {
    "entitlement": _l("应享受"),
    "claims": _l("已申报"),
    "open": _l("未申报"),
    "paid": _l("已兑付"),
    "in_process": _l("在办"),
    "refused": _l("未兑现"),
}


@dataclass(frozen=True, slots=True)
class ClauseLedger:
    """A clause in fen, part by part; `unclear` counts those whose open award is a most."""

    clause: str
    number: str
    text: str
    sums: Mapping[str, int]
    unclear: int


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One row of the ledger with who it is about and the name of the benefit."""

    row: LedgerRow
    name: str
    code: str
    benefit: str

    @property
    def url(self) -> str:
        """The page of the holder."""
        return url_of_payee(self.row.holder.enterprise_id, self.row.holder.beneficiary_id)


def clause_ledger(measures: Measures, ledger: Iterable[LedgerRow]) -> list[ClauseLedger]:
    """Every clause of which something was earned, in the order of the measure."""
    rows = list(ledger)
    lines = []
    for clause in measures.newest_clauses:
        benefits = benefits_of(measures, clause.id)
        ours = [row for row in rows if row.benefit in benefits]
        if ours:
            unclear = sum(bool(row.is_most and row.open) for row in ours)
            lines.append(ClauseLedger(clause.id, clause.number, clause.text.zh, sum_parts(ours), unclear))
    return lines


def sum_parts(rows: Sequence[LedgerRow]) -> dict[str, int]:
    """Each part of all rows together, in fen."""
    return {part: sum(getattr(row, part) for row in rows) for part in LEDGER_PARTS}


def ledger_lines(
    rows: Iterable[LedgerRow], holders: Mapping[Holder, tuple[str, str]], named: Mapping[str, str]
) -> list[LedgerLine]:
    """The rows with names."""
    return [LedgerLine(row, *holders[row.holder], named.get(row.benefit, row.benefit)) for row in rows]


def ledger_heads() -> list[str]:
    """The headings of the file, amounts in 万元."""
    amounts = (_("%(name)s（万元）", name=word) for word in PARTS.values())
    return [_("对象"), _("统一社会信用代码"), _("事项"), *amounts, _("此前兑付未核清")]


def ledger_cells(line: LedgerLine) -> list[str]:
    """A row as cells of the file."""
    amounts = (wan(getattr(line.row, part)) for part in LEDGER_PARTS)
    unclear = _("是") if line.row.is_most else ""
    return [line.name, line.code, line.benefit, *amounts, unclear]
