"""A batch as its page and its file show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.awards.batches.models import BatchOutcome
from crm.awards.batches.queries import BatchClaim
from crm.awards.claims.claim_words import STATES
from crm.awards.claims.claim_words import TONES as CLAIM_TONES
from crm.awards.claims.models import ClaimState
from crm.awards.claims.page import about_words
from crm.money import FEN_IN_YUAN

OUTCOMES: Mapping[BatchOutcome | None, Any] = {
    None: _l("待回单"),
    BatchOutcome.PAID: _l("已拨付"),
    BatchOutcome.BOUNCED: _l("退票"),
    BatchOutcome.TAKEN_OUT: _l("移出"),
}
TONES = {None: "calm", BatchOutcome.PAID: "good", BatchOutcome.BOUNCED: "bad", BatchOutcome.TAKEN_OUT: ""}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One claim on a list; `amount` in fen."""

    claim_id: int
    number: str
    enterprise: str
    credit_code: str
    about: str
    amount: int
    outcome: Any
    tone: str
    settled_on: date | None
    is_awaited: bool


def batch_rows(lines: list[BatchClaim], named: Mapping[str, str]) -> list[BatchRow]:
    """The lines of a batch; `named` are the words of the benefits."""
    return [
        BatchRow(
            each.claim.claim.id,
            each.claim.claim.number,
            each.claim.enterprise,
            each.claim.credit_code,
            about_words(each.claim.claim, named),
            each.line.amount,
            *_outcome_words(each),
            each.line.settled_on,
            each.line.outcome is None,
        )
        for each in lines
    ]


def _outcome_words(each: BatchClaim) -> tuple[Any, str]:
    """What became of the line, and its tone; what was paid by it may have been recovered since."""
    outcome, state = each.line.outcome, each.claim.claim.state
    if outcome is BatchOutcome.PAID and state is ClaimState.RECOVERED:
        return STATES[state], CLAIM_TONES[state]
    return OUTCOMES[outcome], TONES[outcome]


def batch_heads() -> list[str]:
    """The headings of the list; the last four are filled in by whoever pays."""
    return [
        _("申请编号"),
        _("企业"),
        _("统一社会信用代码"),
        _("事项"),
        _("金额（元）"),
        _("结果"),
        _("凭证号"),
        _("拨付日期"),
        _("退票原因"),
    ]


def batch_cells(rows: list[BatchRow]) -> list[list[str]]:
    """The lines as cells; amounts in yuan with two decimals, as banks write them."""
    return [
        [row.number, row.enterprise, row.credit_code, row.about, yuan(row.amount), *[""] * 4]
        for row in rows
        if row.is_awaited
    ]


def yuan(fen: int) -> str:
    """200000.00 of 20,000,000 fen."""
    return f"{fen // FEN_IN_YUAN}.{fen % FEN_IN_YUAN:02d}"
