"""The benefit map in words: the formula with its numbers, the state, the basis, whom to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.awards.benefits.entitlements import AwardRemark, Entitlement, EntitlementState
from crm.awards.clause_page import BENEFICIARIES, arithmetic_words, calculable_benefits, department_words
from crm.awards.law.arithmetic import ByTitle, Quota
from crm.awards.law.measure import Measure
from crm.awards.measures import Measures
from crm.money import wan_to_type
from crm.web.words import SHORT_TIERS

STATES: Mapping[EntitlementState, Any] = {
    EntitlementState.POSSIBLE: _l("可申请"),
    EntitlementState.ENTITLED: _l("应享受"),
    EntitlementState.CLAIMED: _l("已申报"),
    EntitlementState.PAID: _l("已兑现"),
    EntitlementState.USED_UP: _l("已用完"),
    EntitlementState.BASIS_EXPIRED: _l("依据失效"),
}
NOT_BY_ITSELF = {AwardRemark.WITHIN_HIGHER, AwardRemark.OTHER_UNDER_WAY}
"""What is paid with another title, or after it."""
TONES = {
    EntitlementState.POSSIBLE: "calm",
    EntitlementState.ENTITLED: "good",
    EntitlementState.CLAIMED: "calm",
    EntitlementState.PAID: "",
    EntitlementState.USED_UP: "",
    EntitlementState.BASIS_EXPIRED: "bad",
}


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One line of the map as the page and the file show it; `amount` in fen, None where there is no figure."""

    clause: str
    text: str
    about: str
    state: Any
    tone: str
    amount: int | None
    is_most: bool
    formula: str
    notes: tuple[str, ...]
    calculator: str
    document: str
    departments: str
    benefit: str
    subject: str
    claim_id: int | None
    may_claim: bool


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment as the page shows it."""

    id: int
    text: str
    amount: int | None
    pieces: int | None
    document: str
    voucher: str
    paid_on: date
    who: str


def benefit_rows(lines: Sequence[Entitlement]) -> list[BenefitRow]:
    """The map, line by line."""
    return [_row(line) for line in lines]


def benefit_heads() -> list[str]:
    """The headings of the map as a file, amounts in 万元."""
    return [
        _("条款"),
        _("事项"),
        _("对象"),
        _("状态"),
        _("还可兑现（万元）"),
        _("至多"),
        _("算式"),
        _("说明"),
        _("依据"),
        _("问谁"),
    ]


def benefit_cells(row: BenefitRow) -> list[str]:
    """A line of the map as cells of a file; a most is marked, since it promises nothing."""
    amount = "" if row.amount is None else wan_to_type(row.amount)
    most = _("是") if row.is_most and row.amount is not None else ""
    notes = "；".join(row.notes)
    return [
        row.clause,
        row.text,
        row.about,
        str(row.state),
        amount,
        most,
        row.formula,
        notes,
        row.document,
        row.departments,
    ]


def payment_rows(payments: Sequence[Any], measures: Measures, names: Mapping[int | None, str]) -> list[PaymentRow]:
    """The payments, each by its clause and what it was for."""
    named = benefit_names(measures)
    return [
        PaymentRow(
            one.id,
            "，".join(filter(None, [named.get(one.benefit, one.benefit), account_words(one.subject, one.period)])),
            one.amount or None,
            one.pieces,
            one.document,
            one.voucher,
            one.paid_on,
            names[one.recorded_by],
        )
        for one in payments
    ]


def benefit_names(measures: Measures) -> dict[str, str]:
    """第一条 首次认定奖励, by the id of the benefit; the newest measure names it."""
    return {
        offer.benefit.id: f"{offer.clause.number} {offer.benefit.text.zh}"
        for measure in reversed(measures.all)
        for offer in measure.offers
    }


def account_words(subject: str, period: int) -> str:
    """For which title, project or year."""
    year = _("%(year)s 年", year=period) if period else ""
    return str(SHORT_TIERS.get(subject, subject) or year)


def _row(line: Entitlement) -> BenefitRow:
    has_figure = line.reckoning is not None and not isinstance(line.offer.benefit.arithmetic, Quota)
    return BenefitRow(
        clause=line.offer.clause.number,
        text=line.offer.benefit.text.zh,
        about=account_words(line.subject, line.period),
        state=STATES[line.state],
        tone=TONES[line.state],
        amount=line.reckoning.due if line.reckoning and has_figure else None,
        is_most=AwardRemark.NOT_RECORDED in line.remarks or (has_figure and not _is_by_title(line)),
        formula=formula(line),
        notes=_notes(line),
        calculator=line.offer.clause.id if calculable_benefits(line.offer.clause) else "",
        document=line.offer.measure.document,
        departments=department_words(line.offer.clause),
        benefit=line.offer.benefit.id,
        subject=line.subject if _is_by_title(line) else "",
        claim_id=line.claim_id,
        may_claim=may_claim(line, has_figure=has_figure),
    )


def formula(line: Entitlement) -> str:
    """80 万 − 已兑现 3 万 = 77 万，第一条; without a figure what stands in its place."""
    clause, sum_of = line.offer.clause.number, line.reckoning
    if sum_of is None or (not sum_of.paid and not _is_by_title(line)):
        return f"{arithmetic_words(line.offer.benefit.arithmetic)}，{clause}"
    whole, paid, due = (_sum(line, fen) for fen in (sum_of.worth, sum_of.paid, sum_of.due))
    if AwardRemark.NOT_RECORDED in line.remarks:
        return str(_("至多 %(whole)s（此前兑付未录入），%(clause)s", whole=whole, clause=clause))
    year = _("%(year)s 年", year=line.period) if line.period else ""
    return str(
        _(
            "%(whole)s − %(year)s已兑现 %(paid)s = %(due)s，%(clause)s",
            whole=whole,
            year=year,
            paid=paid,
            due=due,
            clause=clause,
        )
    )


def validity_words(measure: Measure, on: date) -> str:
    """Said once on the page while the measure is over; empty while it is in force."""
    if measure.in_force(on):
        return ""
    return str(
        _(
            "%(document)s 已于 %(day)s 到期，尚未录入接续政策：标为“依据失效”的金额仅供测算，不构成兑现依据。",
            document=measure.document,
            day=measure.valid.until.isoformat(),
        )
    )


def may_claim(line: Entitlement, *, has_figure: bool) -> bool:
    """Money is left of it, and a title is held: what only the next title would earn cannot be claimed yet."""
    open_states = (EntitlementState.ENTITLED,) if _is_by_title(line) else (EntitlementState.POSSIBLE,)
    is_late = not _is_by_title(line) and line.state is EntitlementState.BASIS_EXPIRED
    return has_figure and (line.state in open_states or is_late) and not NOT_BY_ITSELF.intersection(line.remarks)


def _is_by_title(line: Entitlement) -> bool:
    return isinstance(line.offer.benefit.arithmetic, ByTitle)


def _sum(line: Entitlement, number: int) -> str:
    """An amount in 万, or a number of pieces."""
    arithmetic = line.offer.benefit.arithmetic
    if isinstance(arithmetic, Quota):
        return f"{number} {arithmetic.unit.zh}"
    return str(_("%(amount)s 万", amount=wan_to_type(number)))


def _notes(line: Entitlement) -> tuple[str, ...]:
    """What is to be known beside the formula; of flats and the like also how one comes by them."""
    notes = [str(_note(line, remark)) for remark in line.remarks if remark is not AwardRemark.NOT_RECORDED]
    if isinstance(line.offer.benefit.arithmetic, Quota):
        notes.append(str(_("按套安排，不走兑现申请：向责任单位申请，落实后由主管在“登记兑付”填套数")))
    return tuple(notes)


def _note(line: Entitlement, remark: AwardRemark) -> Any:
    measure = line.offer.measure
    notes = {
        AwardRemark.WITHIN_HIGHER: _("已含在更高一级的金额内，不另计"),
        AwardRemark.BEFORE_MEASURE: _(
            "认定早于 %(day)s 生效的%(document)s", day=measure.valid.since, document=measure.document
        ),
        AwardRemark.AFTER_MEASURE: _(
            "%(document)s 已于 %(day)s 到期，仅供测算，不作承诺", document=measure.document, day=measure.valid.until
        ),
        AwardRemark.LATE_CLAIM_OPEN: _("称号在有效期内取得；办法到期后能否申报，政策没有写明，请先问责任单位"),
        AwardRemark.REVOKED: _("称号已撤销，不再享受"),
        AwardRemark.FOR_OTHERS: _("由%(who)s申请，不发给企业", who=BENEFICIARIES[line.offer.benefit.to]),
        AwardRemark.IN_CARE: _("已入库，已有管家"),
        AwardRemark.OTHER_UNDER_WAY: _("另一称号的奖励正在办理，办结后按差额申报"),
    }
    return notes[remark]
