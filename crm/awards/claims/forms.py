"""The forms of a claim: what is claimed, its evidence, and what a step needs said."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, ValidationError

from crm.awards.claims.models import Claim, ClaimEvidence
from crm.awards.forms import NO_TITLE, TitleOrProjectForm
from crm.awards.law.arithmetic import ByTitle, ShareOf
from crm.awards.law.measure import BenefitOffer
from crm.awards.models import LONGEST_PROJECT, LONGEST_VOUCHER
from crm.web.fields import AmountField, DayField, DeskForm, LineField, ParagraphField, must_fill

_EVIDENCE = "evidence_"


class ClauseAmountField(AmountField):
    """An amount by a clause: what it cannot be, it says with the clause, and that the desk counts in fen."""

    def __init__(self, label: Any, *, clause: str, **kwargs: Any) -> None:
        self.clause = clause
        self.complaint = _l(
            "%(clause)s的金额，本系统精确到分：请填写以万元为单位的数字，如 38.6，最多六位小数。", clause=clause
        )
        super().__init__(label, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Nothing and less than nothing is claimed by no clause."""
        if self.data is not None and self.data <= 0:
            raise ValidationError(_l("%(clause)s的金额须大于零，没有写入。请核对金额。", clause=self.clause))


class ClaimForm(TitleOrProjectForm):
    """What is claimed. Which of title, project, day and base it needs, the clause says."""

    benefit = SelectField(_l("条款与事项"), [must_fill(_l("请选择条款。"))], choices=[])
    title = SelectField(
        _l("称号"), choices=[], default=NO_TITLE, description=_l("认定奖励填写；金额按称号和此前兑付自动计算。")
    )
    project = LineField(_l("项目"), longest=LONGEST_PROJECT, description=_l("按项目封顶的事项填写。"))
    basis_on = DayField(
        _l("事项发生的日期"), description=_l("立项评审、付息期末、挂牌或迁入之日；认定奖励不填，按认定日期。")
    )
    base = AmountField(_l("计算基数"), description=_l("按比例计算的事项填写：研发投入、实际支付的利息。"))
    asked = AmountField(_l("申请金额"), description=_l("认定奖励不填。"), negative=True)
    tells_contact = BooleanField(
        _l("企业联系人希望每一步都得到告知"), description=_l("每一步的进展列入“告知企业”，由管家转达；之后随时可改。")
    )


_STEP_FIELDS: Mapping[str, Any] = {
    "amount": lambda claim, clause: ClauseAmountField(
        _l("核定金额"), clause=clause, needed=True, default=claim.amount
    ),
    "voucher": lambda _claim, _clause: LineField(_l("凭证号"), longest=LONGEST_VOUCHER, needed=True),
    "day": lambda _claim, _clause: DayField(_l("拨付日期"), needed=True),
    "why": lambda _claim, _clause: ParagraphField(_l("理由"), longest=1000, needed=True),
}


def claim_step_form(needs: Iterable[str], claim: Claim, clause: str) -> DeskForm:
    """A form with a field for each thing a step needs, in a fixed order."""
    fields = {name: make(claim, clause) for name, make in _STEP_FIELDS.items() if name in set(needs)}
    form: DeskForm = type("ClaimStepForm", (DeskForm,), fields)()
    return form


def evidence_form(claim: Claim, evidence: Sequence[ClaimEvidence], offer: BenefitOffer) -> DeskForm:
    """A line for each piece of evidence; the amounts too where they are not found by themselves."""
    hint = _l("写明文件名、文号或存放处；还没有的留空。")
    fields: dict[str, Any] = {
        f"{_EVIDENCE}{row.place}": LineField(row.evidence, default=row.note, description=hint) for row in evidence
    }
    clause, arithmetic = offer.clause.number, offer.benefit.arithmetic
    if isinstance(arithmetic, ShareOf):
        fields["base"] = ClauseAmountField(_l("计算基数"), clause=clause, needed=True, default=claim.base)
    if not isinstance(arithmetic, ByTitle):
        fields["asked"] = ClauseAmountField(_l("申请金额"), clause=clause, needed=True, default=claim.asked)
    form: DeskForm = type("EvidenceForm", (DeskForm,), fields)()
    return form


def notes_of(form: DeskForm, evidence: Sequence[ClaimEvidence]) -> dict[str, str | None]:
    """What the form says of each piece of evidence."""
    return {row.evidence: form[f"{_EVIDENCE}{row.place}"].data or None for row in evidence}
