"""Claims in words, for the list, its file and the page of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.awards.benefits.benefits_page import account_words
from crm.awards.claims.claim_words import ACTS, STATES, TONES, UNKNOWN, wan_words
from crm.awards.claims.course.life import ClaimAct
from crm.awards.claims.models import Claim
from crm.awards.claims.queries import ClaimLine
from crm.money import wan
from crm.steps import Step, StepTaken, Table
from crm.web.vocabulary.steps import ActButton, StepWords, word_steps
from crm.web.words import SHORT_TIERS

MAIN = (
    ClaimAct.SUBMIT,
    ClaimAct.ACCEPT,
    ClaimAct.FIRST_REVIEW,
    ClaimAct.SECOND_REVIEW,
    ClaimAct.ANNOUNCE,
    ClaimAct.APPROVE,
    ClaimAct.PAY,
)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim of a list."""

    number: str
    url: str
    about: str
    enterprise: str
    credit_code: str
    department: str
    amount: int
    asked: int
    state: str
    tone: str
    filed_on: Any


def claim_rows(lines: list[ClaimLine], named: Mapping[str, str]) -> list[ClaimRow]:
    """The lines of a list; `named` are the words of the benefits."""
    return [_row(line, named) for line in lines]


def about_words(claim: Claim, named: Mapping[str, str]) -> str:
    """第一条 首次认定奖励，专精特新."""
    parts = (named.get(claim.benefit, claim.benefit), account_words(claim.subject, claim.period))
    return "，".join(filter(None, parts))


def claim_heads() -> list[str]:
    """The headings of a file."""
    return [
        _("编号"),
        _("企业"),
        _("统一社会信用代码"),
        _("事项"),
        _("申请金额（万元）"),
        _("核定金额（万元）"),
        _("状态"),
        _("责任单位"),
        _("提交日期"),
    ]


def claim_cells(row: ClaimRow) -> list[str]:
    """A line as cells of a file."""
    filed = row.filed_on.isoformat() if row.filed_on else ""
    amounts = [wan(row.asked), wan(row.amount)]
    return [row.number, row.enterprise, row.credit_code, row.about, *amounts, row.state, row.department, filed]


def claim_history(steps: list[StepTaken]) -> list[StepWords]:
    """What happened, the newest first."""
    return word_steps(steps, ACTS.__getitem__, _notes)


def claim_buttons(claim: Claim, steps: Table) -> list[ActButton]:
    """The acts of the life as buttons, in its order."""
    return [_button(claim, step) for step in steps]


def _button(claim: Claim, step: Step) -> ActButton:
    url = url_for("awards.claim_step", claim_id=claim.id, claim_act=step.act)
    return ActButton(url, str(ACTS[step.act]), step.act in MAIN, not step.needs)


def _row(line: ClaimLine, named: Mapping[str, str]) -> ClaimRow:
    claim = line.claim
    return ClaimRow(
        claim.number,
        url_for("awards.claim", claim_id=claim.id),
        about_words(claim, named),
        line.enterprise,
        line.credit_code,
        line.department,
        claim.amount,
        claim.asked,
        str(STATES[claim.state]),
        TONES.get(claim.state, "calm"),
        claim.filed_on,
    )


def _notes(detail: Mapping[str, Any]) -> list[str]:
    """The amount, the voucher, the last day, and what the checks found."""
    notes = [wan_words(detail["amount"])] if detail.get("amount") else []
    notes += [_("凭证 %(voucher)s", voucher=detail["voucher"])] if detail.get("voucher") else []
    notes += [_("%(day)s 拨付", day=detail["paid_on"])] if detail.get("paid_on") else []
    notes += [_("公示至 %(day)s", day=detail["public_to"])] if detail.get("public_to") else []
    higher = detail.get("higher")
    notes += [_("已取得更高的称号（%(tier)s），从优不重复，由系统撤回", tier=SHORT_TIERS[higher])] if higher else []
    return [*map(str, notes), *_check_words(detail.get("checks"))]


def _check_words(checks: Mapping[str, Any] | None) -> list[str]:
    if not checks:
        return []
    words = {name: wan_words(checks[name]) for name in ("most", "paid", "reserved")}
    sums = str(_("核对：上限 %(most)s，已兑现 %(paid)s，他件占用 %(reserved)s", **words))
    return [sums, *(str(UNKNOWN[name]) for name in checks["unknown"])]
